//! `GET /ws`

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::request::Parts;
use axum::response::Response;

use crate::cross_site::same_site;
use crate::live;
use crate::problem::{Kind, Problem};
use crate::state::AppState;

/// Live changes by topic. Send `{"subscribe": ["jobs", "job/{id}"]}` (and `unsubscribe`); each
/// change comes as `{"topic": "job/{id}", "data": {…job}}`, first as it is now.
#[utoipa::path(
    get, path = "/ws", operation_id = "live", tag = "jobs",
    responses(
        (status = 101, description = "Switched to WebSocket"),
        (status = 426, description = "WebSocket upgrade required",
            body = crate::problem::ProblemBody<'_>, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ws(
    State(state): State<AppState>,
    parts: Parts,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    // Browsers let any page open a socket to any server, with the cookies of that server.
    if !same_site(&parts.headers) {
        return Err(Problem::new(
            Kind::Forbidden,
            "this socket is asked for by another site's page",
        ));
    }
    let upgrade = upgrade.map_err(|_| {
        Problem::new(
            Kind::UpgradeRequired,
            "this address speaks WebSocket: send an upgrade request",
        )
    })?;
    Ok(upgrade
        .max_message_size(live::MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket| live::converse(state, parts, socket)))
}
