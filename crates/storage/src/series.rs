//! Series: what is measured, its unit, frequency and source. The values are in the observation store.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, contains_pattern, fold, page},
    decode::{Place, to_json_text},
    error::{Entity as Kind, StorageError, expect_version},
    id::{SeriesId, WorkspaceId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub id: SeriesId,
    pub workspace_id: WorkspaceId,
    /// Who publishes it: `EIA`, `upload`.
    pub source: String,
    /// The publisher's name for it; unique in workspace and source.
    pub code: String,
    pub name: String,
    pub unit: String,
    pub frequency: String,
    /// IANA name of the zone the dates were given in.
    pub time_zone: String,
    pub description: String,
    /// Licence or terms of use, with the citation they ask for.
    pub licence: String,
    /// What the import noticed: rejected rows, gaps, the file's name.
    pub quality: Value,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug, Clone)]
pub struct NewSeries {
    pub workspace_id: WorkspaceId,
    pub source: String,
    pub code: String,
    pub name: String,
    pub unit: String,
    pub frequency: String,
    pub time_zone: String,
    pub description: String,
    pub licence: String,
    pub quality: Value,
}

#[derive(Debug, Clone, Default)]
pub struct SeriesChange {
    pub name: Option<String>,
    pub unit: Option<String>,
    pub frequency: Option<String>,
    pub time_zone: Option<String>,
    pub description: Option<String>,
    pub licence: Option<String>,
    pub quality: Option<Value>,
}

#[derive(Debug, Clone)]
pub struct SeriesFilter {
    pub workspace_id: WorkspaceId,
    /// Found in the name, code, source or description, whatever its case.
    pub text: Option<String>,
    pub source: Option<String>,
    pub frequency: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesSort {
    #[default]
    Name,
    Code,
    Source,
    /// Newest change first.
    Updated,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "series")]
    pub struct Model {
        /// Names the series in the observation table, where a text identifier on every row would weigh more than the
        /// observation.
        #[sea_orm(primary_key)]
        pub key: i64,
        pub id: String,
        pub workspace_id: String,
        pub source: String,
        pub code: String,
        pub name: String,
        pub name_folded: String,
        pub search_text: String,
        pub unit: String,
        pub frequency: String,
        pub time_zone: String,
        pub description: String,
        pub licence: String,
        pub quality: String,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for Series {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "series",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            workspace_id: place.parse("workspace_id", &row.workspace_id)?,
            quality: place.json("quality", &row.quality)?,
            source: row.source,
            code: row.code,
            name: row.name,
            unit: row.unit,
            frequency: row.frequency,
            time_zone: row.time_zone,
            description: row.description,
            licence: row.licence,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

fn search_text(parts: [&str; 4]) -> String {
    fold(&parts.join("\n"))
}

pub struct SeriesRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> SeriesRepository<'_, Mode> {
    pub async fn get(&self, id: SeriesId) -> Result<Option<Series>, StorageError> {
        let by_id = row::Entity::find().filter(row::Column::Id.eq(id.to_string()));
        by_id
            .one(&self.tx.connection)
            .await?
            .map(Series::try_from)
            .transpose()
    }

    /// Those of the series that exist, in no order.
    pub async fn by_ids(&self, ids: &[SeriesId]) -> Result<Vec<Series>, StorageError> {
        let ids = ids.iter().map(ToString::to_string);
        let found = row::Entity::find().filter(row::Column::Id.is_in(ids));
        let rows = found.all(&self.tx.connection).await?;
        rows.into_iter().map(Series::try_from).collect()
    }

    pub async fn by_code(
        &self,
        workspace: WorkspaceId,
        source: &str,
        code: &str,
    ) -> Result<Option<Series>, StorageError> {
        let by_code = row::Entity::find()
            .filter(row::Column::WorkspaceId.eq(workspace.to_string()))
            .filter(row::Column::Source.eq(source))
            .filter(row::Column::Code.eq(code));
        by_code
            .one(&self.tx.connection)
            .await?
            .map(Series::try_from)
            .transpose()
    }

    pub async fn list(
        &self,
        filter: &SeriesFilter,
        sort: SeriesSort,
        request: &PageRequest,
    ) -> Result<Page<Series>, StorageError> {
        let mut matching = row::Entity::find()
            .filter(row::Column::WorkspaceId.eq(filter.workspace_id.to_string()));
        if let Some(text) = filter
            .text
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            matching = matching.filter(row::Column::SearchText.like(contains_pattern(text)));
        }
        if let Some(source) = &filter.source {
            matching = matching.filter(row::Column::Source.eq(source.as_str()));
        }
        if let Some(frequency) = &filter.frequency {
            matching = matching.filter(row::Column::Frequency.eq(frequency.as_str()));
        }
        let (column, direction) = match sort {
            SeriesSort::Name => (row::Column::NameFolded, Direction::Ascending),
            SeriesSort::Code => (row::Column::Code, Direction::Ascending),
            SeriesSort::Source => (row::Column::Source, Direction::Ascending),
            SeriesSort::Updated => (row::Column::UpdatedAt, Direction::Descending),
        };
        let keyset = Keyset {
            column,
            id: row::Column::Id,
            direction,
        };
        let key = |row: &row::Model| {
            let key = match sort {
                SeriesSort::Name => row.name_folded.as_str().into(),
                SeriesSort::Code => row.code.as_str().into(),
                SeriesSort::Source => row.source.as_str().into(),
                SeriesSort::Updated => row.updated_at.into(),
            };
            (key, row.id.clone())
        };
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            Series::try_from,
        )
        .await
    }

    /// The distinct sources of a workspace, for a filter's choices.
    pub async fn sources(&self, workspace: WorkspaceId) -> Result<Vec<String>, StorageError> {
        use sea_orm::QueryOrder;
        let sources = row::Entity::find()
            .select_only()
            .column(row::Column::Source)
            .distinct()
            .filter(row::Column::WorkspaceId.eq(workspace.to_string()))
            .order_by_asc(row::Column::Source);
        Ok(sources.into_tuple().all(&self.tx.connection).await?)
    }
}

