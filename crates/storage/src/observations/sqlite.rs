//! Observations on SQLite: one row each, clustered by series, time and vintage; times in microseconds since 1970.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Value};

use super::{
    AppendOutcome, LatestObservation, Observations, SeriesExtent, TimeRange, Vintage, series_id,
};
use crate::{
    decode::Place,
    error::StorageError,
    id::SeriesId,
    instant::from_micros,
    statement::{execute, fetch_all, fetch_value},
};

pub(crate) const CREATE: &[&str] = &["CREATE TABLE observation (\
     series_key INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE, \
     time INTEGER NOT NULL, \
     vintage INTEGER NOT NULL, \
     value REAL, \
     PRIMARY KEY (series_key, time, vintage)\
     ) STRICT, WITHOUT ROWID"];

/// The rate is flat from 500 to 8,000 rows a statement; this keeps the statement's text and memory small.
const ROWS_PER_STATEMENT: usize = 1_000;

const TABLE: &str = "observation";

fn time(
    column: &'static str,
    series: &dyn std::fmt::Display,
    micros: i64,
) -> Result<DateTime<Utc>, StorageError> {
    let place = Place {
        table: TABLE,
        row: series,
    };
    from_micros(micros).ok_or_else(|| place.fault(column, format!("{micros} µs is out of range")))
}

fn nullable(value: f64) -> Value {
    Value::Double((!value.is_nan()).then_some(value))
}

pub(super) async fn append(
    connection: &impl ConnectionTrait,
    series_key: i64,
    observations: &Observations,
    vintage: DateTime<Utc>,
) -> Result<AppendOutcome, StorageError> {
    let any = "SELECT EXISTS (SELECT 1 FROM observation WHERE series_key = $1)";
    let is_empty = !fetch_value::<bool>(connection, any, [series_key.into()]).await?;
    let vintage = vintage.timestamp_micros();
    let mut outcome = AppendOutcome::default();
    let chunks = observations
        .times
        .chunks(ROWS_PER_STATEMENT)
        .zip(observations.values.chunks(ROWS_PER_STATEMENT));
    let mut text: (usize, String) = (0, String::new());
    for (times, values) in chunks {
        let rows = times.len() as u64;
        let mut parameters: Vec<Value> = Vec::with_capacity(2 + 2 * times.len());
        parameters.extend([series_key.into(), vintage.into()]);
        for (time, value) in times.iter().zip(values) {
            parameters.extend([time.timestamp_micros().into(), nullable(*value)]);
        }
        if is_empty {
            if text.0 != times.len() {
                text = (times.len(), insert_all(times.len()));
            }
            outcome.added += execute(connection, text.1.as_str(), parameters).await?;
            continue;
        }
        let known: i64 =
            fetch_value(connection, count_known(times.len()), parameters.clone()).await?;
        let known = known.cast_unsigned();
        if text.0 != times.len() {
            text = (times.len(), insert_changed(times.len()));
        }
        let written = execute(connection, text.1.as_str(), parameters).await?;
        let unchanged = rows - written;
        outcome.unchanged += unchanged;
        outcome.corrected += known - unchanged;
        outcome.added += rows - known;
    }
    Ok(outcome)
}

/// The series and vintage, then `rows` times and values, as tables to select from.
///
/// The parameters are bare `?`. Numbered ones (`$n`, `?n`) are names to SQLite, and the driver asks for the name of
/// each as it binds: in a statement of thousands that search takes longer than the rows.
fn new_rows(rows: usize) -> String {
    let mut text = String::from(
        "WITH given (series_key, vintage) AS (VALUES (?, ?)), new (time, value) AS (VALUES (?, ?)",
    );
    for _ in 1..rows {
        text.push_str(", (?, ?)");
    }
    text.push_str(") ");
    text
}

fn insert_all(rows: usize) -> String {
    new_rows(rows)
        + "INSERT INTO observation (series_key, time, vintage, value) \
           SELECT given.series_key, new.time, given.vintage, new.value FROM given, new"
}

fn count_known(rows: usize) -> String {
    new_rows(rows)
        + "SELECT count(*) FROM given, new WHERE EXISTS (SELECT 1 FROM observation o \
           WHERE o.series_key = given.series_key AND o.time = new.time AND o.vintage <= given.vintage)"
}

fn insert_changed(rows: usize) -> String {
    new_rows(rows)
        + "INSERT INTO observation (series_key, time, vintage, value) \
           SELECT given.series_key, new.time, given.vintage, new.value FROM given, new WHERE NOT EXISTS (\
           SELECT 1 FROM (SELECT o.value FROM observation o \
           WHERE o.series_key = given.series_key AND o.time = new.time AND o.vintage <= given.vintage \
           ORDER BY o.vintage DESC LIMIT 1) known WHERE known.value IS new.value)"
}

