//! What happens to every request and response, whatever the route: ids, problems, headers,
//! metrics. Decisions that depend on the route are in `routing`.

pub(crate) mod metrics;
pub(crate) mod problems;
pub(crate) mod request_id;
pub(crate) mod security_headers;
