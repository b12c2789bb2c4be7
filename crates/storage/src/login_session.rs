//! Signed-in browsers: a random token of which only the SHA-256 is kept, with an end.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};

use crate::{
    decode::Place,
    error::StorageError,
    id::{LoginSessionId, UserId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
    user::{self, User},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    pub id: LoginSessionId,
    pub user_id: UserId,
    /// The address it was opened from.
    pub address: Option<String>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub struct NewLoginSession {
    pub user_id: UserId,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    pub address: Option<String>,
    pub expires_at: DateTime<Utc>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "login_session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub user_id: String,
        pub token_hash: String,
        pub address: Option<String>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "crate::user::row::Entity",
            from = "Column::UserId",
            to = "crate::user::row::Column::Id"
        )]
        User,
    }

    impl Related<crate::user::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::User.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for LoginSession {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "login_session",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            user_id: place.parse("user_id", &row.user_id)?,
            address: row.address,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    }
}

pub struct LoginSessionRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> LoginSessionRepository<'_, Mode> {
    /// The session with that hash and its user, if it has not ended and the user is not disabled.
    pub async fn live(
        &self,
        token_hash: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(LoginSession, User)>, StorageError> {
        let found = row::Entity::find()
            .find_also_related(user::row::Entity)
            .filter(row::Column::TokenHash.eq(token_hash))
            .filter(row::Column::ExpiresAt.gt(to_microseconds(now)))
            .filter(user::row::Column::Disabled.eq(false))
            .one(&self.tx.connection)
            .await?;
        match found {
            Some((session, Some(user))) => Ok(Some((session.try_into()?, user.try_into()?))),
            _ => Ok(None),
        }
    }
}

impl LoginSessionRepository<'_, Write> {
    pub async fn create(
        &self,
        new: NewLoginSession,
        now: DateTime<Utc>,
    ) -> Result<LoginSession, StorageError> {
        let now = to_microseconds(now);
        let id: LoginSessionId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            user_id: Set(new.user_id.to_string()),
            token_hash: Set(new.token_hash),
            address: Set(new.address),
            created_at: Set(now),
            expires_at: Set(to_microseconds(new.expires_at)),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Moves the session's end.
    pub async fn extend(
        &self,
        id: LoginSessionId,
        expires_at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let outcome = row::Entity::update_many()
            .col_expr(
                row::Column::ExpiresAt,
                Expr::value(to_microseconds(expires_at)),
            )
            .filter(row::Column::Id.eq(id.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected > 0)
    }

    /// Signs out; whether there was such a session.
    pub async fn delete(&self, token_hash: &str) -> Result<bool, StorageError> {
        let outcome = row::Entity::delete_many()
            .filter(row::Column::TokenHash.eq(token_hash))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected > 0)
    }

    /// Signs a user out everywhere (say after a new password); how many sessions ended.
    pub async fn delete_of_user(&self, user: UserId) -> Result<u64, StorageError> {
        let outcome = row::Entity::delete_many()
            .filter(row::Column::UserId.eq(user.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected)
    }

    /// Removes sessions that have ended; how many.
    pub async fn delete_expired(&self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        let outcome = row::Entity::delete_many()
            .filter(row::Column::ExpiresAt.lte(to_microseconds(now)))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected)
    }
}
