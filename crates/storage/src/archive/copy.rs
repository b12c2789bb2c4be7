//! Copies every table between an archive and a live database of the same schema. It goes by the archive's own list of
//! columns and not by today's entities, so a backup taken before a migration holds the older schema whole.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

use crate::{
    decode::Place,
    error::StorageError,
    instant::from_micros,
    migration::VERSION_TABLE,
    statement::{execute, fetch_all},
};

/// How a column is held in an archive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Number,
    Flag,
    Time,
    /// Microseconds in SQLite, a time in PostgreSQL.
    Micros,
    Bytes,
}

struct Column {
    name: String,
    kind: Kind,
}

/// Rows read and written at a time.
const ROWS_PER_PAGE: usize = 2_000;
/// Below SQLite's 32,766 and PostgreSQL's 65,535 parameters a statement.
const PARAMETERS_MAX: usize = 30_000;

/// The archive's tables in the order they were made, so that each comes after those it refers to.
pub(super) async fn tables(archive: &impl ConnectionTrait) -> Result<Vec<String>, StorageError> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
               AND name <> $1 ORDER BY rowid";
    let rows = fetch_all(archive, sql, [VERSION_TABLE.into()]).await?;
    rows.into_iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// Copies all rows of all tables from `source` to `target`, one of which is an archive.
pub(super) async fn all_tables(
    source: &impl ConnectionTrait,
    target: &impl ConnectionTrait,
) -> Result<(), StorageError> {
    // Both may be SQLite; then either's columns will do.
    let from_archive = source.get_database_backend() == DbBackend::Sqlite;
    let names = if from_archive {
        tables(source).await?
    } else {
        tables(target).await?
    };
    for table in names {
        let columns = if from_archive {
            columns(source, &table).await?
        } else {
            columns(target, &table).await?
        };
        copy_table(source, target, &table, &columns).await?;
    }
    if target.get_database_backend() == DbBackend::Postgres {
        let next_key = "SELECT setval(pg_get_serial_sequence('series', 'key'), coalesce(max(key), 1), \
                        max(key) IS NOT NULL) FROM series";
        fetch_all(target, next_key, []).await?;
    }
    Ok(())
}

async fn columns(archive: &impl ConnectionTrait, table: &str) -> Result<Vec<Column>, StorageError> {
    let rows = fetch_all(
        archive,
        "SELECT name, type FROM pragma_table_info($1)",
        [table.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let name: String = row.try_get_by_index(0)?;
            let declared: String = row.try_get_by_index(1)?;
            let kind = match (table, name.as_str(), declared.to_ascii_lowercase().as_str()) {
                ("observation", "time" | "vintage", _) => Kind::Micros,
                (_, _, "text") => Kind::Text,
                (_, _, "integer" | "bigint") => Kind::Integer,
                (_, _, "real" | "double") => Kind::Number,
                (_, _, "boolean") => Kind::Flag,
                (_, _, "blob") => Kind::Bytes,
                (_, _, declared) if declared.starts_with("timestamp") => Kind::Time,
                (_, _, declared) => {
                    let place = Place {
                        table: "sqlite_master",
                        row: &table,
                    };
                    return Err(place.fault(
                        "sql",
                        format!("column {name} has the unknown type {declared:?}"),
                    ));
                }
            };
            Ok(Column { name, kind })
        })
        .collect()
}

