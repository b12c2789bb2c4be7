//! `/api/v1/session`

use chrono::TimeDelta;
use serde_json::json;

use crate::app::{App, Caller, PASSWORD, on_both_engines};

on_both_engines!(
    signing_in_and_out,
    wrong_passwords_are_refused_alike_and_then_throttled,
    sessions_end_when_unused,
    foreign_pages_cannot_write,
    the_demo_is_for_this_machine_only,
);

async fn signing_in_and_out(app: App) {
    let admin = app.admin().await;
    app.get(&admin, "/api/v1/users").await.ok(200);
    app.delete(&admin, "/api/v1/session").await.ok(204);
    app.get(&admin, "/api/v1/users").await.problem(401);
    let session = app.get(&admin, "/api/v1/session").await.ok(200);
    assert!(session["user"].is_null());
}

async fn wrong_passwords_are_refused_alike_and_then_throttled(app: App) {
    app.admin().await;
    let nobody = Caller::default();
    let try_as = |name: &str| json!({ "name": name, "password": "not the password" });
    let known = app
        .post(&nobody, "/api/v1/session", &try_as("ada"))
        .await
        .problem(401);
    let unknown = app
        .post(&nobody, "/api/v1/session", &try_as("bob"))
        .await
        .problem(401);
    assert_eq!(known["detail"], unknown["detail"]);
    for _ in 0..4 {
        app.post(&nobody, "/api/v1/session", &try_as("ADA"))
            .await
            .problem(401);
    }
    let answer = app.post(&nobody, "/api/v1/session", &try_as("ada")).await;
    answer.problem(429);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    // Someone else's attempts lock nobody out of their own address.
    let right = json!({ "name": "Ada", "password": PASSWORD });
    app.post(&Caller::local(), "/api/v1/session", &right)
        .await
        .ok(201);
}

async fn sessions_end_when_unused(app: App) {
    let admin = app.admin().await;
    app.clock.advance(TimeDelta::days(20));
    app.get(&admin, "/api/v1/users").await.ok(200);
    app.clock.advance(TimeDelta::days(20));
    app.get(&admin, "/api/v1/users").await.ok(200);
    app.clock.advance(TimeDelta::days(31));
    app.get(&admin, "/api/v1/users").await.problem(401);
}

async fn foreign_pages_cannot_write(app: App) {
    let admin = app.admin().await;
    let body = json!({ "name": "New" });
    let foreign = admin.clone().with("sec-fetch-site", "cross-site");
    app.post(&foreign, "/api/v1/workspaces", &body)
        .await
        .problem(403);
    let foreign = admin
        .clone()
        .with("host", "prospect.example")
        .with("origin", "https://evil.example");
    app.post(&foreign, "/api/v1/workspaces", &body)
        .await
        .problem(403);
    let own = admin
        .with("host", "prospect.example")
        .with("origin", "https://prospect.example");
    app.post(&own, "/api/v1/workspaces", &body).await.ok(201);
}

async fn the_demo_is_for_this_machine_only(app: App) {
    let local = Caller::local();
    let session = app.get(&local, "/api/v1/session").await.ok(200);
    assert_eq!(session["demo"], true);
    assert_eq!(session["role"], "analyst");
    app.get(&Caller::default(), "/api/v1/workspaces")
        .await
        .problem(401);
    let rebound = local.clone().with("host", "evil.example:8000");
    app.get(&rebound, "/api/v1/workspaces").await.problem(401);
    let proxied = local.clone().with("x-forwarded-for", "203.0.113.5");
    app.get(&proxied, "/api/v1/workspaces").await.problem(401);
    // A foreign page may make the browser send a write from this machine.
    let foreign = local.clone().with("sec-fetch-site", "cross-site");
    app.post(&foreign, "/api/v1/forecasts/preview", &json!({}))
        .await
        .problem(403);
    // Without a demo workspace there is nothing for a visitor to see.
    let admin = app.admin().await;
    app.workspace(&admin, "secret").await;
    app.get(&local, "/api/v1/series?workspace=secret")
        .await
        .problem(404);
    app.get(&local, "/api/v1/users").await.problem(403);
}
