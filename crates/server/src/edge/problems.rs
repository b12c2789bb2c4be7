//! The last word on errors: fills request id and path into problems, and turns whatever a library
//! answered on its own (plain text 404s, upgrade rejections, panics) into a problem as well.

use std::any::Any;

use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::request_id::RequestId;
use crate::problem::{CONTENT_TYPE, Kind, Problem};

pub(crate) async fn complete(request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let RequestId(id) = request
        .extensions()
        .get()
        .cloned()
        .expect("request ids are assigned before this layer");
    let response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    if let Some(problem) = response.extensions().get::<Problem>() {
        let mut complete = problem.render(&instance, &id);
        keep_headers(&response, &mut complete);
        return complete;
    }
    if response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == CONTENT_TYPE)
    {
        return response;
    }
    let kind = Kind::of_status(response.status());
    let mut complete = Problem::new(kind, described(kind)).render(&instance, &id);
    *complete.status_mut() = response.status();
    keep_headers(&response, &mut complete);
    complete
}

/// Headers an inner layer added that the rendered problem does not set itself.
fn keep_headers(from: &Response, to: &mut Response) {
    for (name, value) in from.headers() {
        if *name != header::CONTENT_LENGTH && !to.headers().contains_key(name) {
            to.headers_mut().append(name.clone(), value.clone());
        }
    }
}

fn described(kind: Kind) -> &'static str {
    match kind {
        Kind::NotFound => "there is nothing at this address; /api/docs lists what there is",
        Kind::MethodNotAllowed => "this address does not take that method; see the Allow header",
        Kind::PayloadTooLarge => "the body is larger than this address takes",
        Kind::UpgradeRequired => "this address speaks WebSocket only",
        Kind::RequestTimeout => "the request took longer than allowed",
        Kind::Internal | Kind::Unavailable => "the server failed to answer",
        Kind::BadRequest
        | Kind::Unauthenticated
        | Kind::Forbidden
        | Kind::NotAcceptable
        | Kind::Conflict
        | Kind::PreconditionFailed
        | Kind::UnsupportedMediaType
        | Kind::Unprocessable
        | Kind::PreconditionRequired
        | Kind::TooManyRequests => "the request was refused",
    }
}

/// For `tower_http::catch_panic`: a bug is answered, not a dropped connection.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature is the one catch_panic calls"
)]
pub(crate) fn of_panic(payload: Box<dyn Any + Send + 'static>) -> Response {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without text");
    tracing::error!(panic = text, "handler panicked");
    Problem::new(
        Kind::Internal,
        "the server failed to answer; the cause is in its log under this request id",
    )
    .into_response()
}