impl SeriesRepository<'_, Write> {
    pub async fn create(&self, new: NewSeries, now: DateTime<Utc>) -> Result<Series, StorageError> {
        let now = to_microseconds(now);
        let id: SeriesId = self.tx.make_id(now);
        let row = row::ActiveModel {
            key: NotSet,
            id: Set(id.to_string()),
            workspace_id: Set(new.workspace_id.to_string()),
            name_folded: Set(fold(&new.name)),
            search_text: Set(search_text([
                &new.name,
                &new.code,
                &new.source,
                &new.description,
            ])),
            source: Set(new.source),
            code: Set(new.code),
            name: Set(new.name),
            unit: Set(new.unit),
            frequency: Set(new.frequency),
            time_zone: Set(new.time_zone),
            description: Set(new.description),
            licence: Set(new.licence),
            quality: Set(to_json_text(&new.quality)),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Changes the series if it is still at `expected`.
    pub async fn update(
        &self,
        id: SeriesId,
        expected: i64,
        change: SeriesChange,
        now: DateTime<Utc>,
    ) -> Result<Option<Series>, StorageError> {
        let by_id = row::Entity::find()
            .filter(row::Column::Id.eq(id.to_string()))
            .lock_exclusive();
        let Some(found) = by_id.one(&self.tx.connection).await? else {
            return Ok(None);
        };
        expect_version(Kind::Series, &found.id, expected, found.version)?;
        let name = change.name.unwrap_or_else(|| found.name.clone());
        let description = change
            .description
            .unwrap_or_else(|| found.description.clone());
        let search = search_text([&name, &found.code, &found.source, &description]);
        let mut row = found.into_active_model();
        row.version = Set(expected + 1);
        row.updated_at = Set(to_microseconds(now));
        row.name_folded = Set(fold(&name));
        row.name = Set(name);
        row.description = Set(description);
        row.search_text = Set(search);
        if let Some(unit) = change.unit {
            row.unit = Set(unit);
        }
        if let Some(frequency) = change.frequency {
            row.frequency = Set(frequency);
        }
        if let Some(time_zone) = change.time_zone {
            row.time_zone = Set(time_zone);
        }
        if let Some(licence) = change.licence {
            row.licence = Set(licence);
        }
        if let Some(quality) = change.quality {
            row.quality = Set(to_json_text(&quality));
        }
        Ok(Some(
            row::Entity::update(row)
                .exec(&self.tx.connection)
                .await?
                .try_into()?,
        ))
    }

    /// Moves the time of the last change, because observations were added. The version stays: nothing a user edits
    /// changed.
    pub async fn touch(&self, id: SeriesId, now: DateTime<Utc>) -> Result<(), StorageError> {
        row::Entity::update_many()
            .col_expr(
                row::Column::UpdatedAt,
                sea_orm::sea_query::Expr::value(to_microseconds(now)),
            )
            .filter(row::Column::Id.eq(id.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(())
    }

    /// Deletes the series with its observations and forecasts; whether there was one.
    pub async fn delete(&self, id: SeriesId) -> Result<bool, StorageError> {
        let outcome = row::Entity::delete_many()
            .filter(row::Column::Id.eq(id.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected > 0)
    }
}
