//! `Idempotency-Key`: a write that is sent twice is done once and answered twice.
//! The key is claimed before the work and the answer kept after it. A claim whose process died is
//! freed after `CLAIM`; the same key with another request is refused. Routes that compute and store
//! nothing are left out: doing them again is harmless.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use chrono::TimeDelta;
use prospect_storage::{IdempotencyStart, StoredResponse};
use sha2::{Digest as _, Sha256};
use tracing::Instrument as _;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::authenticate::{Caller, hexadecimal};
use crate::problem::{InputError, Kind, Problem};
use crate::state::AppState;

pub(crate) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// Set on an answer that was given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How long a claim holds whose process died; longer than any request may take. The same request
/// is then done again, which is why it must outlast the time limits of `routing`.
const CLAIM: TimeDelta = TimeDelta::minutes(5);
/// How long answers are kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
const KEY_LENGTH_MAX: usize = 200;
/// Larger answers are not kept; the key is freed instead.
const ANSWER_MAX_BYTES: usize = 8 << 20;

const KEPT_HEADERS: [HeaderName; 4] = [
    header::CONTENT_TYPE,
    header::ETAG,
    header::LOCATION,
    header::CONTENT_DISPOSITION,
];

/// Put on a response that carries a secret: it is not stored, and a repeat is told so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownOnce;

/// The header as the OpenAPI document shows it, on every route that honours it.
pub(crate) fn parameter() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some(
            "A name of the caller's own for this write, such as a UUID. Sent again with the same \
             key, the same request is not done again: for 24 hours it is answered as before, with \
             `Idempotency-Replayed: true`",
        ))
        .required(Required::False)
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .min_length(Some(1))
                .max_length(Some(KEY_LENGTH_MAX))
                .pattern(Some("^[!-~]+$")),
        ))
        .build()
}

pub(crate) async fn once(
    state: &AppState,
    body_limit_bytes: usize,
    request: Request,
    next: Next,
) -> Response {
    // Without a caller there is nobody to remember an answer for.
    let Some(principal) = request.extensions().get::<Caller>().map(principal_of) else {
        return next.run(request).await;
    };
    let key = match key_of(request.headers()) {
        Ok(Some(key)) => key,
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    };
    // A task of its own: a caller who hangs up must not leave the work done and its answer unkept.
    let state = state.clone();
    let task =
        tokio::spawn(
            async move {
                replay_or_run(&state, body_limit_bytes, &principal, &key, request, next).await
            }
            .in_current_span(),
        );
    match task.await {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => problem.into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

fn principal_of(caller: &Caller) -> String {
    caller
        .principal()
        .unwrap_or_else(|| format!("visitor:{}", caller.address))
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(HEADER) else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    let is_visible = key.bytes().all(|byte| byte.is_ascii_graphic());
    if key.is_empty() || key.len() > KEY_LENGTH_MAX || !is_visible {
        return Err(Problem::bad_request(format!(
            "Idempotency-Key must have 1 to {KEY_LENGTH_MAX} visible ASCII characters, without spaces"
        )));
    }
    Ok(Some(key.to_owned()))
}

async fn replay_or_run(
    state: &AppState,
    body_limit_bytes: usize,
    principal: &str,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, body_limit_bytes).await.map_err(|_| {
        Problem::new(
            Kind::PayloadTooLarge,
            "the body is larger than this address takes",
        )
    })?;
    let hash = fingerprint(&parts, &body);
    let now = state.clock.now();
    let tx = state.store.write().await?;
    let start = tx
        .idempotency()
        .start(principal, key, &hash, now, now + CLAIM)
        .await?;
    tx.commit().await?;
    match start {
        IdempotencyStart::Done(stored) => Ok(replay(&stored)),
        IdempotencyStart::InProgress => Err(Problem {
            retry_after_s: Some(1),
            ..Problem::conflict("a request with this Idempotency-Key is still being worked on")
        }),
        IdempotencyStart::Mismatch => Err(Problem {
            errors: vec![InputError::new(
                "/header/Idempotency-Key",
                "the key was used for another request",
            )],
            ..Problem::new(
                Kind::Unprocessable,
                "this Idempotency-Key was used for another request; use a fresh one",
            )
        }),
        IdempotencyStart::New => {
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            keep(state, principal, key, &hash, response).await
        }
    }
}

/// What two sends of the same request have in common: method, address and body. The boundary of a
/// form is drawn anew for each send, so it is left out.
fn fingerprint(parts: &Parts, body: &Bytes) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{} {}\n", parts.method, parts.uri));
    match boundary_of(&parts.headers) {
        Some(boundary) => {
            let mut rest = &body[..];
            while let Some(at) = rest
                .windows(boundary.len())
                .position(|window| window == boundary)
            {
                hash.update(&rest[..at]);
                rest = &rest[at + boundary.len()..];
            }
            hash.update(rest);
        }
        None => hash.update(body),
    }
    hexadecimal(&hash.finalize())
}

fn boundary_of(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (_, boundary) = value.strip_prefix("multipart/")?.split_once("boundary=")?;
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    (!boundary.is_empty()).then_some(boundary.as_bytes())
}

/// Keeps answers that would be the same again; frees the key after failures worth retrying.
async fn keep(
    state: &AppState,
    principal: &str,
    key: &str,
    hash: &str,
    response: Response,
) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, ANSWER_MAX_BYTES).await.ok();
    let final_answer = !parts.status.is_server_error()
        && !matches!(
            parts.status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
        );
    let tx = state.store.write().await?;
    match &bytes {
        Some(bytes) if final_answer => {
            let stored = if parts.extensions.get::<ShownOnce>().is_some() {
                not_shown_again()
            } else {
                StoredResponse {
                    status: parts.status.as_u16(),
                    headers: encode(&parts.headers),
                    body: bytes.to_vec(),
                }
            };
            // The claim is renewed as a record that lasts.
            let now = state.clock.now();
            let records = tx.idempotency();
            records.forget(principal, key).await?;
            records.start(principal, key, hash, now, now + KEPT).await?;
            records.complete(principal, key, stored).await?;
        }
        _ => tx.idempotency().forget(principal, key).await?,
    }
    tx.commit().await?;
    let bytes = bytes.ok_or_else(|| {
        Problem::new(
            Kind::Internal,
            "the answer is too large to be given under an Idempotency-Key",
        )
    })?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn not_shown_again() -> StoredResponse {
    let response = Problem::conflict("this was done; what it answered is shown only once");
    StoredResponse {
        status: response.kind.status().as_u16(),
        headers: String::new(),
        body: response.detail.into_owned().into_bytes(),
    }
}

fn encode(headers: &HeaderMap) -> String {
    let mut text = String::new();
    for name in KEPT_HEADERS {
        if let Some(value) = headers.get(&name).and_then(|value| value.to_str().ok()) {
            text.push_str(name.as_str());
            text.push_str(": ");
            text.push_str(value);
            text.push('\n');
        }
    }
    text
}

fn replay(stored: &StoredResponse) -> Response {
    if stored.status == StatusCode::CONFLICT.as_u16() && stored.headers.is_empty() {
        return Problem::conflict(String::from_utf8_lossy(&stored.body).into_owned())
            .into_response();
    }
    let mut response = Response::new(Body::from(stored.body.clone()));
    *response.status_mut() = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    for line in stored.headers.lines() {
        let Some((name, value)) = line.split_once(": ") else {
            continue;
        };
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
