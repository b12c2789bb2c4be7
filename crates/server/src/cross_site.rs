//! Refuses writes a foreign page makes a browser send. Callers that prove themselves with a bearer
//! key cannot be abused this way, since a page cannot add one; cookies and the demo's loopback
//! trust travel along by themselves and are checked here.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::authenticate::{Caller, Proof};
use crate::problem::{Kind, Problem};

pub(crate) fn refuse(caller: Option<&Caller>, parts: &Parts) -> Result<(), Problem> {
    if caller.is_some_and(|caller| caller.proof == Proof::ApiKey) || same_site(&parts.headers) {
        return Ok(());
    }
    Err(Problem::new(
        Kind::Forbidden,
        "this request comes from another site's page; open the workbench at its own address",
    ))
}

/// Browsers send `Sec-Fetch-Site` or `Origin` with every write; programs that send neither cannot
/// have been tricked by a page.
pub(crate) fn same_site(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return true;
    };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_foreign_pages_are_refused() {
        assert!(same_site(&headers(&[("host", "127.0.0.1:8000")])));
        assert!(same_site(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(same_site(&headers(&[
            ("host", "127.0.0.1:8000"),
            ("origin", "http://127.0.0.1:8000")
        ])));
        assert!(!same_site(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!same_site(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(!same_site(&headers(&[
            ("host", "127.0.0.1:8000"),
            ("origin", "https://a.example")
        ])));
        assert!(!same_site(&headers(&[
            ("host", "127.0.0.1:8000"),
            ("origin", "null")
        ])));
    }
}
