//! Raw SQL through a SeaORM connection, for what its builder cannot say or would say slower. Texts are constants
//! written with `$n` parameters, which both engines read.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, TryGetable, Value};

use crate::error::StorageError;

pub(crate) async fn execute(
    connection: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, StorageError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(connection.execute_raw(statement).await?.rows_affected())
}

pub(crate) async fn fetch_all(
    connection: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, StorageError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(connection.query_all_raw(statement).await?)
}

pub(crate) async fn fetch_one(
    connection: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<QueryResult, StorageError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let row = connection.query_one_raw(statement).await?;
    row.ok_or_else(|| {
        StorageError::Database(DbErr::RecordNotFound(
            "a statement that gives one row gave none".into(),
        ))
    })
}

/// The single value of a single-row query.
pub(crate) async fn fetch_value<T: TryGetable>(
    connection: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<T, StorageError> {
    Ok(fetch_one(connection, sql, values)
        .await?
        .try_get_by_index(0)?)
}
