//! `GET /livez`

use axum::Json;

use super::health::StatusView;

/// Whether the process is alive; says nothing about what it depends on.
#[utoipa::path(
    get, path = "/livez", operation_id = "livez", tag = "probes",
    responses((status = 200, description = "It is", body = StatusView))
)]
pub(crate) async fn livez() -> Json<StatusView> {
    Json(StatusView { status: "ok" })
}
