//! The router as served: every route, the embedded workbench for the rest, and around them what
//! happens to every request.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;

use crate::edge::{metrics, problems, request_id, security_headers};
use crate::problem::{Kind, Problem};
use crate::routes;
use crate::state::AppState;
use crate::ui;

/// The router and its document.
pub fn build(state: AppState) -> (Router, OpenApi) {
    let (router, document) = routes::all(Some(state.clone())).finish();
    if let Ok(json) = document.to_json() {
        // Every server of a process serves the same document, so a second one changes nothing.
        routes::DOCUMENT.get_or_init(|| json);
    }
    // From the outside in. Problems are completed inside compression, and panics and unmatched
    // addresses inside that, so that all of them leave as problems.
    let edge = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), request_id::assign))
        .layer(from_fn(metrics::record))
        .layer(from_fn(security_headers::add))
        .layer(CompressionLayer::new())
        .layer(from_fn(problems::complete))
        .layer(CatchPanicLayer::custom(problems::of_panic));
    let router = router
        .fallback(ui::serve)
        .method_not_allowed_fallback(async || {
            Problem::new(
                Kind::MethodNotAllowed,
                "this address does not take that method; see the Allow header",
            )
        })
        .layer(edge)
        .with_state(state);
    (router, document)
}

/// The OpenAPI document alone, without a server: for `prospect openapi` and its snapshot.
pub fn document() -> OpenApi {
    routes::all(None).finish().1
}
