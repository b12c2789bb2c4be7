//! `Idempotency-Key` on any write.

use std::fmt::Write as _;

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{App, on_both_engines};

on_both_engines!(
    a_repeated_write_is_done_once,
    secrets_are_not_repeated,
    a_dead_claim_is_freed
);

/// Reads, drafts that store nothing, and routes that need no caller do not show it.
#[test]
fn the_document_shows_the_key_where_it_counts() {
    let document = serde_json::to_value(prospect_server::document()).unwrap();
    let shows = |path: &str, method: &str| {
        let parameters = document["paths"][path][method]["parameters"].as_array();
        parameters.is_some_and(|parameters| {
            parameters
                .iter()
                .any(|parameter| parameter["name"] == "Idempotency-Key")
        })
    };
    for (path, method) in [
        ("/api/v1/workspaces", "post"),
        ("/api/v1/series/{id}", "patch"),
        ("/api/v1/scenarios/{slug}", "delete"),
        ("/api/v1/forecasts/batch", "post"),
        ("/api/v1/simulations/run", "post"),
    ] {
        assert!(shows(path, method), "{method} {path}");
    }
    for (path, method) in [
        ("/api/v1/workspaces", "get"),
        ("/api/v1/forecasts/preview", "post"),
        ("/api/v1/forecasts/race", "post"),
        ("/api/v1/scenarios/evaluate", "post"),
        ("/api/v1/session", "post"),
    ] {
        assert!(!shows(path, method), "{method} {path}");
    }
}

async fn a_repeated_write_is_done_once(app: App) {
    let admin = app.admin().await;
    let key = [("idempotency-key", "k1")];
    let body = json!({ "name": "One" });
    let path = "/api/v1/workspaces";
    let first = app.send(&admin, &Method::POST, path, &body, &key).await;
    first.ok(201);
    let again = app.send(&admin, &Method::POST, path, &body, &key).await;
    assert_eq!(again.ok(201), first.json());
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.header("etag"), first.header("etag"));
    let other = json!({ "name": "Two" });
    app.send(&admin, &Method::POST, path, &other, &key)
        .await
        .problem(422);
    assert_eq!(app.get(&admin, path).await.ok(200)["total"], 1);
    // Another person's key of the same text is another key.
    let second = app.user(&admin, "Bea", "admin").await;
    app.send(&second, &Method::POST, path, &other, &key)
        .await
        .ok(201);
    app.clock.advance(TimeDelta::hours(25));
    app.send(
        &admin,
        &Method::POST,
        path,
        &json!({ "name": "Three" }),
        &key,
    )
    .await
    .ok(201);
}

async fn secrets_are_not_repeated(app: App) {
    let admin = app.admin().await;
    let key = [("idempotency-key", "k1")];
    let body = json!({ "name": "notebook" });
    app.send(&admin, &Method::POST, "/api/v1/keys", &body, &key)
        .await
        .ok(201);
    let again = app
        .send(&admin, &Method::POST, "/api/v1/keys", &body, &key)
        .await;
    again.problem(409);
    assert!(!again.text().contains("pk_"));
    assert_eq!(app.get(&admin, "/api/v1/keys").await.ok(200)["total"], 1);
}

async fn a_dead_claim_is_freed(app: App) {
    let admin = app.admin().await;
    let user = app.get(&admin, "/api/v1/session").await.ok(200)["user"]["id"].clone();
    let principal = format!("user:{}", user.as_str().unwrap());
    let body = json!({ "name": "One" });
    let key = [("idempotency-key", "k1")];
    let path = "/api/v1/workspaces";
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    sha2::Digest::update(&mut hash, format!("POST {path}\n{body}"));
    let hash: String = sha2::Digest::finalize(hash)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
    // As a process leaves it that dies between the claim and the answer.
    let now = prospect_server::clock::Clock::now(&app.clock);
    let tx = app.state.store.write().await.unwrap();
    let end = now + TimeDelta::minutes(5);
    tx.idempotency()
        .start(&principal, "k1", &hash, now, end)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let waiting = app.send(&admin, &Method::POST, path, &body, &key).await;
    waiting.problem(409);
    assert_eq!(waiting.header("retry-after"), "1");
    app.clock.advance(TimeDelta::minutes(6));
    app.send(&admin, &Method::POST, path, &body, &key)
        .await
        .ok(201);
    app.clock.advance(TimeDelta::hours(23));
    let again = app.send(&admin, &Method::POST, path, &body, &key).await;
    assert_eq!(again.ok(201)["name"], "One");
    assert_eq!(again.header("idempotency-replayed"), "true");
}
