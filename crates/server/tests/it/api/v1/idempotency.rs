//! `Idempotency-Key` on any write.

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{App, on_both_engines};

on_both_engines!(a_repeated_write_is_done_once, secrets_are_not_repeated);

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