async fn copy_table(
    source: &impl ConnectionTrait,
    target: &impl ConnectionTrait,
    table: &str,
    columns: &[Column],
) -> Result<(), StorageError> {
    let names = columns
        .iter()
        .map(|column| format!("\"{}\"", column.name))
        .collect::<Vec<_>>()
        .join(", ");
    // PostgreSQL's narrower integers are read as 64 bits, as SQLite holds them.
    let widen = source.get_database_backend() == DbBackend::Postgres;
    let select = |column: &Column| match column.kind {
        Kind::Integer if widen => format!("\"{}\"::bigint", column.name),
        _ => format!("\"{}\"", column.name),
    };
    let selected = columns.iter().map(select).collect::<Vec<_>>().join(", ");
    let order = order_of(table, columns);
    let rows_per_insert = (PARAMETERS_MAX / columns.len()).min(ROWS_PER_PAGE);
    let mut offset_key: Option<Vec<Value>> = None;
    loop {
        let (condition, parameters) = match &offset_key {
            None => (String::new(), Vec::new()),
            Some(key) => (after(&order), key.clone()),
        };
        let by = order
            .iter()
            .map(|column| format!("\"{column}\""))
            .collect::<Vec<_>>()
            .join(", ");
        let sql = format!(
            "SELECT {selected} FROM \"{table}\"{condition} ORDER BY {by} LIMIT {ROWS_PER_PAGE}"
        );
        let rows = fetch_all(source, sql, parameters).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        let mut key = Vec::with_capacity(order.len());
        for name in &order {
            let (index, column) = columns
                .iter()
                .enumerate()
                .find(|(_, column)| column.name == *name)
                .expect("a key is a column");
            key.push(value(
                source,
                last,
                index,
                column,
                table,
                source.get_database_backend(),
            )?);
        }
        offset_key = Some(key);
        for chunk in rows.chunks(rows_per_insert) {
            let mut parameters = Vec::with_capacity(chunk.len() * columns.len());
            for row in chunk {
                for (index, column) in columns.iter().enumerate() {
                    parameters.push(value(
                        source,
                        row,
                        index,
                        column,
                        table,
                        target.get_database_backend(),
                    )?);
                }
            }
            execute(
                target,
                insert(
                    target.get_database_backend(),
                    table,
                    &names,
                    columns.len(),
                    chunk.len(),
                ),
                parameters,
            )
            .await?;
        }
        if rows.len() < ROWS_PER_PAGE {
            return Ok(());
        }
    }
}

/// The columns of a table's primary key, by which it is read page by page.
fn order_of(table: &str, columns: &[Column]) -> Vec<&'static str> {
    match table {
        "observation" => vec!["series_key", "time", "vintage"],
        "idempotency_record" => vec!["principal", "key"],
        "simulation_result" => vec!["simulation_id"],
        _ if columns.iter().any(|column| column.name == "key") => vec!["key"],
        _ => vec!["id"],
    }
}

fn after(order: &[&str]) -> String {
    let columns = order
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let parameters = (1..=order.len())
        .map(|i| format!("${i}"))
        .collect::<Vec<_>>()
        .join(", ");
    format!(" WHERE ({columns}) > ({parameters})")
}

/// SQLite's parameters are bare `?`: numbered ones are names, and the driver asks for the name of each as it binds,
/// which in a statement of thousands takes longer than the rows.
fn insert(engine: DbBackend, table: &str, names: &str, columns: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO \"{table}\" ({names}) VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                sql.push_str(", ");
            }
            if engine == DbBackend::Postgres {
                write!(sql, "${}", row * columns + column + 1)
                    .expect("writing to a string succeeds");
            } else {
                sql.push('?');
            }
        }
        sql.push(')');
    }
    sql
}

/// The row's value in that column, in the form `wanted` stores it.
fn value(
    source: &impl ConnectionTrait,
    row: &QueryResult,
    index: usize,
    column: &Column,
    table: &str,
    wanted: DbBackend,
) -> Result<Value, StorageError> {
    let fault = |reason: String| {
        Place {
            table: "archive",
            row: &format!("{table}.{}", column.name),
        }
        .fault("value", reason)
    };
    Ok(match column.kind {
        Kind::Text => row.try_get_by_index::<Option<String>>(index)?.into(),
        Kind::Integer => row.try_get_by_index::<Option<i64>>(index)?.into(),
        Kind::Number => row.try_get_by_index::<Option<f64>>(index)?.into(),
        Kind::Flag => row.try_get_by_index::<Option<bool>>(index)?.into(),
        Kind::Bytes => row.try_get_by_index::<Option<Vec<u8>>>(index)?.into(),
        Kind::Time => row.try_get_by_index::<Option<DateTime<Utc>>>(index)?.into(),
        Kind::Micros => {
            let time: DateTime<Utc> = if source.get_database_backend() == DbBackend::Postgres {
                row.try_get_by_index(index)?
            } else {
                let micros: i64 = row.try_get_by_index(index)?;
                from_micros(micros).ok_or_else(|| fault(format!("{micros} µs is out of range")))?
            };
            if wanted == DbBackend::Postgres {
                time.into()
            } else {
                time.timestamp_micros().into()
            }
        }
    })
}
