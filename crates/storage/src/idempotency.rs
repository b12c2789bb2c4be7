//! Answers kept by the client's idempotency key, so that a repeated write is answered and not done again.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    decode::Place,
    error::StorageError,
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

/// An answer as it was first given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    pub status: u16,
    /// The headers worth repeating, as the server encodes them.
    pub headers: String,
    pub body: Vec<u8>,
}

/// What a key's first use or reuse means for the request at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdempotencyStart {
    /// Not seen before: do the work, then [`IdempotencyRepository::complete`] or [`IdempotencyRepository::forget`].
    New,
    /// The same request is being worked on.
    InProgress,
    /// The same request was answered.
    Done(StoredResponse),
    /// The key was used for another request.
    Mismatch,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_record")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub principal: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub request_hash: String,
        pub status: Option<i32>,
        pub headers: Option<String>,
        pub body: Option<Vec<u8>>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub struct IdempotencyRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl IdempotencyRepository<'_, Write> {
    /// Claims the key for this request, or says what became of it. An expired record counts as absent.
    pub async fn start(
        &self,
        principal: &str,
        key: &str,
        request_hash: &str,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<IdempotencyStart, StorageError> {
        let now = to_microseconds(now);
        row::Entity::delete_many()
            .filter(row::Column::Principal.eq(principal))
            .filter(row::Column::Key.eq(key))
            .filter(row::Column::ExpiresAt.lte(now))
            .exec(&self.tx.connection)
            .await?;
        let row = row::ActiveModel {
            principal: Set(principal.to_owned()),
            key: Set(key.to_owned()),
            request_hash: Set(request_hash.to_owned()),
            status: Set(None),
            headers: Set(None),
            body: Set(None),
            created_at: Set(now),
            expires_at: Set(to_microseconds(expires_at)),
        };
        let keep = OnConflict::columns([row::Column::Principal, row::Column::Key])
            .do_nothing()
            .to_owned();
        let inserted = row::Entity::insert(row)
            .on_conflict(keep)
            .exec_without_returning(&self.tx.connection)
            .await?;
        if inserted > 0 {
            return Ok(IdempotencyStart::New);
        }
        let kept = row::Entity::find_by_id((principal.to_owned(), key.to_owned()))
            .one(&self.tx.connection)
            .await?;
        let Some(kept) = kept else {
            return Ok(IdempotencyStart::InProgress);
        };
        if kept.request_hash != request_hash {
            return Ok(IdempotencyStart::Mismatch);
        }
        let Some(status) = kept.status else {
            return Ok(IdempotencyStart::InProgress);
        };
        let place = Place {
            table: "idempotency_record",
            row: &kept.key,
        };
        let status = u16::try_from(status).map_err(|error| place.fault("status", error))?;
        Ok(IdempotencyStart::Done(StoredResponse {
            status,
            headers: kept.headers.unwrap_or_default(),
            body: kept.body.unwrap_or_default(),
        }))
    }

    /// Keeps the answer. Best in the same transaction as the write it answers.
    pub async fn complete(
        &self,
        principal: &str,
        key: &str,
        response: StoredResponse,
    ) -> Result<(), StorageError> {
        let row = row::ActiveModel {
            status: Set(Some(i32::from(response.status))),
            headers: Set(Some(response.headers)),
            body: Set(Some(response.body)),
            ..Default::default()
        };
        row::Entity::update_many()
            .set(row)
            .filter(row::Column::Principal.eq(principal))
            .filter(row::Column::Key.eq(key))
            .exec(&self.tx.connection)
            .await?;
        Ok(())
    }

    /// Frees the key, because the request failed in a way that may be tried again.
    pub async fn forget(&self, principal: &str, key: &str) -> Result<(), StorageError> {
        row::Entity::delete_by_id((principal.to_owned(), key.to_owned()))
            .exec(&self.tx.connection)
            .await?;
        Ok(())
    }

    /// Removes expired records; how many.
    pub async fn delete_expired(&self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        let outcome = row::Entity::delete_many()
            .filter(row::Column::ExpiresAt.lte(to_microseconds(now)))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected)
    }
}
