//! Counters and histograms under the names the source documents promise. `endpoint` is the route
//! template, never the path, so the number of label values is bounded by the number of routes.

use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::time::Instant;

pub(crate) const REQUESTS: &str = "http_requests_total";
pub(crate) const REQUEST_DURATION: &str = "http_request_duration_seconds";
pub(crate) const QUERY_DURATION: &str = "db_query_duration_seconds";
pub(crate) const CACHE_HITS: &str = "cache_hits_total";
pub(crate) const CACHE_MISSES: &str = "cache_misses_total";
pub(crate) const JOBS_WAITING: &str = "jobs_waiting";
pub(crate) const JOBS_RUNNING: &str = "jobs_running";

const REQUEST_BUCKETS_S: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
const QUERY_BUCKETS_S: [f64; 10] = [
    0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 2.5,
];

/// How often old histogram samples are folded, so that memory stays bounded without a scrape.
pub(crate) const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Installs the process-wide recorder on first use.
pub(crate) fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(install).clone()
}

fn install() -> PrometheusHandle {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(REQUEST_DURATION.into()), &REQUEST_BUCKETS_S)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Full(QUERY_DURATION.into()), &QUERY_BUCKETS_S)
        })
        .expect("the bucket lists are not empty")
        .install_recorder()
        .expect("no other recorder is installed in this process");
    describe_counter!(
        REQUESTS,
        Unit::Count,
        "Requests answered, by method, route and status."
    );
    describe_histogram!(
        REQUEST_DURATION,
        Unit::Seconds,
        "Time from the request's head to the response's head, by method and route."
    );
    describe_histogram!(
        QUERY_DURATION,
        Unit::Seconds,
        "Time of store transactions, by type."
    );
    describe_counter!(
        CACHE_HITS,
        Unit::Count,
        "Answers taken from an in-process cache."
    );
    describe_counter!(
        CACHE_MISSES,
        Unit::Count,
        "Answers an in-process cache did not hold."
    );
    describe_gauge!(
        JOBS_WAITING,
        Unit::Count,
        "Jobs that are due and not yet claimed."
    );
    describe_gauge!(
        JOBS_RUNNING,
        Unit::Count,
        "Jobs that are claimed and not finished."
    );
    counter!(CACHE_HITS).absolute(0);
    counter!(CACHE_MISSES).absolute(0);
    handle
}

pub(crate) async fn record(request: Request, next: Next) -> Response {
    let method = bounded(request.method());
    let endpoint = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    histogram!(REQUEST_DURATION, "method" => method, "endpoint" => endpoint.clone())
        .record(started.elapsed().as_secs_f64());
    counter!(
        REQUESTS,
        "method" => method,
        "endpoint" => endpoint,
        "status" => response.status().as_u16().to_string()
    )
    .increment(1);
    response
}

/// Callers may invent methods; labels may not grow with them.
fn bounded(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
