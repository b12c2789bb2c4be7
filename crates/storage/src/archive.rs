//! Backup and restore. A backup is one SQLite file in Prospect's own schema, whichever engine it came from: it can be
//! restored into either, and opened as a data folder's database as it is. Taking one holds up no writer.
//!
//! It is written beside its final name, checked, made durable and only then given that name, so a file that has the
//! name is whole.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use sea_orm::{DatabaseConnection, SqlxSqliteConnector, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use serde::{Deserialize, Serialize};
use sqlx::{
    ConnectOptions, Connection, Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    error::StorageError,
    migration::{Migrator, SchemaState, applied, immediate, refuse_newer},
    open::{Pools, Store},
    statement::{fetch_all, fetch_value},
    url::Target,
};

mod copy;

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCount {
    pub table: String,
    pub rows: u64,
}

/// What a backup holds or a restore brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveReport {
    pub path: PathBuf,
    pub bytes: u64,
    pub tables: Vec<TableCount>,
}

impl Store {
    /// Writes a backup to `path`, which must not exist yet. The state is that of one moment.
    pub async fn backup(&self, path: &Path) -> Result<ArchiveReport, StorageError> {
        if tokio::fs::try_exists(path)
            .await
            .map_err(file("look for", path))?
        {
            return Err(StorageError::ArchiveExists {
                path: path.to_owned(),
            });
        }
        if self.schema_state().await?.is_empty() {
            return Err(StorageError::SchemaMissing);
        }
        let mut partial = OsString::from(path);
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        remove_if_there(&partial).await?;
        let written = match &self.url().0 {
            Target::Sqlite(source) => vacuum_into(source, &partial).await,
            Target::Postgres(_) => self.copy_into_file(&partial).await,
        };
        let tables = match written {
            Ok(()) => checked_tables(&partial).await,
            Err(error) => Err(error),
        };
        let tables = match tables {
            Ok(tables) => tables,
            Err(error) => {
                remove_if_there(&partial).await?;
                return Err(error);
            }
        };
        let bytes = publish(&partial, path).await?;
        Ok(ArchiveReport {
            path: path.to_owned(),
            bytes,
            tables,
        })
    }

    /// Brings a backup back into this store, which must be empty, and migrates it to this program's schema. All or
    /// nothing.
    pub async fn restore(&self, path: &Path) -> Result<ArchiveReport, StorageError> {
        let bytes = tokio::fs::metadata(path)
            .await
            .map_err(file("read", path))?
            .len();
        let tables = checked_tables(path).await?;
        let archive = open_archive(path, true).await?;
        let archive_schema = applied(&archive).await?;
        refuse_newer(&archive_schema)?;
        self.require_empty(&tables).await?;
        let tx = self.writer().begin_with_options(immediate()).await?;
        self.prepare(&tx).await?;
        let present = applied(&tx).await?.len();
        let steps = archive_schema.len().saturating_sub(present);
        if present == 0 {
            let steps = u32::try_from(steps).expect("fewer migrations than 2^32");
            Migrator::up(&tx, Some(steps)).await?;
        }
        copy::all_tables(&archive, &tx).await?;
        Migrator::up(&tx, None).await?;
        tx.commit().await?;
        archive.close().await?;
        Ok(ArchiveReport {
            path: path.to_owned(),
            bytes,
            tables,
        })
    }

    /// A store may be restored into when it has no schema, or the archive's schema and no row.
    async fn require_empty(&self, archived: &[TableCount]) -> Result<(), StorageError> {
        let SchemaState { applied, pending } = self.schema_state().await?;
        if applied.is_empty() {
            return Ok(());
        }
        if !pending.is_empty() {
            return Err(StorageError::NotEmpty);
        }
        for TableCount { table, .. } in archived {
            let any = format!("SELECT EXISTS (SELECT 1 FROM {table})");
            if fetch_value::<bool>(self.writer(), any, []).await? {
                return Err(StorageError::NotEmpty);
            }
        }
        Ok(())
    }

    async fn copy_into_file(&self, partial: &Path) -> Result<(), StorageError> {
        let source = self.read().await?;
        let steps = u32::try_from(applied(&source.connection).await?.len())
            .expect("fewer migrations than 2^32");
        let archive = open_archive(partial, false).await?;
        let tx = archive.begin_with_options(immediate()).await?;
        Migrator::up(&tx, Some(steps)).await?;
        copy::all_tables(&source.connection, &tx).await?;
        tx.commit().await?;
        archive.close().await?;
        Ok(())
    }

