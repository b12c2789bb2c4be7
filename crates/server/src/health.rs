//! What the server depends on and whether it answers; for the readiness probe and the admin page.

use crate::state::AppState;
use crate::view::admin::HealthCheck;

pub(crate) async fn checks(state: &AppState) -> Vec<HealthCheck> {
    vec![store(state).await]
}

async fn store(state: &AppState) -> HealthCheck {
    match state.store.ping().await {
        Ok(latency) => HealthCheck {
            name: "store",
            healthy: true,
            detail: "answers".to_owned(),
            latency_ms: Some(latency.as_secs_f64() * 1e3),
        },
        Err(error) => {
            tracing::warn!(error = %error, "the store does not answer");
            HealthCheck {
                name: "store",
                healthy: false,
                detail: "the store does not answer".to_owned(),
                latency_ms: None,
            }
        }
    }
}
