//! What happens to every request and response, whatever the route: ids, problems, headers,
//! metrics. Decisions that depend on the route are in `routing`.

pub mod metrics;
pub mod problems;
pub mod request_id;
pub mod security_headers;
