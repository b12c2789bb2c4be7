//! Workspaces: the rooms that series, scenarios and their results belong to.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde::{Deserialize, Serialize};

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, fold, page},
    decode::Place,
    error::{Entity as Kind, StorageError, expect_version},
    id::WorkspaceId,
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub slug: String,
    pub name: String,
    pub demo: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug, Clone)]
pub struct NewWorkspace {
    pub slug: String,
    pub name: String,
    pub demo: bool,
}

#[derive(Debug, Clone, Default)]
pub struct WorkspaceChange {
    pub name: Option<String>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workspace")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub slug: String,
        pub name: String,
        pub name_folded: String,
        pub demo: bool,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for Workspace {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "workspace",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            slug: row.slug,
            name: row.name,
            demo: row.demo,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub struct WorkspaceRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> WorkspaceRepository<'_, Mode> {
    pub async fn get(&self, id: WorkspaceId) -> Result<Option<Workspace>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(Workspace::try_from).transpose()
    }

    pub async fn by_slug(&self, slug: &str) -> Result<Option<Workspace>, StorageError> {
        let row = row::Entity::find()
            .filter(row::Column::Slug.eq(slug))
            .one(&self.tx.connection)
            .await?;
        row.map(Workspace::try_from).transpose()
    }

    /// By name.
    pub async fn list(&self, request: &PageRequest) -> Result<Page<Workspace>, StorageError> {
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
            Workspace::try_from,
        )
        .await
    }
}

impl WorkspaceRepository<'_, Write> {
    pub async fn create(
        &self,
        new: NewWorkspace,
        now: DateTime<Utc>,
    ) -> Result<Workspace, StorageError> {
        let now = to_microseconds(now);
        let id: WorkspaceId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            slug: Set(new.slug),
            name_folded: Set(fold(&new.name)),
            name: Set(new.name),
            demo: Set(new.demo),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Changes the workspace if it is still at `expected`.
    pub async fn update(
        &self,
        id: WorkspaceId,
        expected: i64,
        change: WorkspaceChange,
        now: DateTime<Utc>,
    ) -> Result<Option<Workspace>, StorageError> {
        let found = row::Entity::find_by_id(id.to_string())
            .lock_exclusive()
            .one(&self.tx.connection)
            .await?;
        let Some(found) = found else { return Ok(None) };
        expect_version(Kind::Workspace, &found.id, expected, found.version)?;
        let mut row = found.into_active_model();
        row.version = Set(expected + 1);
        row.updated_at = Set(to_microseconds(now));
        if let Some(name) = change.name {
            row.name_folded = Set(fold(&name));
            row.name = Set(name);
        }
        Ok(Some(
            row::Entity::update(row)
                .exec(&self.tx.connection)
                .await?
                .try_into()?,
        ))
    }

    /// Deletes the workspace with everything in it; whether there was one.
    pub async fn delete(&self, id: WorkspaceId) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(id.to_string())
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
