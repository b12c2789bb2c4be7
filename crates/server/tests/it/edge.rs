//! What happens to every request: ids, problems, headers, limits.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

use crate::app::{App, Caller, on_both_engines};

on_both_engines!(
    probes_answer,
    unknown_addresses_and_methods_are_problems,
    bad_bodies_are_problems,
    headers_protect_the_pages,
    request_ids_are_echoed_or_made,
    metrics_carry_the_promised_names,
    pages_are_served_and_unknown_api_addresses_are_not,
    answers_are_compressed,
);

async fn probes_answer(app: App) {
    let nobody = Caller::default();
    let health = app.get(&nobody, "/health").await;
    assert_eq!(health.text(), r#"{"status":"ok"}"#);
    app.get(&nobody, "/livez").await.ok(200);
    app.get(&nobody, "/readyz").await.ok(200);
    app.state.store.close().await;
    app.get(&nobody, "/livez").await.ok(200);
    let problem = app.get(&nobody, "/readyz").await;
    problem.problem(503);
    assert!(!problem.header("retry-after").is_empty());
}

async fn unknown_addresses_and_methods_are_problems(app: App) {
    let nobody = Caller::default();
    app.get(&nobody, "/api/v1/nothing").await.problem(404);
    app.get(&nobody, "/nothing.html").await.problem(404);
    let answer = app.delete(&nobody, "/health").await;
    answer.problem(405);
    assert_eq!(answer.header("allow"), "GET,HEAD");
    let answer = app
        .send(&nobody, &Method::PUT, "/api/v1/session", &json!({}), &[])
        .await;
    answer.problem(405);
    assert_eq!(answer.header("allow"), "GET,HEAD,POST,DELETE");
}

async fn bad_bodies_are_problems(app: App) {
    let nobody = Caller::default();
    let post = |content_type: &'static str, body: &'static str| {
        Request::post("/api/v1/session")
            .header("content-type", content_type)
            .body(Body::from(body))
            .unwrap()
    };
    app.request(&nobody, post("text/plain", "{}"))
        .await
        .problem(415);
    app.request(&nobody, post("application/json", "{"))
        .await
        .problem(400);
    let problem = app
        .request(&nobody, post("application/json", r#"{"name":1}"#))
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/name");
    let body = vec![b' '; 3 << 20];
    let large = Request::post("/api/v1/session")
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap();
    app.request(&nobody, large).await.problem(413);
    let problem = app
        .get(&nobody, "/api/v1/session?colour=red")
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/query/colour");
}

async fn headers_protect_the_pages(app: App) {
    let answer = app.get(&Caller::default(), "/api/v1/session").await;
    assert!(
        answer
            .header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
}

async fn request_ids_are_echoed_or_made(app: App) {
    let sent = app
        .get(&Caller::default().with("x-request-id", "mine-1"), "/health")
        .await;
    assert_eq!(sent.header("x-request-id"), "mine-1");
    let long = "x".repeat(100);
    let replaced = app
        .get(&Caller::default().with("x-request-id", &long), "/health")
        .await;
    assert_eq!(replaced.header("x-request-id").len(), 32);
}

async fn metrics_carry_the_promised_names(app: App) {
    let nobody = Caller::default();
    app.get(&nobody, "/api/v1/session").await.ok(200);
    app.get(&nobody, "/api/v1/nothing/here").await.problem(404);
    let text = app.get(&nobody, "/metrics").await.text();
    for line in [
        "# TYPE http_requests_total counter",
        "# TYPE http_request_duration_seconds histogram",
        "# TYPE cache_hits_total counter",
        "# TYPE cache_misses_total counter",
        "# HELP http_requests_total ",
        r#"http_requests_total{method="GET",endpoint="/api/v1/session",status="200"}"#,
        r#"http_requests_total{method="GET",endpoint="unmatched",status="404"}"#,
        r#"http_request_duration_seconds_bucket{method="GET",endpoint="/api/v1/session","#,
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

async fn pages_are_served_and_unknown_api_addresses_are_not(app: App) {
    let nobody = Caller::default();
    for page in ["/", "/setup", "/login", "/w/demo/series", "/s/token"] {
        assert_eq!(app.get(&nobody, page).await.status, 200, "{page}");
    }
    assert_eq!(app.get(&nobody, "/api/docs/index.html").await.status, 200);
    assert_eq!(
        app.get(&nobody, "/api/docs/swagger-ui-bundle.js")
            .await
            .status,
        200
    );
    app.get(&nobody, "/api/docs/nothing.js").await.problem(404);
    let answer = app.get(&nobody, "/api/docs").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/api/docs/index.html");
    let document = app.get(&nobody, "/api/openapi.json").await.ok(200);
    assert_eq!(document["info"]["title"], "Prospect");
}

async fn answers_are_compressed(app: App) {
    for encoding in ["gzip", "zstd"] {
        let caller = Caller::default().with("accept-encoding", encoding);
        let answer = app.get(&caller, "/api/openapi.json").await;
        assert_eq!(answer.header("content-encoding"), encoding);
    }
}
