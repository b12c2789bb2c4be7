//! RFC 9457 problem details: the one shape of every error the server answers with.
//! Which problem a request meets is decided by endpoints and extractors; this module only knows
//! how a problem looks. The request's id and address are filled in at the edge
//! (`edge::request_id`), because a handler does not know them.

use std::borrow::Cow;
use std::error::Error;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) const CONTENT_TYPE: &str = "application/problem+json";

/// The kinds of problem; each has one status, one title and one stable `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    BadRequest,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    RequestTimeout,
    Conflict,
    PreconditionFailed,
    PayloadTooLarge,
    UnsupportedMediaType,
    Unprocessable,
    UpgradeRequired,
    PreconditionRequired,
    TooManyRequests,
    Internal,
    Unavailable,
}

impl Kind {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::UpgradeRequired => StatusCode::UPGRADE_REQUIRED,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The kind that stands for a status some library answered with on its own.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Unauthenticated,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            406 => Self::NotAcceptable,
            408 => Self::RequestTimeout,
            409 => Self::Conflict,
            412 => Self::PreconditionFailed,
            413 => Self::PayloadTooLarge,
            415 => Self::UnsupportedMediaType,
            422 => Self::Unprocessable,
            426 => Self::UpgradeRequired,
            428 => Self::PreconditionRequired,
            429 => Self::TooManyRequests,
            503 => Self::Unavailable,
            code if code < 500 => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    pub(crate) fn urn(self) -> &'static str {
        match self {
            Self::BadRequest => "urn:prospect:problem:bad-request",
            Self::Unauthenticated => "urn:prospect:problem:not-signed-in",
            Self::Forbidden => "urn:prospect:problem:not-allowed",
            Self::NotFound => "urn:prospect:problem:not-found",
            Self::MethodNotAllowed => "urn:prospect:problem:method-not-allowed",
            Self::NotAcceptable => "urn:prospect:problem:not-acceptable",
            Self::RequestTimeout => "urn:prospect:problem:timed-out",
            Self::Conflict => "urn:prospect:problem:conflict",
            Self::PreconditionFailed => "urn:prospect:problem:stale",
            Self::PayloadTooLarge => "urn:prospect:problem:too-large",
            Self::UnsupportedMediaType => "urn:prospect:problem:unsupported-media-type",
            Self::Unprocessable => "urn:prospect:problem:invalid",
            Self::UpgradeRequired => "urn:prospect:problem:upgrade-required",
            Self::PreconditionRequired => "urn:prospect:problem:if-match-required",
            Self::TooManyRequests => "urn:prospect:problem:too-many-requests",
            Self::Internal => "urn:prospect:problem:internal",
            Self::Unavailable => "urn:prospect:problem:unavailable",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request cannot be read",
            Self::Unauthenticated => "Not signed in",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed here",
            Self::NotAcceptable => "No acceptable form",
            Self::RequestTimeout => "Timed out",
            Self::Conflict => "Conflict",
            Self::PreconditionFailed => "Changed by someone else",
            Self::PayloadTooLarge => "Too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::Unprocessable => "Invalid input",
            Self::UpgradeRequired => "WebSocket upgrade required",
            Self::PreconditionRequired => "If-Match required",
            Self::TooManyRequests => "Too many requests",
            Self::Internal => "Internal error",
            Self::Unavailable => "Unavailable",
        }
    }
}

/// One fault in the input. `pointer` is a JSON pointer (RFC 6901) into the body; a query parameter
/// is `/query/{name}`, a form part `/form/{name}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InputError {
    #[schema(example = "/horizon")]
    pub pointer: String,
    #[schema(example = "horizon is 0; it must lie between 1 and 1,000")]
    pub detail: String,
}

impl InputError {
    pub(crate) fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub kind: Kind,
    pub detail: Cow<'static, str>,
    pub errors: Vec<InputError>,
    pub retry_after_s: Option<u64>,
}

/// The wire form of a [`Problem`].
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody<'a> {
    /// Names the kind of problem; stable.
    #[schema(example = "urn:prospect:problem:not-found")]
    pub r#type: &'a str,
    #[schema(example = "Not found")]
    pub title: &'a str,
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong with this request and what would be right.
    pub detail: &'a str,
    /// The path that was asked for.
    pub instance: &'a str,
    /// The same as the `X-Request-Id` response header; quote it when asking for help.
    pub request_id: &'a str,
    /// Faults by place in the input; empty when the problem is not about the input.
    pub errors: &'a [InputError],
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after_s: None,
        }
    }

    /// 404 for one object. `what` is the word of the product, `id` as the caller wrote it.
    pub(crate) fn not_found(what: &str, id: &str) -> Self {
        Self::new(
            Kind::NotFound,
            format!("there is no {what} \"{id}\" in this workspace"),
        )
    }

    pub(crate) fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::BadRequest, detail)
    }

    pub(crate) fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Conflict, detail)
    }

    /// 422 with one fault.
    pub(crate) fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::invalid_input(vec![InputError::new(pointer, detail)])
    }

    /// 422 with the faults found; the first becomes the sentence.
    pub(crate) fn invalid_input(errors: Vec<InputError>) -> Self {
        let detail = errors.first().map_or_else(
            || "the input is invalid".to_owned(),
            |first| first.detail.clone(),
        );
        Self {
            errors,
            ..Self::new(Kind::Unprocessable, detail)
        }
    }

    pub(crate) fn too_many_requests(
        detail: impl Into<Cow<'static, str>>,
        retry_after_s: u64,
    ) -> Self {
        Self {
            retry_after_s: Some(retry_after_s.max(1)),
            ..Self::new(Kind::TooManyRequests, detail)
        }
    }

    pub(crate) fn unavailable(detail: impl Into<Cow<'static, str>>, retry_after_s: u64) -> Self {
        Self {
            retry_after_s: Some(retry_after_s.max(1)),
            ..Self::new(Kind::Unavailable, detail)
        }
    }

    /// 500. The cause goes to the log with the request's id and never to the caller.
    pub(crate) fn internal(cause: &(dyn Error + 'static)) -> Self {
        let mut chain = cause.to_string();
        let mut next = cause.source();
        while let Some(source) = next {
            chain.push_str(": ");
            chain.push_str(&source.to_string());
            next = source.source();
        }
        tracing::error!(cause = chain, "request failed");
        Self::new(
            Kind::Internal,
            "the server failed to answer; the cause is in its log under this request id",
        )
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// As it is written; `instance` and `request_id` as the edge knows them.
    pub(crate) fn body<'a>(&'a self, instance: &'a str, request_id: &'a str) -> ProblemBody<'a> {
        ProblemBody {
            r#type: self.kind.urn(),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: &self.detail,
            instance,
            request_id,
            errors: &self.errors,
        }
    }

    /// The complete response.
    pub(crate) fn render(&self, instance: &str, request_id: &str) -> Response {
        let status = self.kind.status();
        let body = serde_json::to_vec(&self.body(instance, request_id))
            .expect("strings and numbers always serialise");
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        self.fill_headers(response.headers_mut());
        response
    }

    fn fill_headers(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::Unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.kind == Kind::UpgradeRequired {
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.render("", "");
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_maps_back_from_its_status() {
        for code in 400..600 {
            let status = StatusCode::from_u16(code).unwrap();
            let kind = Kind::of_status(status);
            assert_eq!(Kind::of_status(kind.status()), kind, "status {code}");
        }
    }

    #[test]
    fn internal_problems_do_not_tell_the_cause() {
        let cause = std::io::Error::other("password=hunter2");
        let problem = Problem::internal(&cause);
        assert!(!problem.detail.contains("hunter2"));
    }
}
