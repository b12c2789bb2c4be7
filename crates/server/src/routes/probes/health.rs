//! `GET /health`

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Status)]
pub(crate) struct StatusView {
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// Whether the server answers.
#[utoipa::path(
    get, path = "/health", operation_id = "health", tag = "probes",
    responses((status = 200, description = "It does", body = StatusView))
)]
pub(crate) async fn health() -> Json<StatusView> {
    Json(StatusView { status: "ok" })
}
