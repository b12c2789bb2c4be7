//! Scenarios and their versions. A version never changes; an edit adds the next number, guarded by the latest one the
//! editor saw.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, contains_pattern, fold, page},
    decode::{Place, to_json_text},
    error::{Entity as Kind, StorageError, expect_version},
    id::{ScenarioId, ScenarioVersionId, WorkspaceId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    pub id: ScenarioId,
    pub workspace_id: WorkspaceId,
    pub slug: String,
    pub name: String,
    /// Number of the latest version.
    pub latest: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioVersion {
    pub id: ScenarioVersionId,
    pub scenario_id: ScenarioId,
    pub number: i64,
    /// The scenario itself, keys in the order they were given.
    pub content: Value,
    pub note: String,
    pub author: String,
    /// SHA-256 of the content in its canonical form, in hexadecimal.
    pub hash: String,
    pub created_at: DateTime<Utc>,
}

/// A version without its content, for the list of versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioVersionSummary {
    pub id: ScenarioVersionId,
    pub number: i64,
    pub note: String,
    pub author: String,
    pub hash: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Clone)]
pub struct NewScenario {
    pub workspace_id: WorkspaceId,
    pub slug: String,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct NewScenarioVersion {
    pub content: Value,
    pub note: String,
    pub author: String,
    pub hash: String,
    /// The scenario's name as the content gives it.
    pub name: String,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub workspace_id: String,
        pub slug: String,
        pub name: String,
        pub name_folded: String,
        pub latest: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod version_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub scenario_id: String,
        pub number: i64,
        pub content: String,
        pub note: String,
        pub author: String,
        pub hash: String,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for Scenario {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "scenario",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            workspace_id: place.parse("workspace_id", &row.workspace_id)?,
            slug: row.slug,
            name: row.name,
            latest: row.latest,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<version_row::Model> for ScenarioVersion {
    type Error = StorageError;

    fn try_from(row: version_row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "scenario_version",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            scenario_id: place.parse("scenario_id", &row.scenario_id)?,
            content: place.json("content", &row.content)?,
            number: row.number,
            note: row.note,
            author: row.author,
            hash: row.hash,
            created_at: row.created_at,
        })
    }
}

impl TryFrom<version_row::Model> for ScenarioVersionSummary {
    type Error = StorageError;

    fn try_from(row: version_row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "scenario_version",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            number: row.number,
            note: row.note,
            author: row.author,
            hash: row.hash,
            created_at: row.created_at,
        })
    }
}

/// Versions without their content, which is the bulk of a row and which no list shows.
pub(crate) fn slim_versions() -> sea_orm::Select<version_row::Entity> {
    version_row::Entity::find()
        .select_only()
        .columns([
            version_row::Column::Id,
            version_row::Column::ScenarioId,
            version_row::Column::Number,
            version_row::Column::Note,
            version_row::Column::Author,
            version_row::Column::Hash,
            version_row::Column::CreatedAt,
        ])
        .column_as(Expr::value(""), "content")
}

