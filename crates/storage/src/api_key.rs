//! API keys: opaque random secrets of which only the SHA-256 is kept, so a copy of the database opens nothing.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, page},
    decode::Place,
    error::StorageError,
    id::{ApiKeyId, UserId, WorkspaceId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
    user::Role,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub user_id: UserId,
    pub name: String,
    /// The key's first characters, by which its owner recognises it.
    pub prefix: String,
    pub role: Role,
    /// The only workspace it opens; all of them when absent.
    pub workspace_id: Option<WorkspaceId>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

pub struct NewApiKey {
    pub user_id: UserId,
    pub name: String,
    pub prefix: String,
    /// SHA-256 of the whole key, in hexadecimal.
    pub hash: String,
    pub role: Role,
    pub workspace_id: Option<WorkspaceId>,
    pub expires_at: Option<DateTime<Utc>>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub user_id: String,
        pub name: String,
        pub prefix: String,
        pub hash: String,
        pub role: String,
        pub workspace_id: Option<String>,
        pub expires_at: Option<DateTimeUtc>,
        pub last_used_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for ApiKey {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "api_key",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            user_id: place.parse("user_id", &row.user_id)?,
            role: place.parse("role", &row.role)?,
            workspace_id: place.parse_optional("workspace_id", row.workspace_id.as_deref())?,
            name: row.name,
            prefix: row.prefix,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            created_at: row.created_at,
        })
    }
}

pub struct ApiKeyRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> ApiKeyRepository<'_, Mode> {
    pub async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(ApiKey::try_from).transpose()
    }

    /// The key with that hash, expired or not: the caller judges.
    pub async fn by_hash(&self, hash: &str) -> Result<Option<ApiKey>, StorageError> {
        let row = row::Entity::find()
            .filter(row::Column::Hash.eq(hash))
            .one(&self.tx.connection)
            .await?;
        row.map(ApiKey::try_from).transpose()
    }

    /// Newest first; of one user, or of all.
    pub async fn list(
        &self,
        owner: Option<UserId>,
        request: &PageRequest,
    ) -> Result<Page<ApiKey>, StorageError> {
        let mut matching = row::Entity::find();
        if let Some(owner) = owner {
            matching = matching.filter(row::Column::UserId.eq(owner.to_string()));
        }
        let keyset = Keyset {
            column: row::Column::CreatedAt,
            id: row::Column::Id,
            direction: Direction::Descending,
        };
        let key = |row: &row::Model| (row.created_at.into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            ApiKey::try_from,
        )
        .await
    }
}

impl ApiKeyRepository<'_, Write> {
    pub async fn create(&self, new: NewApiKey, now: DateTime<Utc>) -> Result<ApiKey, StorageError> {
        let now = to_microseconds(now);
        let id: ApiKeyId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            user_id: Set(new.user_id.to_string()),
            name: Set(new.name),
            prefix: Set(new.prefix),
            hash: Set(new.hash),
            role: Set(new.role.to_string()),
            workspace_id: Set(new.workspace_id.map(|id| id.to_string())),
            expires_at: Set(new.expires_at.map(to_microseconds)),
            last_used_at: Set(None),
            created_at: Set(now),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Gives the key a new secret; the old one stops working.
    pub async fn rotate(
        &self,
        id: ApiKeyId,
        prefix: &str,
        hash: &str,
    ) -> Result<Option<ApiKey>, StorageError> {
        let found = row::Entity::find_by_id(id.to_string())
            .lock_exclusive()
            .one(&self.tx.connection)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let mut row = found.into_active_model();
        row.prefix = Set(prefix.to_owned());
        row.hash = Set(hash.to_owned());
        row.last_used_at = Set(None);
        Ok(Some(
            row::Entity::update(row)
                .exec(&self.tx.connection)
                .await?
                .try_into()?,
        ))
    }

    /// Notes that the key was used. Call it seldom (say once a minute): it is a write.
    pub async fn touch(&self, id: ApiKeyId, now: DateTime<Utc>) -> Result<(), StorageError> {
        row::Entity::update_many()
            .col_expr(row::Column::LastUsedAt, Expr::value(to_microseconds(now)))
            .filter(row::Column::Id.eq(id.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(())
    }

    /// Revokes the key; whether there was one.
    pub async fn delete(&self, id: ApiKeyId) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(id.to_string())
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
