//! A look over the whole database for `prospect doctor`: what is damaged, what is out of date, how big it is.

use serde::{Deserialize, Serialize};

use crate::{
    archive::{TableCount, count_rows},
    error::StorageError,
    open::{Pools, Store},
    statement::{fetch_all, fetch_value},
    url::Engine,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    pub engine: Engine,
    pub engine_version: String,
    /// Where it is, without a password.
    pub location: String,
    /// Migrations not yet applied.
    pub pending_migrations: Vec<String>,
    /// What is wrong; empty for a sound database.
    pub problems: Vec<String>,
    pub tables: Vec<TableCount>,
    pub database_bytes: u64,
    /// SQLite: bytes not yet moved from the write-ahead log into the database.
    pub wal_bytes: Option<u64>,
    /// PostgreSQL: whether observations are in a TimescaleDB hypertable.
    pub hypertable: Option<bool>,
}

impl Store {
    /// Looks the database over. Reads all of a SQLite file; changes nothing.
    pub async fn check(&self) -> Result<CheckReport, StorageError> {
        let schema = self.schema_state().await?;
        let mut report = CheckReport {
            engine: self.engine(),
            engine_version: self.engine_version().await?,
            location: self.url().to_string(),
            pending_migrations: schema.pending,
            problems: Vec::new(),
            tables: Vec::new(),
            database_bytes: 0,
            wal_bytes: self.wal_bytes().await?,
            hypertable: None,
        };
        match self.pools() {
            Pools::Sqlite { .. } => self.check_sqlite(&mut report).await?,
            Pools::Postgres(_) => self.check_postgres(&mut report).await?,
        }
        report.tables = count_rows(self).await?;
        Ok(report)
    }

    /// Rows of each table.
    pub async fn table_counts(&self) -> Result<Vec<TableCount>, StorageError> {
        count_rows(self).await
    }

    /// The database engine's own version.
    pub async fn engine_version(&self) -> Result<String, StorageError> {
        let sql = match self.engine() {
            Engine::Sqlite => "SELECT sqlite_version()",
            Engine::Postgres => "SELECT current_setting('server_version')",
        };
        fetch_value(self.reader(), sql, []).await
    }

    /// Bytes the database takes, the write-ahead log not counted.
    pub async fn database_bytes(&self) -> Result<u64, StorageError> {
        let sql = match self.engine() {
            Engine::Sqlite => {
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            }
            Engine::Postgres => {
                "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class \
                 WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
            }
        };
        Ok(fetch_value::<i64>(self.reader(), sql, [])
            .await?
            .cast_unsigned())
    }

    async fn check_sqlite(&self, report: &mut CheckReport) -> Result<(), StorageError> {
        report.database_bytes = self.database_bytes().await?;
        for row in fetch_all(self.reader(), "PRAGMA integrity_check", []).await? {
            let finding: String = row.try_get_by_index(0)?;
            if finding != "ok" {
                report.problems.push(finding);
            }
        }
        let orphans = "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY \"table\"";
        for row in fetch_all(self.reader(), orphans, []).await? {
            let (table, rows): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            report.problems.push(format!(
                "{rows} rows of {table} refer to rows that do not exist"
            ));
        }
        let journal: String = fetch_value(self.reader(), "PRAGMA journal_mode", []).await?;
        if journal != "wal" {
            report
                .problems
                .push(format!("the journal mode is {journal}, not wal"));
        }
        Ok(())
    }

    async fn check_postgres(&self, report: &mut CheckReport) -> Result<(), StorageError> {
        report.database_bytes = self.database_bytes().await?;
        let invalid = "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class c ON c.oid = indrelid \
                       WHERE NOT indisvalid AND c.relnamespace = current_schema()::regnamespace";
        for row in fetch_all(self.reader(), invalid, []).await? {
            let index: String = row.try_get_by_index(0)?;
            report
                .problems
                .push(format!("index {index} is not valid; run REINDEX"));
        }
        let unchecked = "SELECT conname::text FROM pg_constraint WHERE NOT convalidated \
                         AND connamespace = current_schema()::regnamespace";
        for row in fetch_all(self.reader(), unchecked, []).await? {
            let constraint: String = row.try_get_by_index(0)?;
            report.problems.push(format!(
                "constraint {constraint} was not checked against the existing rows"
            ));
        }
        let timescale = "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'timescaledb')";
        let hypertable = if fetch_value::<bool>(self.reader(), timescale, []).await? {
            let sql = "SELECT EXISTS (SELECT 1 FROM timescaledb_information.hypertables \
                       WHERE hypertable_name = 'observation' AND hypertable_schema = current_schema())";
            fetch_value(self.reader(), sql, []).await?
        } else {
            false
        };
        report.hypertable = Some(hypertable);
        Ok(())
    }
}
