//! Extractors that answer bad input with a problem naming the place of the fault.
//! axum's own extractors answer in plain text and are not used by endpoints.

mod form;
mod json;
mod path;
mod pointer;
mod query;

pub(crate) use form::Form;
pub(crate) use json::Json;
pub(crate) use path::Path;
pub(crate) use query::Query;
