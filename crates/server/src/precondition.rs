//! Guarding edits: an object's version as its `ETag`, and `If-Match` on what changes it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};

use crate::problem::{Kind, Problem};

/// The version the caller last saw, from `If-Match`; 428 without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Problem::new(
                Kind::PreconditionRequired,
                "send If-Match with the ETag of the version you changed",
            ));
        };
        value
            .to_str()
            .ok()
            .and_then(version_of)
            .map(Self)
            .ok_or_else(|| {
                Problem::bad_request("If-Match must be one ETag of this object, such as \"v3\"")
            })
    }
}

fn version_of(tag: &str) -> Option<i64> {
    tag.trim()
        .strip_prefix("\"v")?
        .strip_suffix('"')?
        .parse()
        .ok()
}

/// `ETag: "v7"` for version 7.
pub(crate) fn etag(version: i64) -> [(header::HeaderName, HeaderValue); 1] {
    let tag = HeaderValue::from_str(&format!("\"v{version}\"")).expect("digits are valid");
    [(header::ETAG, tag)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_reads_back() {
        let [(_, tag)] = etag(12);
        assert_eq!(version_of(tag.to_str().unwrap()), Some(12));
        assert_eq!(version_of("*"), None);
        assert_eq!(version_of("W/\"v1\""), None);
    }
}
