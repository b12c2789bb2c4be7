//! Stored forecasts. What was forecast never changes; only the score is filled in, when the actual values are known.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, page},
    decode::{Place, to_json_text},
    error::StorageError,
    id::{ForecastId, SeriesId, WorkspaceId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub id: ForecastId,
    pub workspace_id: WorkspaceId,
    pub series_id: SeriesId,
    pub made_at: DateTime<Utc>,
    /// Name of whoever asked for it.
    pub made_by: String,
    /// Time of the last observation used.
    pub cut_off: DateTime<Utc>,
    /// Observations known at this moment were used, later ones not.
    pub vintage: DateTime<Utc>,
    pub model: String,
    /// Steps ahead.
    pub horizon: i32,
    /// What was asked: levels, models to choose from and so on.
    pub parameters: Value,
    /// The engine's answer, as it gave it.
    pub result: Value,
    pub engine_version: String,
    pub score: Option<Value>,
    pub scored_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
pub struct NewForecast {
    pub workspace_id: WorkspaceId,
    pub series_id: SeriesId,
    pub made_by: String,
    pub cut_off: DateTime<Utc>,
    pub vintage: DateTime<Utc>,
    pub model: String,
    pub horizon: i32,
    pub parameters: Value,
    pub result: Value,
    /// The fitted model, from which sample paths are drawn.
    pub fitted: Option<Vec<u8>>,
    pub engine_version: String,
}

#[derive(Debug, Clone)]
pub struct ForecastFilter {
    pub workspace_id: WorkspaceId,
    pub series_id: Option<SeriesId>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "forecast")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub workspace_id: String,
        pub series_id: String,
        pub made_at: DateTimeUtc,
        pub made_by: String,
        pub cut_off: DateTimeUtc,
        pub vintage: DateTimeUtc,
        #[sea_orm(column_name = "model")]
        pub method: String,
        pub horizon: i32,
        pub parameters: String,
        pub result: String,
        pub fitted: Option<Vec<u8>>,
        pub engine_version: String,
        pub score: Option<String>,
        pub scored_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for Forecast {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "forecast",
            row: &row.id,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            workspace_id: place.parse("workspace_id", &row.workspace_id)?,
            series_id: place.parse("series_id", &row.series_id)?,
            parameters: place.json("parameters", &row.parameters)?,
            result: place.json("result", &row.result)?,
            score: place.json_optional("score", row.score.as_deref())?,
            made_at: row.made_at,
            made_by: row.made_by,
            cut_off: row.cut_off,
            vintage: row.vintage,
            model: row.method,
            horizon: row.horizon,
            engine_version: row.engine_version,
            scored_at: row.scored_at,
        })
    }
}

pub struct ForecastRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> ForecastRepository<'_, Mode> {
    pub async fn get(&self, id: ForecastId) -> Result<Option<Forecast>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(Forecast::try_from).transpose()
    }

    /// The fitted model kept with a forecast.
    pub async fn fitted(&self, id: ForecastId) -> Result<Option<Vec<u8>>, StorageError> {
        let fitted = row::Entity::find_by_id(id.to_string())
            .select_only()
            .column(row::Column::Fitted);
        let found: Option<Option<Vec<u8>>> = fitted.into_tuple().one(&self.tx.connection).await?;
        Ok(found.flatten())
    }

    /// Newest first.
    pub async fn list(
        &self,
        filter: &ForecastFilter,
        request: &PageRequest,
    ) -> Result<Page<Forecast>, StorageError> {
        let mut matching = row::Entity::find()
            .filter(row::Column::WorkspaceId.eq(filter.workspace_id.to_string()));
        if let Some(series) = filter.series_id {
            matching = matching.filter(row::Column::SeriesId.eq(series.to_string()));
        }
        let keyset = Keyset {
            column: row::Column::MadeAt,
            id: row::Column::Id,
            direction: Direction::Descending,
        };
        let key = |row: &row::Model| (row.made_at.into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            Forecast::try_from,
        )
        .await
    }

    /// Forecasts of a series whose score may be out of date: the newest `limit` made before `known_at`.
    pub async fn to_score(
        &self,
        series: SeriesId,
        known_at: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<Forecast>, StorageError> {
        let known_at = to_microseconds(known_at);
        let stale_score = Condition::any()
            .add(row::Column::ScoredAt.is_null())
            .add(row::Column::ScoredAt.lt(known_at));
        let rows = row::Entity::find()
            .filter(row::Column::SeriesId.eq(series.to_string()))
            .filter(row::Column::CutOff.lt(known_at))
            .filter(stale_score)
            .order_by_desc(row::Column::MadeAt)
            .limit(limit)
            .all(&self.tx.connection)
            .await?;
        rows.into_iter().map(Forecast::try_from).collect()
    }
}

impl ForecastRepository<'_, Write> {
    pub async fn create(
        &self,
        new: NewForecast,
        now: DateTime<Utc>,
    ) -> Result<Forecast, StorageError> {
        let now = to_microseconds(now);
        let id: ForecastId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            workspace_id: Set(new.workspace_id.to_string()),
            series_id: Set(new.series_id.to_string()),
            made_at: Set(now),
            made_by: Set(new.made_by),
            cut_off: Set(to_microseconds(new.cut_off)),
            vintage: Set(to_microseconds(new.vintage)),
            method: Set(new.model),
            horizon: Set(new.horizon),
            parameters: Set(to_json_text(&new.parameters)),
            result: Set(to_json_text(&new.result)),
            fitted: Set(new.fitted),
            engine_version: Set(new.engine_version),
            score: Set(None),
            scored_at: Set(None),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Fills in the score against the values known at `scored_at`; whether the forecast is there.
    pub async fn set_score(
        &self,
        id: ForecastId,
        score: &Value,
        scored_at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let outcome = row::Entity::update_many()
            .col_expr(row::Column::Score, Expr::value(to_json_text(score)))
            .col_expr(
                row::Column::ScoredAt,
                Expr::value(to_microseconds(scored_at)),
            )
            .filter(row::Column::Id.eq(id.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected > 0)
    }

    pub async fn delete(&self, id: ForecastId) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(id.to_string())
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
