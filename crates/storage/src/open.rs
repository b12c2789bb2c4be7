//! Opening the database. The connection pools are built here and nowhere else, so that every connection has the same
//! settings: SQLite with one writer, read-only readers, WAL, a busy timeout set before anything else and foreign keys;
//! PostgreSQL with one pool and, if asked, a schema.

use std::{
    fmt,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    ConnectOptions, Connection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::watch;

use crate::{
    error::StorageError,
    id::IdSource,
    url::{Engine, StoreUrl, Target, UrlError},
};

/// One statement as it was timed.
#[derive(Debug, Clone, Copy)]
pub struct QueryTiming {
    /// `select`, `insert`, `update`, `delete`, `commit` or `other`.
    pub query_type: &'static str,
    pub elapsed: Duration,
    pub failed: bool,
}

type OnQuery = Arc<dyn Fn(QueryTiming) + Send + Sync>;

pub struct StoreOptions {
    pub url: StoreUrl,
    /// PostgreSQL only: the schema that holds the tables; made by the first migration. Default: the server's.
    pub schema: Option<String>,
    /// SQLite: readers beside the one writer. PostgreSQL: all connections.
    pub connections_max: u32,
    /// SQLite: how long a statement waits for another process's write lock.
    pub busy_timeout: Duration,
    /// How long to wait for a free connection (or for the server to accept one).
    pub acquire_timeout: Duration,
    /// Called after each statement.
    pub on_query: Option<OnQuery>,
    pub ids: IdSource,
}

impl StoreOptions {
    pub fn new(url: StoreUrl) -> Self {
        Self {
            url,
            schema: None,
            connections_max: 8,
            busy_timeout: Duration::from_secs(5),
            acquire_timeout: Duration::from_secs(10),
            on_query: None,
            ids: IdSource::from_system(),
        }
    }
}

/// A handle on the database, cheap to clone.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) url: StoreUrl,
    pub(crate) schema: Option<String>,
    pub(crate) ids: IdSource,
    pub(crate) pools: Pools,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    on_query: Option<OnQuery>,
    queue_wake: watch::Sender<u64>,
}

pub(crate) enum Pools {
    Sqlite {
        writer: SqlitePool,
        reader: SqlitePool,
    },
    Postgres(PgPool),
}

impl Shared {
    pub(crate) fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) fn report(&self, query_type: &'static str, elapsed: Duration, failed: bool) {
        if let Some(on_query) = &self.on_query {
            on_query(QueryTiming {
                query_type,
                elapsed,
                failed,
            });
        }
    }

    pub(crate) fn wake_queue(&self) {
        self.queue_wake
            .send_modify(|count| *count = count.wrapping_add(1));
    }
}

