//! What every handler can reach: one value, cheap to clone.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use metrics_exporter_prometheus::PrometheusHandle;
use prospect_storage::Store;

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
}

impl AppState {
    pub fn new(config: ServerConfig, store: Store, clock: Arc<dyn Clock>, random: Random) -> Self {
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
            clock,
            config,
        }))
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
