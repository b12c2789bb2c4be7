//! The JSON body.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::pointer::pointer;
use crate::problem::{InputError, Kind, Problem};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                Kind::UnsupportedMediaType,
                "the body must be JSON: send Content-Type: application/json",
            ));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| unread(&rejection))?;
        parse(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let essence = value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

pub(super) fn unread(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            Kind::PayloadTooLarge,
            "the body is larger than this address takes",
        );
    }
    Problem::bad_request("the body ended before it was complete")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let deserializer = &mut serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut *deserializer).map_err(|error| {
        let place = pointer("", error.path());
        let cause = error.into_inner();
        if cause.is_data() {
            Problem::invalid_input(vec![InputError::new(place, without_position(&cause))])
        } else {
            Problem::bad_request(format!("the body is not valid JSON: {cause}"))
        }
    })?;
    deserializer
        .end()
        .map_err(|cause| Problem::bad_request(format!("the body is not valid JSON: {cause}")))?;
    Ok(value)
}

/// serde_json appends " at line 1 column 2", which the pointer says better.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "only its place matters")]
        rows: Vec<Row>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Row {
        #[expect(dead_code, reason = "only its place matters")]
        amount: f64,
    }

    #[test]
    fn a_wrong_type_is_located() {
        let problem = parse::<Body>(br#"{"rows":[{"amount":1},{"amount":"x"}]}"#).unwrap_err();
        assert_eq!(problem.kind, Kind::Unprocessable);
        assert_eq!(
            problem.errors,
            [InputError::new(
                "/rows/1/amount",
                "invalid type: string \"x\", expected f64"
            )]
        );
    }

    #[test]
    fn broken_and_trailing_json_is_a_bad_request() {
        for body in [&b"{"[..], b"", b"{\"rows\":[]} x"] {
            assert_eq!(parse::<Body>(body).unwrap_err().kind, Kind::BadRequest);
        }
    }
}
