//! The life of a server: open and migrate the store, make what the first run needs, listen, and
//! stop without dropping what is under way.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use metrics::histogram;
use prospect_jobs::{Worker, WorkerOptions, all_handlers};
use prospect_storage::{StorageError, Store, StoreOptions};
use tokio::net::TcpListener;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::{Clock as _, SystemClock};
use crate::config::ServerConfig;
use crate::edge::metrics::{QUERY_DURATION, UPKEEP_EVERY, recorder};
use crate::limits::SWEEP_EVERY;
use crate::random::Random;
use crate::state::{AppState, now_of};
use crate::{application, backups, demo, first_run};

/// Readers beside SQLite's one writer, or all of PostgreSQL's connections.
const CONNECTIONS_MAX: u32 = 8;

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("failed to make the data folder {}: {source}", path.display())]
    DataFolder {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("failed to open the store: {0}")]
    Open(#[source] StorageError),
    #[error("failed to migrate the store: {0}")]
    Migrate(#[source] StorageError),
    #[error("failed to back the store up before migrating it: {0}")]
    Backup(#[source] StorageError),
    #[error("failed to prepare the store: {0}")]
    Prepare(#[source] StorageError),
    #[error("failed to read random bytes from the operating system: {0}")]
    Random(#[source] rand::rngs::SysError),
    #[error("failed to listen on {address}: {source}; is another server running there?")]
    Bind {
        address: SocketAddr,
        source: std::io::Error,
    },
    #[error("failed to write the setup token to {}: {source}", path.display())]
    SetupToken {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("failed to serve: {0}")]
    Serve(#[source] std::io::Error),
}

/// A server that listens but does not answer yet; [`Server::run`] makes it answer.
pub struct Server {
    state: AppState,
    listener: TcpListener,
    address: SocketAddr,
    setup_token: Option<String>,
}

impl Server {
    /// Everything up to the first request. Migrates an older schema after a backup and refuses a
    /// newer one.
    pub async fn start(config: ServerConfig) -> Result<Self, ServeError> {
        let store = open_store(&config).await?;
        migrate(&store, &config.data_dir).await?;
        let listener = TcpListener::bind(config.bind)
            .await
            .map_err(|source| ServeError::Bind {
                address: config.bind,
                source,
            })?;
        let address = listener.local_addr().map_err(|source| ServeError::Bind {
            address: config.bind,
            source,
        })?;
        let random = Random::from_system().map_err(ServeError::Random)?;
        let state = AppState::new(config, store, Arc::new(SystemClock), random);
        if state.config.demo {
            demo::make_if_missing(&state)
                .await
                .map_err(ServeError::Prepare)?;
        }
        let setup_token = first_run::issue(&state)
            .await
            .map_err(ServeError::Prepare)?;
        if let (Some(path), Some(token)) = (&state.config.setup_token_file, &setup_token) {
            write_private(path, token).map_err(|source| ServeError::SetupToken {
                path: path.clone(),
                source,
            })?;
        }
        Ok(Self {
            state,
            listener,
            address,
            setup_token,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address people open.
    pub fn url(&self) -> String {
        match &self.state.config.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.address),
        }
    }

    /// The address that creates the first administrator, while there is none.
    pub fn setup_url(&self) -> Option<String> {
        self.setup_token
            .as_ref()
            .map(|token| format!("{}/setup?token={token}", self.url()))
    }

    /// Answers until `stop` is cancelled, then finishes what is under way within the drain limit
    /// and closes the store.
    pub async fn run(self, stop: CancellationToken) -> Result<(), ServeError> {
        let tasks = TaskTracker::new();
        let stopping = self.state.stopping.clone();
        tasks.spawn(upkeep(self.state.clone(), stopping.clone()));
        let worker = self.worker();
        let idle = CancellationToken::new();
        if let Some(worker) = worker {
            tasks.spawn(worker.run(idle.clone()));
        }
        let (router, _) = application::build(self.state.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let stop_accepting = stopping.clone();
        let served = axum::serve(self.listener, service)
            .with_graceful_shutdown(async move { stop_accepting.cancelled().await });
        let drain_limit = self.state.config.drain_limit;
        let drained = async {
            stop.cancelled().await;
            stopping.cancel();
            tokio::time::sleep(drain_limit).await;
        };
        let outcome = tokio::select! {
            outcome = served.into_future() => outcome.map_err(ServeError::Serve),
            () = drained => {
                tracing::warn!("requests were still under way when the drain limit passed");
                Ok(())
            }
        };
        stopping.cancel();
        // Requests first, then jobs: a request may still enqueue one.
        idle.cancel();
        tasks.close();
        tasks.wait().await;
        self.state.store.close().await;
        outcome
    }

    fn worker(&self) -> Option<Worker> {
        let config = &self.state.config;
        if config.worker_concurrency == 0 {
            return None;
        }
        let options = WorkerOptions {
            concurrency: config.worker_concurrency,
            drain: config.drain_limit,
            ..WorkerOptions::new(format!("serve-{}", std::process::id()))
        };
        Some(Worker {
            store: self.state.store.clone(),
            handlers: all_handlers(backups::folder(&config.data_dir)),
            options,
            now: now_of(&self.state.clock),
        })
    }
}

/// Serves until the process is asked to stop (SIGTERM or Ctrl-C).
pub async fn serve(config: ServerConfig) -> Result<(), ServeError> {
    let server = Server::start(config).await?;
    server.run(stop_on_signal()).await
}

/// Brings the store up to date and adds the demo workspace unless it is there, without serving.
pub async fn seed_demo(config: ServerConfig) -> Result<(), ServeError> {
    let store = open_store(&config).await?;
    migrate(&store, &config.data_dir).await?;
    let random = Random::from_system().map_err(ServeError::Random)?;
    let state = AppState::new(config, store, Arc::new(SystemClock), random);
    demo::make_if_missing(&state)
        .await
        .map_err(ServeError::Prepare)?;
    state.store.close().await;
    Ok(())
}

/// Cancelled by the first SIGTERM or Ctrl-C. A signal is heard from the moment this returns.
pub fn stop_on_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let signalled = stop.clone();
    let signal = stop_signal();
    tokio::spawn(async move {
        signal.await;
        tracing::info!("stopping: finishing what is under way");
        signalled.cancel();
    });
    stop
}

/// The signals are listened to from here on, not from when the future is first polled.
#[cfg(unix)]
fn stop_signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    async move {
        let [Ok(mut terminate), Ok(mut interrupt)] = signals else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Sweeps what grows with use: rate tables, metric samples, ended sessions, old answers.
async fn upkeep(state: AppState, stop: CancellationToken) {
    let mut metrics_tick = tokio::time::interval(UPKEEP_EVERY);
    let mut sweep_tick = tokio::time::interval(SWEEP_EVERY);
    sweep_tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    sweep_tick.reset();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = metrics_tick.tick() => state.metrics.run_upkeep(),
            _ = sweep_tick.tick() => {
                state.limits.sweep();
                if let Err(error) = sweep_store(&state).await {
                    tracing::warn!(error = %error, "failed to remove expired rows; trying again later");
                }
            }
        }
    }
}

async fn sweep_store(state: &AppState) -> Result<(), StorageError> {
    let now = state.clock.now();
    let tx = state.store.write().await?;
    tx.login_sessions().delete_expired(now).await?;
    tx.idempotency().delete_expired(now).await?;
    tx.commit().await
}

async fn open_store(config: &ServerConfig) -> Result<Store, ServeError> {
    make_folder(&config.data_dir)?;
    recorder();
    let started = Instant::now();
    let options = StoreOptions {
        schema: config.database_schema.clone(),
        connections_max: CONNECTIONS_MAX,
        on_query: Some(Arc::new(|timing| {
            histogram!(QUERY_DURATION, "query_type" => timing.query_type)
                .record(timing.elapsed.as_secs_f64());
        })),
        ..StoreOptions::new(config.store_url.clone())
    };
    let store = Store::open(options).await.map_err(ServeError::Open)?;
    tracing::debug!(elapsed_ms = started.elapsed().as_millis(), "store open");
    Ok(store)
}

/// An older schema is backed up before it is changed; a fresh one holds nothing to lose.
async fn migrate(store: &Store, data_dir: &Path) -> Result<(), ServeError> {
    let schema = store.schema_state().await.map_err(ServeError::Migrate)?;
    if schema.is_current() {
        return Ok(());
    }
    if !schema.is_empty() {
        let folder = backups::folder(data_dir);
        make_folder(&folder)?;
        let now = SystemClock.now().format("%Y%m%dT%H%M%SZ");
        let path = folder.join(format!("before-migration-{now}.db"));
        tracing::info!(path = %path.display(), "backing the store up before migrating it");
        store.backup(&path).await.map_err(ServeError::Backup)?;
    }
    store.migrate().await.map_err(ServeError::Migrate)?;
    Ok(())
}

fn make_folder(path: &Path) -> Result<(), ServeError> {
    std::fs::create_dir_all(path).map_err(|source| ServeError::DataFolder {
        path: path.to_owned(),
        source,
    })
}

/// Readable by the owner only: whoever holds the token becomes the administrator.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}
