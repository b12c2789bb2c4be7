//! What the server depends on and whether it answers; for the readiness probe and the admin page.

use std::time::Duration;

use crate::state::AppState;
use crate::view::admin::HealthCheck;

/// A store that takes longer than this to answer is not ready to serve.
const PING_LIMIT: Duration = Duration::from_secs(2);

pub(crate) async fn checks(state: &AppState) -> Vec<HealthCheck> {
    vec![store(state).await, stopping(state)]
}

async fn store(state: &AppState) -> HealthCheck {
    let unhealthy = |detail: &str| HealthCheck {
        name: "store",
        healthy: false,
        detail: detail.to_owned(),
        latency_ms: None,
    };
    match tokio::time::timeout(PING_LIMIT, state.store.ping()).await {
        Ok(Ok(latency)) => HealthCheck {
            name: "store",
            healthy: true,
            detail: "answers".to_owned(),
            latency_ms: Some(latency.as_secs_f64() * 1e3),
        },
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "the store does not answer");
            unhealthy("it does not answer")
        }
        Err(_) => unhealthy("it takes too long to answer"),
    }
}

/// Not ready while stopping, so that a load balancer sends new requests elsewhere.
fn stopping(state: &AppState) -> HealthCheck {
    let stopping = state.stopping.is_cancelled();
    HealthCheck {
        name: "server",
        healthy: !stopping,
        detail: if stopping {
            "is stopping"
        } else {
            "is running"
        }
        .to_owned(),
        latency_ms: None,
    }
}
