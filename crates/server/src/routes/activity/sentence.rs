//! An audit entry as a sentence.

use prospect_storage::AuditEntry;

use crate::view::activity::{ActivityView, ActorView};

pub(super) fn view(entry: AuditEntry) -> ActivityView {
    let actor = ActorView::from(entry.actor);
    let subject = entry.subject_name.as_deref().unwrap_or("something");
    let kind = entry.subject_kind.replace('_', " ");
    let sentence = format!(
        "{} {} {kind} {subject}",
        actor.name,
        past_tense(&entry.action)
    );
    ActivityView {
        id: entry.id.as_uuid(),
        at: entry.at,
        actor,
        action: entry.action,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
        subject_name: entry.subject_name,
        sentence,
    }
}

fn past_tense(action: &str) -> &str {
    match action {
        "create" => "made",
        "update" => "changed",
        "delete" => "deleted",
        "import" => "imported",
        "append" => "added values to",
        "version" => "saved a new version of",
        "run" => "ran",
        "finish" => "finished",
        "cancel" => "cancelled",
        "retry" => "retried",
        "revoke" => "revoked",
        "rotate" => "rotated",
        "backup" => "backed up",
        "score" => "scored",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_action_is_told_as_it_is() {
        assert_eq!(past_tense("create"), "made");
        assert_eq!(past_tense("frobnicate"), "frobnicate");
    }
}
