//! `GET /api/docs`

use std::sync::{Arc, LazyLock};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use utoipa_swagger_ui::{Config, serve};

use crate::extract::Path;
use crate::problem::{Kind, Problem};

static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    Arc::new(
        Config::new(["/api/openapi.json"])
            .try_it_out_enabled(true)
            .display_request_duration(true)
            .filter(true),
    )
});

/// To the viewer of this document.
#[utoipa::path(
    get, path = "/api/docs", operation_id = "docs", tag = "probes",
    responses((status = 303, description = "To the viewer"))
)]
pub(crate) async fn docs() -> Redirect {
    Redirect::to("/api/docs/index.html")
}

/// The viewer's files.
#[utoipa::path(
    get, path = "/api/docs/{file}", operation_id = "docs_file", tag = "probes",
    params(("file" = String, Path, description = "index.html and what it loads")),
    responses((status = 200, description = "The file", body = String, content_type = "text/html"))
)]
pub(crate) async fn docs_file(Path(file): Path<String>) -> Result<Response, Problem> {
    let found = serve(&file, Arc::clone(&CONFIG)).map_err(|error| Problem::internal(&*error))?;
    let found = found.ok_or_else(|| {
        Problem::new(
            Kind::NotFound,
            "the viewer has no such file; it starts at /api/docs",
        )
    })?;
    let content_type = HeaderValue::from_str(&found.content_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    Ok((
        [(header::CONTENT_TYPE, content_type)],
        found.bytes.into_owned(),
    )
        .into_response())
}
