//! People who sign in, with their role. The password's hash is read only by [`UserRepository::credentials`], so that
//! no list or API answer can carry it by accident. Hashing itself is the server's.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
};
use serde::{Deserialize, Serialize};

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, fold, page},
    decode::{Place, stored_words},
    error::{Entity as Kind, StorageError, expect_version},
    id::UserId,
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

stored_words! {
    /// What a person or key may do; each role may do what the ones before it may.
    #[derive(PartialOrd, Ord)]
    pub enum Role {
        Viewer = "viewer",
        Analyst = "analyst",
        Admin = "admin",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub role: Role,
    pub disabled: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A user with the hash to check a password against.
#[derive(Clone)]
pub struct UserCredentials {
    pub user: User,
    pub password_hash: String,
}

pub struct NewUser {
    pub name: String,
    pub password_hash: String,
    pub role: Role,
}

#[derive(Default)]
pub struct UserChange {
    pub name: Option<String>,
    pub password_hash: Option<String>,
    pub role: Option<Role>,
    pub disabled: Option<bool>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        pub name_folded: String,
        pub password_hash: String,
        pub role: String,
        pub disabled: bool,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for User {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "user_account",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            role: place.parse("role", &row.role)?,
            name: row.name,
            disabled: row.disabled,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub struct UserRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> UserRepository<'_, Mode> {
    pub async fn get(&self, id: UserId) -> Result<Option<User>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(User::try_from).transpose()
    }

    /// The user of that name, whatever its case, with what is needed to check a password.
    pub async fn credentials(&self, name: &str) -> Result<Option<UserCredentials>, StorageError> {
        let by_name = row::Entity::find().filter(row::Column::NameFolded.eq(fold(name)));
        let Some(row) = by_name.one(&self.tx.connection).await? else {
            return Ok(None);
        };
        let password_hash = row.password_hash.clone();
        Ok(Some(UserCredentials {
            user: row.try_into()?,
            password_hash,
        }))
    }

    /// By name.
    pub async fn list(&self, request: &PageRequest) -> Result<Page<User>, StorageError> {
        let keyset = Keyset {
            column: row::Column::NameFolded,
            id: row::Column::Id,
            direction: Direction::Ascending,
        };
        let key = |row: &row::Model| (row.name_folded.as_str().into(), row.id.clone());
        page(
            &self.tx.connection,
            row::Entity::find(),
            &keyset,
            request,
            key,
            User::try_from,
        )
        .await
    }

    pub async fn count(&self) -> Result<u64, StorageError> {
        Ok(row::Entity::find().count(&self.tx.connection).await?)
    }

    /// Admins who can sign in, so that the last one is not removed.
    pub async fn count_active_admins(&self) -> Result<u64, StorageError> {
        let admins = row::Entity::find()
            .filter(row::Column::Role.eq(Role::Admin.as_str()))
            .filter(row::Column::Disabled.eq(false));
        Ok(admins.count(&self.tx.connection).await?)
    }
}

impl UserRepository<'_, Write> {
    pub async fn create(&self, new: NewUser, now: DateTime<Utc>) -> Result<User, StorageError> {
        let now = to_microseconds(now);
        let id: UserId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            name_folded: Set(fold(&new.name)),
            name: Set(new.name),
            password_hash: Set(new.password_hash),
            role: Set(new.role.to_string()),
            disabled: Set(false),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Changes the user if it is still at `expected`.
    pub async fn update(
        &self,
        id: UserId,
        expected: i64,
        change: UserChange,
        now: DateTime<Utc>,
    ) -> Result<Option<User>, StorageError> {
        let found = row::Entity::find_by_id(id.to_string())
            .lock_exclusive()
            .one(&self.tx.connection)
            .await?;
        let Some(found) = found else { return Ok(None) };
        expect_version(Kind::User, &found.id, expected, found.version)?;
        let mut row = found.into_active_model();
        row.version = Set(expected + 1);
        row.updated_at = Set(to_microseconds(now));
        if let Some(name) = change.name {
            row.name_folded = Set(fold(&name));
            row.name = Set(name);
        }
        if let Some(password_hash) = change.password_hash {
            row.password_hash = Set(password_hash);
        }
        if let Some(role) = change.role {
            row.role = Set(role.to_string());
        }
        if let Some(disabled) = change.disabled {
            row.disabled = Set(disabled);
        }
        Ok(Some(
            row::Entity::update(row)
                .exec(&self.tx.connection)
                .await?
                .try_into()?,
        ))
    }

    /// Deletes the user with their keys and sessions; what they made stays. Whether there was one.
    pub async fn delete(&self, id: UserId) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(id.to_string())
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
