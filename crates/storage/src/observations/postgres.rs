//! Observations on PostgreSQL: one row each, keyed by series, time and vintage; a hypertable over time where the
//! TimescaleDB extension is installed. Columns of values travel as arrays, a few times faster than row by row.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::{
    AppendOutcome, LatestObservation, Observations, SeriesExtent, TimeRange, Vintage, series_id,
};
use crate::{
    error::StorageError,
    id::SeriesId,
    instant::to_microseconds,
    statement::{execute, fetch_all, fetch_one, fetch_value},
};

pub(crate) const CREATE: &[&str] = &["CREATE TABLE observation (\
     series_key bigint NOT NULL REFERENCES series (key) ON DELETE CASCADE, \
     time timestamptz NOT NULL, \
     vintage timestamptz NOT NULL, \
     value double precision, \
     CONSTRAINT observation_pkey PRIMARY KEY (series_key, time, vintage))"];

/// Turns the table into a hypertable if the database has TimescaleDB; plain PostgreSQL does without.
pub(crate) async fn create_hypertable(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let installed = "SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'";
    let statement = sea_orm::Statement::from_string(connection.get_database_backend(), installed);
    if connection.query_one_raw(statement).await?.is_some() {
        let create = "SELECT create_hypertable('observation', 'time', \
                      chunk_time_interval => INTERVAL '1 year', migrate_data => true)";
        connection.execute_unprepared(create).await?;
    }
    Ok(())
}

/// Bounds the memory of one statement's arrays.
const ROWS_PER_STATEMENT: usize = 50_000;

pub(super) async fn append(
    connection: &impl ConnectionTrait,
    series_key: i64,
    observations: &Observations,
    vintage: DateTime<Utc>,
) -> Result<AppendOutcome, StorageError> {
    // Two importers of one series would each compare with what the other has not yet committed.
    fetch_one(
        connection,
        "SELECT key FROM series WHERE key = $1 FOR UPDATE",
        [series_key.into()],
    )
    .await?;
    let any = "SELECT EXISTS (SELECT 1 FROM observation WHERE series_key = $1)";
    let is_empty = !fetch_value::<bool>(connection, any, [series_key.into()]).await?;
    let mut outcome = AppendOutcome::default();
    let chunks = observations
        .times
        .chunks(ROWS_PER_STATEMENT)
        .zip(observations.values.chunks(ROWS_PER_STATEMENT));
    for (times, values) in chunks {
        let rows = times.len() as u64;
        let times: Vec<DateTime<Utc>> = times.iter().copied().map(to_microseconds).collect();
        let parameters: [Value; 4] = [
            series_key.into(),
            vintage.into(),
            times.into(),
            values.to_vec().into(),
        ];
        if is_empty {
            let sql = "INSERT INTO observation (series_key, time, vintage, value) \
                       SELECT $1, new.time, $2, NULLIF(new.value, 'NaN') \
                       FROM unnest($3::timestamptz[], $4::float8[]) AS new (time, value)";
            outcome.added += execute(connection, sql, parameters).await?;
            continue;
        }
        let known = "SELECT count(*) FROM unnest($3::timestamptz[], $4::float8[]) AS new (time, value) WHERE EXISTS (\
                     SELECT 1 FROM observation o \
                     WHERE o.series_key = $1 AND o.time = new.time AND o.vintage <= $2)";
        let known = fetch_value::<i64>(connection, known, parameters.clone())
            .await?
            .cast_unsigned();
        let sql = "INSERT INTO observation (series_key, time, vintage, value) \
                   SELECT $1, new.time, $2, NULLIF(new.value, 'NaN') \
                   FROM unnest($3::timestamptz[], $4::float8[]) AS new (time, value) WHERE NOT EXISTS (\
                   SELECT 1 FROM (\
                   SELECT o.value FROM observation o WHERE o.series_key = $1 AND o.time = new.time AND o.vintage <= $2 \
                   ORDER BY o.vintage DESC LIMIT 1) known \
                   WHERE known.value IS NOT DISTINCT FROM NULLIF(new.value, 'NaN'))";
        let written = execute(connection, sql, parameters).await?;
        let unchanged = rows - written;
        outcome.unchanged += unchanged;
        outcome.corrected += known - unchanged;
        outcome.added += rows - known;
    }
    Ok(outcome)
}

