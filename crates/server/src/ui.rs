//! The embedded workbench: hashed assets for ever, `index.html` for the addresses the single page
//! application owns, and nothing else. Unknown `/api` addresses never reach it.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::authenticate::hexadecimal;
use crate::problem::{Kind, Problem};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Dist;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";
const NOT_BUILT: &str = "This server was built without the workbench. The API is at /api/v1, its documents at /api/docs.\n";

/// Paths the application routes itself.
fn is_page(path: &str) -> bool {
    matches!(path, "/" | "/setup" | "/login" | "/w")
        || path.starts_with("/w/")
        || path.starts_with("/s/")
}

/// The router's fallback.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    let is_api = path == "/api" || path.starts_with("/api/");
    let file = if is_api {
        None
    } else {
        Dist::get(path.trim_start_matches('/'))
    };
    let page = is_page(path);
    if file.is_none() && !page {
        return Problem::new(
            Kind::NotFound,
            "there is nothing at this address; /api/docs lists what there is",
        )
        .into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response =
            Problem::new(Kind::MethodNotAllowed, "pages can only be read").into_response();
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        return response;
    }
    match file {
        Some(file) => send(path, file, request.headers()),
        None => match Dist::get("index.html") {
            Some(index) => send("index.html", index, request.headers()),
            None => (
                [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
                [(header::CACHE_CONTROL, REVALIDATE)],
                NOT_BUILT,
            )
                .into_response(),
        },
    }
}

fn send(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = entity_tag(&file);
    // The bundler puts a content hash into every name under /assets.
    let cache = if path.starts_with("/assets/") {
        IMMUTABLE
    } else {
        REVALIDATE
    };
    let mut response = if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| *known == tag)
    {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let out = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(mime.as_ref()) {
        out.insert(header::CONTENT_TYPE, value);
    }
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::ETAG, tag);
    response
}

fn entity_tag(file: &EmbeddedFile) -> HeaderValue {
    let tag = format!("\"{}\"", hexadecimal(&file.metadata.sha256_hash()[..8]));
    HeaderValue::from_str(&tag).expect("hexadecimal digits are valid in a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_owns_only_its_pages() {
        for path in ["/", "/setup", "/login", "/w", "/w/demo/series", "/s/abc"] {
            assert!(is_page(path), "{path}");
        }
        for path in [
            "/api",
            "/api/v2",
            "/metrics",
            "/wp-login.php",
            "/index.php",
            "/setup/x",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }
}
