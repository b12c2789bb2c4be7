//! Transactions, from which every repository is reached. A [`ReadTx`] sees one snapshot and cannot write (its type has
//! no writing methods and its connection refuses); a [`WriteTx`] is undone unless committed.
//!
//! SQLite has one writer at a time: a write transaction holds it from its first statement, so keep it short and never
//! wait for anything but the database inside it.

use std::{
    marker::PhantomData,
    sync::atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, Utc};
use sea_orm::{
    AccessMode, DatabaseTransaction, IsolationLevel, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use uuid::Uuid;

use crate::{
    ApiKeyRepository, AuditRepository, ForecastRepository, IdempotencyRepository,
    LoginSessionRepository, ObservationRepository, ScenarioRepository, SeriesRepository,
    SettingRepository, SimulationRepository, Store, UserRepository, WorkspaceRepository,
    error::StorageError, job::JobRepository, open::Shared, url::Engine,
};

/// Marks a transaction that only reads.
#[derive(Debug)]
pub enum Read {}

/// Marks a transaction that may write.
#[derive(Debug)]
pub enum Write {}

pub struct Transaction<Mode> {
    pub(crate) connection: DatabaseTransaction,
    pub(crate) shared: std::sync::Arc<Shared>,
    wakes_queue: AtomicBool,
    mode: PhantomData<fn() -> Mode>,
}

pub type ReadTx = Transaction<Read>;
pub type WriteTx = Transaction<Write>;

impl Store {
    /// A snapshot to read from.
    pub async fn read(&self) -> Result<ReadTx, StorageError> {
        let options = match self.engine() {
            Engine::Sqlite => TransactionOptions::default(),
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        let connection = self.reader().begin_with_options(options).await?;
        Ok(Transaction::new(connection, self))
    }

    /// A transaction to write in, undone unless [`WriteTx::commit`] is called.
    pub async fn write(&self) -> Result<WriteTx, StorageError> {
        // A deferred transaction that turns from reading to writing fails at once with "database is locked" when
        // another process wrote meanwhile; an immediate one waits its turn.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let connection = self.writer().begin_with_options(options).await?;
        Ok(Transaction::new(connection, self))
    }
}

impl<Mode> Transaction<Mode> {
    fn new(connection: DatabaseTransaction, store: &Store) -> Self {
        Self {
            connection,
            shared: store.shared(),
            wakes_queue: AtomicBool::new(false),
            mode: PhantomData,
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        self.shared.engine()
    }

    pub(crate) fn make_id<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        self.shared.ids.make(now)
    }

    pub fn api_keys(&self) -> ApiKeyRepository<'_, Mode> {
        ApiKeyRepository { tx: self }
    }

    pub fn audit(&self) -> AuditRepository<'_, Mode> {
        AuditRepository { tx: self }
    }

    pub fn forecasts(&self) -> ForecastRepository<'_, Mode> {
        ForecastRepository { tx: self }
    }

    pub fn idempotency(&self) -> IdempotencyRepository<'_, Mode> {
        IdempotencyRepository { tx: self }
    }

    pub fn jobs(&self) -> JobRepository<'_, Mode> {
        JobRepository { tx: self }
    }

    pub fn login_sessions(&self) -> LoginSessionRepository<'_, Mode> {
        LoginSessionRepository { tx: self }
    }

    pub fn observations(&self) -> ObservationRepository<'_, Mode> {
        ObservationRepository { tx: self }
    }

    pub fn scenarios(&self) -> ScenarioRepository<'_, Mode> {
        ScenarioRepository { tx: self }
    }

    pub fn series(&self) -> SeriesRepository<'_, Mode> {
        SeriesRepository { tx: self }
    }

    pub fn settings(&self) -> SettingRepository<'_, Mode> {
        SettingRepository { tx: self }
    }

    pub fn simulations(&self) -> SimulationRepository<'_, Mode> {
        SimulationRepository { tx: self }
    }

    pub fn users(&self) -> UserRepository<'_, Mode> {
        UserRepository { tx: self }
    }

    pub fn workspaces(&self) -> WorkspaceRepository<'_, Mode> {
        WorkspaceRepository { tx: self }
    }
}

impl WriteTx {
    /// Makes everything written in this transaction durable and visible at once. When it fails for a lost connection
    /// it is not known whether it took effect.
    pub async fn commit(self) -> Result<(), StorageError> {
        let started = std::time::Instant::now();
        let outcome = self.connection.commit().await;
        self.shared
            .report("commit", started.elapsed(), outcome.is_err());
        outcome?;
        if self.wakes_queue.load(Ordering::Relaxed) {
            self.shared.wake_queue();
        }
        Ok(())
    }

    /// Undoes everything. Dropping does the same, but later.
    pub async fn rollback(self) -> Result<(), StorageError> {
        Ok(self.connection.rollback().await?)
    }

    /// Workers of this process look at the queue when this transaction commits.
    pub(crate) fn wake_queue_on_commit(&self) {
        self.wakes_queue.store(true, Ordering::Relaxed);
    }
}
