//! `GET /api/v1/admin/health`

use axum::Json;
use axum::extract::State;

use crate::health;
use crate::state::AppState;
use crate::view::admin::HealthView;

/// What the server depends on and whether it answers.
#[utoipa::path(
    get, path = "/api/v1/admin/health", operation_id = "show_health", tag = "admin",
    responses((status = 200, description = "The checks", body = HealthView))
)]
pub(crate) async fn health(State(state): State<AppState>) -> Json<HealthView> {
    Json(HealthView {
        version: env!("CARGO_PKG_VERSION"),
        started_at: state.started_at,
        checks: health::checks(&state).await,
    })
}
