//! The audit log: who did what to which thing, when and from where. Entries are only ever added.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, page},
    decode::{Place, to_json_text},
    error::StorageError,
    id::{AuditEntryId, WorkspaceId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

/// Who acted. The name is kept as it was, so the entry reads the same after a user is renamed or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    User {
        id: String,
        name: String,
    },
    ApiKey {
        id: String,
        name: String,
    },
    /// The demo workspace's visitor, who did not sign in.
    Visitor,
    /// The program itself: a job, a migration, the setup.
    System,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: AuditEntryId,
    pub at: DateTime<Utc>,
    pub actor: Actor,
    /// `create`, `update`, `delete`, `sign_in` and so on.
    pub action: String,
    /// The kind of thing acted on, such as `series`.
    pub subject_kind: String,
    pub subject_id: Option<String>,
    pub subject_name: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
    pub address: Option<String>,
    /// What changed, when there is something to say.
    pub diff: Option<Value>,
}

#[derive(Debug, Clone)]
pub struct NewAuditEntry {
    pub actor: Actor,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: Option<String>,
    pub subject_name: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
    pub address: Option<String>,
    pub diff: Option<Value>,
}

#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    pub workspace_id: Option<WorkspaceId>,
    pub subject_kind: Option<String>,
    pub subject_id: Option<String>,
    /// Only entries later than this.
    pub since: Option<DateTime<Utc>>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub at: DateTimeUtc,
        pub actor: String,
        pub action: String,
        pub subject_kind: String,
        pub subject_id: Option<String>,
        pub subject_name: Option<String>,
        pub workspace_id: Option<String>,
        pub address: Option<String>,
        pub diff: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for AuditEntry {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "audit_entry",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            at: row.at,
            actor: place.json("actor", &row.actor)?,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            subject_name: row.subject_name,
            workspace_id: place.parse_optional("workspace_id", row.workspace_id.as_deref())?,
            address: row.address,
            diff: place.json_optional("diff", row.diff.as_deref())?,
        })
    }
}

pub struct AuditRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> AuditRepository<'_, Mode> {
    /// Newest first.
    pub async fn list(
        &self,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<AuditEntry>, StorageError> {
        let mut matching = row::Entity::find();
        if let Some(workspace) = filter.workspace_id {
            matching = matching.filter(row::Column::WorkspaceId.eq(workspace.to_string()));
        }
        if let Some(kind) = &filter.subject_kind {
            matching = matching.filter(row::Column::SubjectKind.eq(kind.as_str()));
        }
        if let Some(id) = &filter.subject_id {
            matching = matching.filter(row::Column::SubjectId.eq(id.as_str()));
        }
        if let Some(since) = filter.since {
            matching = matching.filter(row::Column::At.gt(to_microseconds(since)));
        }
        let keyset = Keyset {
            column: row::Column::At,
            id: row::Column::Id,
            direction: Direction::Descending,
        };
        let key = |row: &row::Model| (row.at.into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            AuditEntry::try_from,
        )
        .await
    }
}

impl AuditRepository<'_, Write> {
    pub async fn add(
        &self,
        new: NewAuditEntry,
        now: DateTime<Utc>,
    ) -> Result<AuditEntryId, StorageError> {
        let now = to_microseconds(now);
        let id: AuditEntryId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            at: Set(now),
            actor: Set(to_json_text(&new.actor)),
            action: Set(new.action.to_owned()),
            subject_kind: Set(new.subject_kind.to_owned()),
            subject_id: Set(new.subject_id),
            subject_name: Set(new.subject_name),
            workspace_id: Set(new.workspace_id.map(|id| id.to_string())),
            address: Set(new.address),
            diff: Set(new.diff.as_ref().map(to_json_text)),
        };
        row::Entity::insert(row)
            .exec_without_returning(&self.tx.connection)
            .await?;
        Ok(id)
    }
}