pub(super) async fn read(
    connection: &impl ConnectionTrait,
    series_key: i64,
    range: TimeRange,
    as_of: Option<DateTime<Utc>>,
) -> Result<Observations, StorageError> {
    let sql = "SELECT DISTINCT ON (time) time, value FROM observation WHERE series_key = $1 \
               AND time >= coalesce($2, '-infinity') AND time <= coalesce($3, 'infinity') \
               AND vintage <= coalesce($4, 'infinity') ORDER BY time, vintage DESC";
    let parameters = [
        series_key.into(),
        range.from.into(),
        range.to.into(),
        as_of.into(),
    ];
    let rows = fetch_all(connection, sql, parameters).await?;
    let mut observations = Observations::new(
        Vec::with_capacity(rows.len()),
        Vec::with_capacity(rows.len()),
    );
    for row in rows {
        observations.times.push(row.try_get_by_index(0)?);
        observations
            .values
            .push(row.try_get_by_index::<Option<f64>>(1)?.unwrap_or(f64::NAN));
    }
    Ok(observations)
}

fn id_list(series: &[SeriesId]) -> Value {
    series
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .into()
}

pub(super) async fn latest(
    connection: &impl ConnectionTrait,
    series: &[SeriesId],
) -> Result<Vec<LatestObservation>, StorageError> {
    let sql = "SELECT s.id, o.time, o.vintage, o.value FROM series s CROSS JOIN LATERAL (\
               SELECT c.time, c.vintage, c.value FROM observation c \
               WHERE c.series_key = s.key AND c.value IS NOT NULL AND NOT EXISTS (\
               SELECT 1 FROM observation n WHERE n.series_key = c.series_key AND n.time = c.time \
               AND n.vintage > c.vintage) ORDER BY c.time DESC, c.vintage DESC LIMIT 1) o WHERE s.id = ANY($1)";
    let rows = fetch_all(connection, sql, [id_list(series)]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(LatestObservation {
                series_id: series_id(&row.try_get_by_index::<String>(0)?)?,
                time: row.try_get_by_index(1)?,
                vintage: row.try_get_by_index(2)?,
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
    let sql = "SELECT s.id, o.time, o.value FROM series s CROSS JOIN LATERAL (\
               SELECT DISTINCT ON (c.time) c.time, c.value FROM observation c WHERE c.series_key = s.key \
               ORDER BY c.time DESC, c.vintage DESC LIMIT $2) o WHERE s.id = ANY($1) ORDER BY s.id, o.time";
    let rows = fetch_all(connection, sql, [id_list(series), i64::from(count).into()]).await?;
    rows.into_iter()
        .map(|row| {
            let id = series_id(&row.try_get_by_index::<String>(0)?)?;
            let value = row.try_get_by_index::<Option<f64>>(2)?.unwrap_or(f64::NAN);
            Ok((id, row.try_get_by_index(1)?, value))
        })
        .collect()
}

pub(super) async fn extents(
    connection: &impl ConnectionTrait,
    series: &[SeriesId],
) -> Result<Vec<SeriesExtent>, StorageError> {
    let sql = "SELECT s.id, count(DISTINCT o.time), min(o.time), max(o.time), max(o.vintage), \
                      count(DISTINCT o.vintage) \
               FROM series s JOIN observation o ON o.series_key = s.key WHERE s.id = ANY($1) GROUP BY s.id";
    let rows = fetch_all(connection, sql, [id_list(series)]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(SeriesExtent {
                series_id: series_id(&row.try_get_by_index::<String>(0)?)?,
                observations: row.try_get_by_index::<i64>(1)?.cast_unsigned(),
                first: row.try_get_by_index(2)?,
                last: row.try_get_by_index(3)?,
                as_of: row.try_get_by_index(4)?,
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
                vintage: row.try_get_by_index(0)?,
                observations: row.try_get_by_index::<i64>(1)?.cast_unsigned(),
                first: row.try_get_by_index(2)?,
                last: row.try_get_by_index(3)?,
            })
        })
        .collect()
}
