//! The audit log, and what changed as sentences.

use chrono::{DateTime, Utc};
use prospect_storage::{Actor, AuditEntry, WorkspaceId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who acted, by the name they had then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
pub(crate) struct ActorView {
    pub kind: ActorKind,
    /// `null` for visitors and the server itself.
    pub id: Option<String>,
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActorKind {
    User,
    ApiKey,
    /// Someone in the demo who did not sign in.
    Visitor,
    /// The server itself.
    System,
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::User { id, name } => Self {
                kind: ActorKind::User,
                id: Some(id),
                name,
            },
            Actor::ApiKey { id, name } => Self {
                kind: ActorKind::ApiKey,
                id: Some(id),
                name,
            },
            Actor::Visitor => Self {
                kind: ActorKind::Visitor,
                id: None,
                name: "A visitor".to_owned(),
            },
            Actor::System => Self {
                kind: ActorKind::System,
                id: None,
                name: "The server".to_owned(),
            },
        }
    }
}

/// One write: who, what, when, from where, and what it changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct AuditEntryView {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor: ActorView,
    #[schema(example = "update")]
    pub action: String,
    #[schema(example = "series")]
    pub subject_kind: String,
    pub subject_id: Option<String>,
    /// The name it had then.
    pub subject_name: Option<String>,
    pub workspace_id: Option<Uuid>,
    pub address: Option<String>,
    /// By field: `{"name": {"from": "A", "to": "B"}}`; secrets are left out.
    #[schema(value_type = Option<Object>)]
    pub diff: Option<serde_json::Value>,
}

impl From<AuditEntry> for AuditEntryView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id.as_uuid(),
            at: entry.at,
            actor: entry.actor.into(),
            action: entry.action,
            subject_kind: entry.subject_kind,
            subject_id: entry.subject_id,
            subject_name: entry.subject_name,
            workspace_id: entry.workspace_id.map(WorkspaceId::as_uuid),
            address: entry.address,
            diff: entry.diff,
        }
    }
}

/// One thing that changed, for people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Activity)]
pub(crate) struct ActivityView {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor: ActorView,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: Option<String>,
    pub subject_name: Option<String>,
    #[schema(example = "Ada saved version 3 of Vizcachitas")]
    pub sentence: String,
}
