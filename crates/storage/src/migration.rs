//! The schema's history: one list of migrations for both engines, each run in a transaction, so that a failed one
//! leaves nothing behind. A dry run is the same thing rolled back.

use std::sync::{Arc, Mutex};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_query::{Alias, DynIden, IntoIden},
};

use crate::{error::StorageError, open::Store, statement::fetch_all, url::Engine};

mod base_case_npv;
mod first_schema;
mod table;

pub(crate) const VERSION_TABLE: &str = "schema_migration";

pub(crate) struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(first_schema::FirstSchema),
            Box::new(base_case_npv::BaseCaseNpv),
        ]
    }

    fn migration_table_name() -> DynIden {
        Alias::new(VERSION_TABLE).into_iden()
    }
}

/// Where a database's schema stands against this program's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaState {
    pub applied: Vec<String>,
    pub pending: Vec<String>,
}

impl SchemaState {
    pub fn is_current(&self) -> bool {
        self.pending.is_empty()
    }

    /// Whether the database has no schema at all, as a fresh one.
    pub fn is_empty(&self) -> bool {
        self.applied.is_empty()
    }
}

/// What a migration did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationReport {
    /// Names of the migrations, in order.
    pub migrations: Vec<String>,
    /// The SQL of a dry run; empty when it was applied.
    pub statements: Vec<String>,
}

/// Names of all migrations this program knows, oldest first.
pub(crate) fn known() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect()
}

/// An error if a schema has migrations this program does not know.
pub(crate) fn refuse_newer(applied: &[String]) -> Result<(), StorageError> {
    let known = known();
    match applied.iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(found) => {
            let newest = known.last().cloned().unwrap_or_default();
            Err(StorageError::SchemaNewer {
                found: found.clone(),
                known: newest,
            })
        }
    }
}

impl Store {
    /// Which migrations are applied and which are not, changing nothing. A schema newer than this program is an
    /// error: it must not be written by code that does not know it.
    pub async fn schema_state(&self) -> Result<SchemaState, StorageError> {
        let applied = applied(self.writer()).await?;
        refuse_newer(&applied)?;
        let pending = known()
            .into_iter()
            .filter(|name| !applied.contains(name))
            .collect();
        Ok(SchemaState { applied, pending })
    }

    /// Brings the schema up to date, all or nothing.
    pub async fn migrate(&self) -> Result<MigrationReport, StorageError> {
        let SchemaState { pending, .. } = self.schema_state().await?;
        if pending.is_empty() {
            return Ok(MigrationReport {
                migrations: Vec::new(),
                statements: Vec::new(),
            });
        }
        let tx = self.writer().begin_with_options(immediate()).await?;
        self.prepare(&tx).await?;
        // Another process may have done it while this one waited for the lock.
        Migrator::up(&tx, None).await?;
        tx.commit().await?;
        Ok(MigrationReport {
            migrations: pending,
            statements: Vec::new(),
        })
    }

    /// Runs the pending migrations and rolls them back: what `migrate` would do, with its SQL.
    pub async fn migrate_dry_run(&self) -> Result<MigrationReport, StorageError> {
        let SchemaState { pending, .. } = self.schema_state().await?;
        if pending.is_empty() {
            return Ok(MigrationReport {
                migrations: Vec::new(),
                statements: Vec::new(),
            });
        }
        let statements = Arc::new(Mutex::new(Vec::new()));
        let recorder = recording(self.writer().clone(), statements.clone());
        let tx = recorder.begin_with_options(immediate()).await?;
        self.prepare(&tx).await?;
        let outcome = Migrator::up(&tx, None).await;
        tx.rollback().await?;
        outcome?;
        drop(recorder);
        let statements =
            std::mem::take(&mut *statements.lock().expect("the recorder does not panic"));
        Ok(MigrationReport {
            migrations: pending,
            statements,
        })
    }

    /// One migrator at a time, and a schema to put the tables in. SQLite's immediate transaction is lock enough.
    pub(crate) async fn prepare(&self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        if self.engine() == Engine::Postgres {
            connection
                .execute_unprepared("SELECT pg_advisory_xact_lock(7276173)")
                .await?;
            if let Some(schema) = self.schema() {
                // The name was checked to be a plain one when the store was opened.
                connection
                    .execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))
                    .await?;
            }
        }
        Ok(())
    }
}

pub(crate) fn immediate() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

/// A connection on the same pool that notes the statements that change something.
fn recording(
    mut connection: DatabaseConnection,
    statements: Arc<Mutex<Vec<String>>>,
) -> DatabaseConnection {
    connection.set_metric_callback(move |info| {
        let first = info
            .statement
            .sql
            .split_whitespace()
            .next()
            .unwrap_or_default();
        let changes = ["create", "alter", "drop", "insert", "update", "delete"];
        if changes.iter().any(|word| first.eq_ignore_ascii_case(word)) {
            statements
                .lock()
                .expect("the recorder does not panic")
                .push(info.statement.to_string());
        }
    });
    connection
}

pub(crate) async fn applied(
    connection: &impl ConnectionTrait,
) -> Result<Vec<String>, StorageError> {
    let exists = match connection.get_database_backend() {
        sea_orm::DbBackend::Postgres => {
            "SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL"
        }
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'",
    };
    if fetch_all(connection, exists, []).await?.is_empty() {
        return Ok(Vec::new());
    }
    let rows = fetch_all(
        connection,
        "SELECT version FROM schema_migration ORDER BY version",
        [],
    )
    .await?;
    rows.into_iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}
