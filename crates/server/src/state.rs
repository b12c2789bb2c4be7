//! What every handler can reach: one value, cheap to clone.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use metrics_exporter_prometheus::PrometheusHandle;
use prospect_jobs::{JobFeed, Now};
use prospect_storage::Store;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::compute::Compute;
use crate::config::ServerConfig;
use crate::forecasting::Forecasting;
use crate::limits::Limits;
use crate::password::Passwords;
use crate::random::Random;

#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub struct Shared {
    pub config: ServerConfig,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub random: Random,
    pub passwords: Passwords,
    pub(crate) limits: Limits,
    pub(crate) compute: Compute,
    pub(crate) forecasting: Forecasting,
    pub metrics: PrometheusHandle,
    pub started_at: DateTime<Utc>,
    /// Changes of jobs, whichever process makes them.
    pub(crate) feed: JobFeed,
    /// Cancelled when the server begins to stop.
    pub stopping: CancellationToken,
}

impl AppState {
    /// Starts the feed of job changes, so it needs a runtime.
    pub fn new(config: ServerConfig, store: Store, clock: Arc<dyn Clock>, random: Random) -> Self {
        let stopping = CancellationToken::new();
        let feed = JobFeed::start(store.clone(), now_of(&clock), stopping.clone());
        let limits = Limits::new(
            config.rate.per_second,
            config.rate.burst,
            config.behind_proxy,
        );
        Self(Arc::new(Shared {
            compute: Compute::new(config.compute_concurrency),
            forecasting: Forecasting::default(),
            limits,
            store,
            random,
            passwords: Passwords::default(),
            metrics: crate::edge::metrics::recorder(),
            started_at: clock.now(),
            feed,
            stopping,
            clock,
            config,
        }))
    }
}

/// The clock in the form the jobs crate takes it.
pub(crate) fn now_of(clock: &Arc<dyn Clock>) -> Now {
    let clock = Arc::clone(clock);
    Arc::new(move || clock.now())
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