    /// Bytes of the write-ahead log, on SQLite.
    pub(crate) async fn wal_bytes(&self) -> Result<Option<u64>, StorageError> {
        let (Target::Sqlite(database), Pools::Sqlite { .. }) = (&self.url().0, self.pools()) else {
            return Ok(None);
        };
        let mut wal = OsString::from(database);
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        match tokio::fs::metadata(&wal).await {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some(0)),
            Err(error) => Err(file("read", &wal)(error)),
        }
    }
}

fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StorageError {
    let path = path.to_owned();
    move |source| StorageError::File {
        action,
        path,
        source,
    }
}

async fn remove_if_there(path: &Path) -> Result<(), StorageError> {
    match tokio::fs::remove_file(path).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(file("remove", path)(error))
        }
        _ => Ok(()),
    }
}

async fn vacuum_into(source: &Path, target: &Path) -> Result<(), StorageError> {
    // A connection of its own: on the writer it would hold up every write until it is done.
    let mut connection = SqliteConnectOptions::new()
        .filename(source)
        .disable_statement_logging()
        .connect()
        .await?;
    let target_text = target.to_str().ok_or_else(|| StorageError::NotAnArchive {
        path: target.to_owned(),
        reason: "the path is not Unicode".to_owned(),
    })?;
    sqlx::query("VACUUM INTO $1")
        .bind(target_text)
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

async fn open_archive(path: &Path, must_exist: bool) -> Result<DatabaseConnection, StorageError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .disable_statement_logging();
    let options = if must_exist {
        options.read_only(true)
    } else {
        // It is made durable as a whole when it is complete.
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
    };
    let pool: SqlitePool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

/// Looks the file through for damage and counts what it holds.
async fn checked_tables(path: &Path) -> Result<Vec<TableCount>, StorageError> {
    let not_an_archive = |reason: String| StorageError::NotAnArchive {
        path: path.to_owned(),
        reason,
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .disable_statement_logging();
    let mut connection = options
        .connect()
        .await
        .map_err(|error| not_an_archive(error.to_string()))?;
    let faults = sqlx::query("PRAGMA quick_check")
        .fetch_all(&mut connection)
        .await;
    let faults = faults.map_err(|error| not_an_archive(error.to_string()))?;
    let first: String = faults
        .first()
        .map(|row| row.try_get(0))
        .transpose()?
        .unwrap_or_default();
    if first != "ok" {
        return Err(not_an_archive(first));
    }
    connection.close().await?;
    let archive = open_archive(path, true).await?;
    if applied(&archive).await?.is_empty() {
        return Err(not_an_archive("it has no schema of ours".to_owned()));
    }
    let mut tables = Vec::new();
    for table in copy::tables(&archive).await? {
        let rows: i64 = fetch_value(&archive, format!("SELECT count(*) FROM {table}"), []).await?;
        tables.push(TableCount {
            table,
            rows: rows.cast_unsigned(),
        });
    }
    archive.close().await?;
    Ok(tables)
}

/// Makes the finished file durable, readable by its owner only, and gives it its name.
async fn publish(partial: &Path, path: &Path) -> Result<u64, StorageError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let owner_only = std::fs::Permissions::from_mode(0o600);
        tokio::fs::set_permissions(partial, owner_only)
            .await
            .map_err(file("protect", partial))?;
    }
    let handle = tokio::fs::OpenOptions::new()
        .write(true)
        .open(partial)
        .await
        .map_err(file("open", partial))?;
    handle.sync_all().await.map_err(file("flush", partial))?;
    let bytes = handle
        .metadata()
        .await
        .map_err(file("read", partial))?
        .len();
    tokio::fs::rename(partial, path)
        .await
        .map_err(file("name", path))?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let folder_handle = tokio::fs::File::open(folder)
        .await
        .map_err(file("open", folder))?;
    folder_handle
        .sync_all()
        .await
        .map_err(file("flush", folder))?;
    Ok(bytes)
}

/// Tables with their rows, in the order they were made.
pub(crate) async fn count_rows(store: &Store) -> Result<Vec<TableCount>, StorageError> {
    let connection = store.reader();
    let sql = match store.pools() {
        Pools::Sqlite { .. } => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             ORDER BY name"
        }
        Pools::Postgres(_) => {
            "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') \
             AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        }
    };
    let mut counts = Vec::new();
    for row in fetch_all(connection, sql, []).await? {
        let table: String = row.try_get_by_index(0)?;
        let rows: i64 =
            fetch_value(connection, format!("SELECT count(*) FROM \"{table}\""), []).await?;
        counts.push(TableCount {
            table,
            rows: rows.cast_unsigned(),
        });
    }
    Ok(counts)
}
