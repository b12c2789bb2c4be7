//! `GET /readyz`

use axum::Json;
use axum::extract::State;

use super::health::StatusView;
use crate::health;
use crate::problem::Problem;
use crate::state::AppState;

const RETRY_AFTER_S: u64 = 2;

/// Whether the server can do its work: store and queue answer and it is not stopping.
#[utoipa::path(
    get, path = "/readyz", operation_id = "readyz", tag = "probes",
    responses((status = 200, description = "It can", body = StatusView))
)]
pub(crate) async fn readyz(State(state): State<AppState>) -> Result<Json<StatusView>, Problem> {
    let checks = health::checks(&state).await;
    match checks.into_iter().find(|check| !check.healthy) {
        None => Ok(Json(StatusView { status: "ok" })),
        Some(check) => {
            let detail = format!("{} is not ready: {}", check.name, check.detail);
            Err(Problem::unavailable(detail, RETRY_AFTER_S))
        }
    }
}
