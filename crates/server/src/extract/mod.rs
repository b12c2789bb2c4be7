//! Extractors that answer bad input with a problem naming the place of the fault.
//! axum's own extractors answer in plain text and are not used by endpoints.

mod form;
mod json;
mod path;
mod pointer;
mod query;

pub use form::Form;
pub use json::Json;
pub use path::Path;
pub use pointer::located;
pub use query::Query;