pub(super) async fn read(
    connection: &impl ConnectionTrait,
    series_key: i64,
    range: TimeRange,
    as_of: Option<DateTime<Utc>>,
) -> Result<Observations, StorageError> {
    // With max() alone in the list, SQLite takes the bare columns from the row that holds the maximum.
    let sql = "SELECT time, value, max(vintage) FROM observation \
               WHERE series_key = $1 AND time >= $2 AND time <= $3 AND vintage <= $4 GROUP BY time ORDER BY time";
    let micros = |time: DateTime<Utc>| time.timestamp_micros();
    let parameters = [
        series_key.into(),
        range.from.map_or(i64::MIN, micros).into(),
        range.to.map_or(i64::MAX, micros).into(),
        as_of.map_or(i64::MAX, micros).into(),
    ];
    let rows = fetch_all(connection, sql, parameters).await?;
    let mut observations = Observations::new(
        Vec::with_capacity(rows.len()),
        Vec::with_capacity(rows.len()),
    );
    for row in rows {
        observations
            .times
            .push(time("time", &series_key, row.try_get_by_index(0)?)?);
        observations
            .values
            .push(row.try_get_by_index::<Option<f64>>(1)?.unwrap_or(f64::NAN));
    }
    Ok(observations)
}

fn id_list(series: &[SeriesId]) -> Value {
    serde_json::to_string(series)
        .expect("identifiers serialise")
        .into()
}

pub(super) async fn latest(
    connection: &impl ConnectionTrait,
    series: &[SeriesId],
) -> Result<Vec<LatestObservation>, StorageError> {
    let sql = "SELECT s.id, o.time, o.vintage, o.value FROM series s JOIN observation o ON o.series_key = s.key \
               AND o.time = (SELECT c.time FROM observation c WHERE c.series_key = s.key AND c.value IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM observation n WHERE n.series_key = c.series_key AND n.time = c.time \
               AND n.vintage > c.vintage) ORDER BY c.time DESC LIMIT 1) \
               AND o.vintage = (SELECT max(v.vintage) FROM observation v WHERE v.series_key = s.key AND v.time = o.time) \
               WHERE s.id IN (SELECT value FROM json_each($1))";
    let rows = fetch_all(connection, sql, [id_list(series)]).await?;
    rows.into_iter()
        .map(|row| {
            let id: String = row.try_get_by_index(0)?;
            Ok(LatestObservation {
                series_id: series_id(&id)?,
                time: time("time", &id, row.try_get_by_index(1)?)?,
                vintage: time("vintage", &id, row.try_get_by_index(2)?)?,
                value: row.try_get_by_index(3)?,
            })
        })
        .collect()
}

pub(super) async fn tails(
    connection: &impl ConnectionTrait,
    series: &[SeriesId],
    count: u32,
) -> Result<Vec<(SeriesId, DateTime<Utc>, f64)>, StorageError> {
    let sql = "SELECT s.id, o.time, o.value, max(o.vintage) FROM series s JOIN observation o ON o.series_key = s.key \
               AND o.time >= (SELECT min(t.time) FROM (SELECT DISTINCT c.time FROM observation c \
               WHERE c.series_key = s.key ORDER BY c.time DESC LIMIT $2) t) \
               WHERE s.id IN (SELECT value FROM json_each($1)) GROUP BY s.id, o.time ORDER BY s.id, o.time";
    let rows = fetch_all(connection, sql, [id_list(series), i64::from(count).into()]).await?;
    rows.into_iter()
        .map(|row| {
            let id: String = row.try_get_by_index(0)?;
            let value = row.try_get_by_index::<Option<f64>>(2)?.unwrap_or(f64::NAN);
            Ok((
                series_id(&id)?,
                time("time", &id, row.try_get_by_index(1)?)?,
                value,
            ))
        })
        .collect()
}

pub(super) async fn extents(
    connection: &impl ConnectionTrait,
    series: &[SeriesId],
) -> Result<Vec<SeriesExtent>, StorageError> {
    let sql = "SELECT s.id, count(DISTINCT o.time), min(o.time), max(o.time), max(o.vintage), \
                      count(DISTINCT o.vintage) FROM series s JOIN observation o ON o.series_key = s.key \
               WHERE s.id IN (SELECT value FROM json_each($1)) GROUP BY s.id";
    let rows = fetch_all(connection, sql, [id_list(series)]).await?;
    rows.into_iter()
        .map(|row| {
            let id: String = row.try_get_by_index(0)?;
            Ok(SeriesExtent {
                series_id: series_id(&id)?,
                observations: row.try_get_by_index::<i64>(1)?.cast_unsigned(),
                first: time("time", &id, row.try_get_by_index(2)?)?,
                last: time("time", &id, row.try_get_by_index(3)?)?,
                as_of: time("vintage", &id, row.try_get_by_index(4)?)?,
                vintages: row.try_get_by_index::<i64>(5)?.cast_unsigned(),
            })
        })
        .collect()
}

pub(super) async fn vintages(
    connection: &impl ConnectionTrait,
    series_key: i64,
    limit: u32,
) -> Result<Vec<Vintage>, StorageError> {
    let sql = "SELECT vintage, count(*), min(time), max(time) FROM observation WHERE series_key = $1 \
               GROUP BY vintage ORDER BY vintage DESC LIMIT $2";
    let rows = fetch_all(
        connection,
        sql,
        [series_key.into(), i64::from(limit).into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Vintage {
                vintage: time("vintage", &series_key, row.try_get_by_index(0)?)?,
                observations: row.try_get_by_index::<i64>(1)?.cast_unsigned(),
                first: time("time", &series_key, row.try_get_by_index(2)?)?,
                last: time("time", &series_key, row.try_get_by_index(3)?)?,
            })
        })
        .collect()
}
