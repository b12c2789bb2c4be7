//! `GET /metrics`

use axum::extract::State;
use axum::http::{HeaderName, header};
use metrics::gauge;
use prospect_storage::StorageError;
use prospect_storage::job::JobState;

use crate::edge::metrics::{JOBS_RUNNING, JOBS_WAITING};
use crate::state::AppState;

const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Counters and histograms in the Prometheus text format.
#[utoipa::path(
    get, path = "/metrics", operation_id = "metrics", tag = "probes",
    responses((status = 200, description = "A scrape", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics(
    State(state): State<AppState>,
) -> ([(HeaderName, &'static str); 1], String) {
    if let Err(error) = count_jobs(&state).await {
        tracing::warn!(error = %error, "failed to count jobs; the scrape shows the last count");
    }
    (
        [(header::CONTENT_TYPE, PROMETHEUS_TEXT)],
        state.metrics.render(),
    )
}

/// The queue is shared by all processes, so it is counted when asked rather than tracked.
async fn count_jobs(state: &AppState) -> Result<(), StorageError> {
    let counts = state.store.read().await?.jobs().counts().await?;
    for (name, wanted) in [
        (JOBS_WAITING, JobState::Queued),
        (JOBS_RUNNING, JobState::Running),
    ] {
        let of_state = counts.iter().filter(|count| count.state == wanted);
        gauge!(name).set(of_state.map(|count| count.jobs).sum::<u64>() as f64);
    }
    Ok(())
}