pub struct ScenarioRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> ScenarioRepository<'_, Mode> {
    pub async fn get(&self, id: ScenarioId) -> Result<Option<Scenario>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(Scenario::try_from).transpose()
    }

    pub async fn by_slug(
        &self,
        workspace: WorkspaceId,
        slug: &str,
    ) -> Result<Option<Scenario>, StorageError> {
        let by_slug = row::Entity::find()
            .filter(row::Column::WorkspaceId.eq(workspace.to_string()))
            .filter(row::Column::Slug.eq(slug));
        by_slug
            .one(&self.tx.connection)
            .await?
            .map(Scenario::try_from)
            .transpose()
    }

    /// By name; `text` is found in the name, whatever its case.
    pub async fn list(
        &self,
        workspace: WorkspaceId,
        text: Option<&str>,
        request: &PageRequest,
    ) -> Result<Page<Scenario>, StorageError> {
        let mut matching =
            row::Entity::find().filter(row::Column::WorkspaceId.eq(workspace.to_string()));
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            matching = matching.filter(row::Column::NameFolded.like(contains_pattern(text)));
        }
        let keyset = Keyset {
            column: row::Column::NameFolded,
            id: row::Column::Id,
            direction: Direction::Ascending,
        };
        let key = |row: &row::Model| (row.name_folded.as_str().into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            Scenario::try_from,
        )
        .await
    }

    pub async fn version(
        &self,
        scenario: ScenarioId,
        number: i64,
    ) -> Result<Option<ScenarioVersion>, StorageError> {
        let by_number = version_row::Entity::find()
            .filter(version_row::Column::ScenarioId.eq(scenario.to_string()))
            .filter(version_row::Column::Number.eq(number));
        by_number
            .one(&self.tx.connection)
            .await?
            .map(ScenarioVersion::try_from)
            .transpose()
    }

    pub async fn version_by_id(
        &self,
        id: ScenarioVersionId,
    ) -> Result<Option<ScenarioVersion>, StorageError> {
        let row = version_row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(ScenarioVersion::try_from).transpose()
    }

    /// Newest first, without their contents.
    pub async fn versions(
        &self,
        scenario: ScenarioId,
        request: &PageRequest,
    ) -> Result<Page<ScenarioVersionSummary>, StorageError> {
        let matching =
            slim_versions().filter(version_row::Column::ScenarioId.eq(scenario.to_string()));
        let keyset = Keyset {
            column: version_row::Column::Number,
            id: version_row::Column::Id,
            direction: Direction::Descending,
        };
        let key = |row: &version_row::Model| (row.number.into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            ScenarioVersionSummary::try_from,
        )
        .await
    }
}

impl ScenarioRepository<'_, Write> {
    /// Makes a scenario with its version 1.
    pub async fn create(
        &self,
        new: NewScenario,
        first: NewScenarioVersion,
        now: DateTime<Utc>,
    ) -> Result<(Scenario, ScenarioVersion), StorageError> {
        let now = to_microseconds(now);
        let id: ScenarioId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            workspace_id: Set(new.workspace_id.to_string()),
            slug: Set(new.slug),
            name_folded: Set(fold(&new.name)),
            name: Set(new.name),
            latest: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        let scenario = row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()?;
        let version = self.insert_version(id, 1, first, now).await?;
        Ok((scenario, version))
    }

    /// Adds a version after `expected`, which must be the latest.
    pub async fn add_version(
        &self,
        id: ScenarioId,
        expected: i64,
        new: NewScenarioVersion,
        now: DateTime<Utc>,
    ) -> Result<Option<(Scenario, ScenarioVersion)>, StorageError> {
        use sea_orm::IntoActiveModel;
        let now = to_microseconds(now);
        let found = row::Entity::find_by_id(id.to_string())
            .lock_exclusive()
            .one(&self.tx.connection)
            .await?;
        let Some(found) = found else { return Ok(None) };
        expect_version(Kind::Scenario, &found.id, expected, found.latest)?;
        let mut row = found.into_active_model();
        row.latest = Set(expected + 1);
        row.name_folded = Set(fold(&new.name));
        row.name = Set(new.name.clone());
        row.updated_at = Set(now);
        let scenario = row::Entity::update(row)
            .exec(&self.tx.connection)
            .await?
            .try_into()?;
        let version = self.insert_version(id, expected + 1, new, now).await?;
        Ok(Some((scenario, version)))
    }

    async fn insert_version(
        &self,
        scenario: ScenarioId,
        number: i64,
        new: NewScenarioVersion,
        now: DateTime<Utc>,
    ) -> Result<ScenarioVersion, StorageError> {
        let id: ScenarioVersionId = self.tx.make_id(now);
        let row = version_row::ActiveModel {
            id: Set(id.to_string()),
            scenario_id: Set(scenario.to_string()),
            number: Set(number),
            content: Set(to_json_text(&new.content)),
            note: Set(new.note),
            author: Set(new.author),
            hash: Set(new.hash),
            created_at: Set(now),
        };
        version_row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Deletes the scenario with its versions and their simulations; whether there was one.
    pub async fn delete(&self, id: ScenarioId) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(id.to_string())
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
