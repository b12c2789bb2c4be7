//! Writing the audit log: one entry for each write, in the write's own transaction.

use prospect_storage::{Actor, NewAuditEntry, StorageError, WorkspaceId, WriteTx};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::authenticate::Caller;
use crate::state::AppState;

/// What was acted on.
#[derive(Debug, Clone)]
pub(crate) struct Subject<'a> {
    pub kind: &'static str,
    pub id: String,
    pub name: &'a str,
    pub workspace: Option<WorkspaceId>,
}

/// Adds the entry for `action` by `caller`.
pub(crate) async fn record(
    state: &AppState,
    tx: &WriteTx,
    caller: &Caller,
    action: &'static str,
    subject: Subject<'_>,
    diff: Option<Value>,
) -> Result<(), StorageError> {
    let address = Some(caller.address.to_string());
    add(state, tx, caller.actor(), address, action, subject, diff).await
}

/// Adds an entry for what the server did on its own.
pub(crate) async fn record_system(
    state: &AppState,
    tx: &WriteTx,
    action: &'static str,
    subject: Subject<'_>,
) -> Result<(), StorageError> {
    add(state, tx, Actor::System, None, action, subject, None).await
}

async fn add(
    state: &AppState,
    tx: &WriteTx,
    actor: Actor,
    address: Option<String>,
    action: &'static str,
    subject: Subject<'_>,
    diff: Option<Value>,
) -> Result<(), StorageError> {
    let entry = NewAuditEntry {
        actor,
        action,
        subject_kind: subject.kind,
        subject_id: Some(subject.id),
        subject_name: Some(subject.name.to_owned()),
        workspace_id: subject.workspace,
        address,
        diff,
    };
    tx.audit().add(entry, state.clock.now()).await.map(drop)
}

/// The fields that differ between two forms of an object, `{"name": {"from": …, "to": …}}`; `None`
/// when nothing differs. Version counters and times of change are left out: they always differ.
pub(crate) fn diff<T: Serialize>(before: &T, after: &T) -> Option<Value> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return None;
    };
    let mut fields = Map::new();
    for (name, to) in after {
        let from = before.get(&name).cloned().unwrap_or(Value::Null);
        if from != to && name != "version" && name != "updated_at" {
            fields.insert(name, json!({ "from": from, "to": to }));
        }
    }
    (!fields.is_empty()).then_some(Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"name": "a", "unit": "t", "version": 1});
        let after = json!({"name": "b", "unit": "t", "version": 2});
        assert_eq!(
            diff(&before, &after),
            Some(json!({"name": {"from": "a", "to": "b"}}))
        );
        assert_eq!(diff(&before, &before), None);
    }
}