impl Store {
    /// Connects. Makes the SQLite file if there is none; changes no schema: see [`Store::migrate`].
    pub async fn open(options: StoreOptions) -> Result<Self, StorageError> {
        let StoreOptions {
            url,
            schema,
            connections_max,
            busy_timeout,
            acquire_timeout,
            on_query,
            ids,
        } = options;
        let opened = match &url.0 {
            Target::Sqlite(file) => {
                open_sqlite(file, connections_max, busy_timeout, acquire_timeout).await
            }
            Target::Postgres(connect) => {
                let connect = postgres_settings(connect.as_ref().clone(), schema.as_deref())?;
                open_postgres(connect, connections_max, acquire_timeout).await
            }
        };
        let pools = opened.map_err(|source| StorageError::CannotOpen {
            url: url.to_string(),
            source,
        })?;
        let (mut writer, mut reader) = match &pools {
            Pools::Sqlite { writer, reader } => (
                SqlxSqliteConnector::from_sqlx_sqlite_pool(writer.clone()),
                SqlxSqliteConnector::from_sqlx_sqlite_pool(reader.clone()),
            ),
            Pools::Postgres(pool) => {
                let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
                (connection.clone(), connection)
            }
        };
        if let Some(on_query) = &on_query {
            for connection in [&mut writer, &mut reader] {
                let on_query = on_query.clone();
                connection.set_metric_callback(move |info| {
                    on_query(QueryTiming {
                        query_type: query_type(&info.statement.sql),
                        elapsed: info.elapsed,
                        failed: info.failed,
                    });
                });
            }
        }
        let shared = Shared {
            url,
            schema,
            ids,
            pools,
            writer,
            reader,
            on_query,
            queue_wake: watch::Sender::new(0),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    pub fn engine(&self) -> Engine {
        self.shared.engine()
    }

    pub fn url(&self) -> &StoreUrl {
        &self.shared.url
    }

    /// Asks the database a trivial question; for readiness probes.
    pub async fn ping(&self) -> Result<Duration, StorageError> {
        let started = Instant::now();
        match &self.shared.pools {
            Pools::Sqlite { reader, .. } => {
                sqlx::query("SELECT 1").execute(reader).await?;
            }
            Pools::Postgres(pool) => {
                sqlx::query("SELECT 1").execute(pool).await?;
            }
        }
        Ok(started.elapsed())
    }

    /// Changes whenever this process put a job into the queue.
    pub fn queue_wake(&self) -> watch::Receiver<u64> {
        self.shared.queue_wake.subscribe()
    }

    /// Closes every connection, finishing SQLite's write-ahead log.
    pub async fn close(&self) {
        match &self.shared.pools {
            Pools::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) fn shared(&self) -> Arc<Shared> {
        self.shared.clone()
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.shared.pools
    }

    pub(crate) fn schema(&self) -> Option<&str> {
        self.shared.schema.as_deref()
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.shared.writer
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.shared.reader
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.shared.url)
    }
}

/// The write-ahead log is cut back to this after a large load; otherwise it keeps its greatest size.
const WAL_KEPT_BYTES: &str = "67108864";

async fn open_sqlite(
    file: &Path,
    readers: u32,
    busy_timeout: Duration,
    acquire_timeout: Duration,
) -> Result<Pools, sqlx::Error> {
    let connect = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(busy_timeout)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Normal)
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging();
    let pool = || {
        SqlitePoolOptions::new()
            .acquire_timeout(acquire_timeout)
            .test_before_acquire(false)
    };
    let write = connect
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("journal_size_limit", WAL_KEPT_BYTES);
    let writer = pool()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(write)
        .await?;
    let reader = pool()
        .max_connections(readers.max(1))
        .connect_with(connect.read_only(true))
        .await?;
    Ok(Pools::Sqlite { writer, reader })
}

async fn open_postgres(
    connect: PgConnectOptions,
    connections: u32,
    acquire_timeout: Duration,
) -> Result<Pools, sqlx::Error> {
    // A pool tries again until its timeout and then reports only that; one connection says what is wrong.
    let first = tokio::time::timeout(acquire_timeout, connect.connect()).await;
    first
        .map_err(|_| sqlx::Error::PoolTimedOut)??
        .close()
        .await?;
    let pool = PgPoolOptions::new()
        .max_connections(connections.max(2))
        .acquire_timeout(acquire_timeout)
        .connect_with(connect)
        .await?;
    Ok(Pools::Postgres(pool))
}

fn postgres_settings(
    connect: PgConnectOptions,
    schema: Option<&str>,
) -> Result<PgConnectOptions, StorageError> {
    let connect = connect
        .application_name("prospect")
        // A client that vanished inside a transaction must not hold its locks for ever.
        .options([("idle_in_transaction_session_timeout", "60s")])
        .disable_statement_logging();
    let Some(schema) = schema else {
        return Ok(connect);
    };
    let plain = schema
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !schema.is_empty();
    if !plain {
        return Err(UrlError::Schema {
            name: schema.to_owned(),
        }
        .into());
    }
    Ok(connect.options([("search_path", schema)]))
}

fn query_type(sql: &str) -> &'static str {
    let first = sql.split_whitespace().next().unwrap_or_default();
    // A statement that begins with a common table expression is named for what it does.
    let word = if first.eq_ignore_ascii_case("with") {
        ["INSERT INTO", "UPDATE ", "DELETE FROM"]
            .into_iter()
            .find(|word| sql.contains(word))
            .unwrap_or("select")
    } else {
        first
    };
    let word = word.trim_end().split(' ').next().unwrap_or_default();
    ["select", "insert", "update", "delete"]
        .into_iter()
        .find(|known| word.eq_ignore_ascii_case(known))
        .unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::query_type;

    #[test]
    fn a_statement_is_timed_under_what_it_does() {
        assert_eq!(query_type("SELECT 1"), "select");
        assert_eq!(query_type("\n  update job SET x"), "update");
        assert_eq!(
            query_type("WITH picked AS (SELECT id FROM job) UPDATE job SET x = 1"),
            "update"
        );
        assert_eq!(
            query_type("WITH n AS (VALUES (1)) INSERT INTO observation SELECT 1"),
            "insert"
        );
        assert_eq!(
            query_type("WITH n AS (VALUES (1)) SELECT * FROM n"),
            "select"
        );
        assert_eq!(query_type("CREATE TABLE t (x)"), "other");
    }
}
