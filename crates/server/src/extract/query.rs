//! The query string. Unknown parameters are refused earlier, by the route's guard, which knows
//! every parameter the route documents.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::pointer::pointer;
use crate::problem::Problem;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parse(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let deserializer = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let place = pointer("/query", error.path());
        let cause = error.into_inner().to_string();
        Problem::invalid(place, cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Limit {
        limit: Option<u32>,
    }

    #[test]
    fn a_bad_parameter_is_named() {
        let problem = parse::<Limit>("limit=ten").unwrap_err();
        assert_eq!(problem.errors[0].pointer, "/query/limit");
        assert_eq!(parse::<Limit>("limit=10").unwrap().limit, Some(10));
        assert_eq!(parse::<Limit>("").unwrap().limit, None);
    }
}
