//! The observation store: the values of every series with all their vintages, only ever added to. A corrected value is
//! a new vintage beside the old one, so a reader can ask for what was known on any day; a missing value is stored as
//! missing.
//!
//! Each engine has its own file with its own SQL; this one holds what they share.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::{
    decode::Place,
    error::StorageError,
    id::SeriesId,
    instant::to_microseconds,
    series::row as series_row,
    transaction::{Transaction, Write},
    url::Engine,
};

pub(crate) mod postgres;
pub(crate) mod sqlite;

/// Values at times, ascending; `NaN` stands for a missing value.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Observations {
    pub times: Vec<DateTime<Utc>>,
    pub values: Vec<f64>,
}

impl Observations {
    pub fn new(times: Vec<DateTime<Utc>>, values: Vec<f64>) -> Self {
        Self { times, values }
    }

    pub fn len(&self) -> usize {
        self.times.len()
    }

    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    fn checked(&self) -> Result<(), StorageError> {
        if self.times.len() != self.values.len() {
            return Err(StorageError::LengthMismatch {
                times: self.times.len(),
                values: self.values.len(),
            });
        }
        if let Some(index) = self.values.iter().position(|value| value.is_infinite()) {
            return Err(StorageError::NotFinite { index });
        }
        let ascending =
            |pair: &[DateTime<Utc>]| to_microseconds(pair[0]) < to_microseconds(pair[1]);
        match self.times.windows(2).position(|pair| !ascending(pair)) {
            Some(index) => Err(StorageError::NotAscending { index: index + 1 }),
            None => Ok(()),
        }
    }
}

/// Times from `from` to `to`, both included; open where absent.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeRange {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// What an append did with the values it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AppendOutcome {
    /// Times that had no value before.
    pub added: u64,
    /// Times whose value changed.
    pub corrected: u64,
    /// Values that were already so, and were not written again.
    pub unchanged: u64,
}

/// The newest known value of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LatestObservation {
    pub series_id: SeriesId,
    pub time: DateTime<Utc>,
    pub vintage: DateTime<Utc>,
    pub value: f64,
}

/// A moment at which values of a series became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vintage {
    pub vintage: DateTime<Utc>,
    /// Values that became known then.
    pub observations: u64,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
}

/// How far a series reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesExtent {
    pub series_id: SeriesId,
    /// Times with a value, missing ones included.
    pub observations: u64,
    /// Moments at which values became known.
    pub vintages: u64,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    /// When the newest value became known.
    pub as_of: DateTime<Utc>,
}

pub struct ObservationRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> ObservationRepository<'_, Mode> {
    /// The values in `range` as they were known at `as_of` (now, when absent). `Ok(None)` if there is no such series.
    pub async fn read(
        &self,
        series: SeriesId,
        range: TimeRange,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Option<Observations>, StorageError> {
        let Some(key) = self.series_key(series).await? else {
            return Ok(None);
        };
        let connection = &self.tx.connection;
        Ok(Some(match self.tx.engine() {
            Engine::Sqlite => sqlite::read(connection, key, range, as_of).await?,
            Engine::Postgres => postgres::read(connection, key, range, as_of).await?,
        }))
    }

    /// The newest value that is not missing of each series that has one, in one query.
    pub async fn latest(
        &self,
        series: &[SeriesId],
    ) -> Result<HashMap<SeriesId, LatestObservation>, StorageError> {
        if series.is_empty() {
            return Ok(HashMap::new());
        }
        let connection = &self.tx.connection;
        let latest = match self.tx.engine() {
            Engine::Sqlite => sqlite::latest(connection, series).await?,
            Engine::Postgres => postgres::latest(connection, series).await?,
        };
        Ok(latest
            .into_iter()
            .map(|latest| (latest.series_id, latest))
            .collect())
    }

    /// The last `count` values of each series as they are known now, in one query; for the small charts of a list.
    pub async fn tails(
        &self,
        series: &[SeriesId],
        count: u32,
    ) -> Result<HashMap<SeriesId, Observations>, StorageError> {
        if series.is_empty() {
            return Ok(HashMap::new());
        }
        let connection = &self.tx.connection;
        let rows = match self.tx.engine() {
            Engine::Sqlite => sqlite::tails(connection, series, count).await?,
            Engine::Postgres => postgres::tails(connection, series, count).await?,
        };
        let mut tails: HashMap<SeriesId, Observations> = HashMap::new();
        for (id, time, value) in rows {
            let tail = tails.entry(id).or_default();
            tail.times.push(time);
            tail.values.push(value);
        }
        Ok(tails)
    }

    /// How far each series reaches, in one query; a series without observations is left out.
    pub async fn extents(
        &self,
        series: &[SeriesId],
    ) -> Result<HashMap<SeriesId, SeriesExtent>, StorageError> {
        if series.is_empty() {
            return Ok(HashMap::new());
        }
        let connection = &self.tx.connection;
        let extents = match self.tx.engine() {
            Engine::Sqlite => sqlite::extents(connection, series).await?,
            Engine::Postgres => postgres::extents(connection, series).await?,
        };
        Ok(extents
            .into_iter()
            .map(|extent| (extent.series_id, extent))
            .collect())
    }

    /// The newest `limit` moments at which values of the series became known, newest first.
    pub async fn vintages(
        &self,
        series: SeriesId,
        limit: u32,
    ) -> Result<Option<Vec<Vintage>>, StorageError> {
        let Some(key) = self.series_key(series).await? else {
            return Ok(None);
        };
        let connection = &self.tx.connection;
        Ok(Some(match self.tx.engine() {
            Engine::Sqlite => sqlite::vintages(connection, key, limit).await?,
            Engine::Postgres => postgres::vintages(connection, key, limit).await?,
        }))
    }

    async fn series_key(&self, series: SeriesId) -> Result<Option<i64>, StorageError> {
        let key = series_row::Entity::find()
            .select_only()
            .column(series_row::Column::Key)
            .filter(series_row::Column::Id.eq(series.to_string()));
        Ok(key.into_tuple().one(&self.tx.connection).await?)
    }
}

impl ObservationRepository<'_, Write> {
    /// Adds what became known at `vintage`: new times, and changed values of known times. `Ok(None)` if there is no
    /// such series. Times must ascend and values be finite, or `NaN` where missing.
    pub async fn append(
        &self,
        series: SeriesId,
        observations: &Observations,
        vintage: DateTime<Utc>,
    ) -> Result<Option<AppendOutcome>, StorageError> {
        observations.checked()?;
        let Some(key) = self.series_key(series).await? else {
            return Ok(None);
        };
        let connection = &self.tx.connection;
        let vintage = to_microseconds(vintage);
        Ok(Some(match self.tx.engine() {
            Engine::Sqlite => sqlite::append(connection, key, observations, vintage).await?,
            Engine::Postgres => postgres::append(connection, key, observations, vintage).await?,
        }))
    }
}

fn series_id(text: &str) -> Result<SeriesId, StorageError> {
    Place {
        table: "series",
        row: &text,
    }
    .parse("id", text)
}
