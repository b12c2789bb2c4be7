//! `/api/v1/users`

use axum::http::Method;
use serde_json::json;

use crate::app::{App, PASSWORD, on_both_engines};

on_both_engines!(
    users_are_made_changed_and_removed,
    the_last_administrator_stays,
    every_write_is_in_the_audit_log,
);

async fn users_are_made_changed_and_removed(app: App) {
    let admin = app.admin().await;
    let vera = app.user(&admin, "Vera", "viewer").await;
    let taken = json!({ "name": "vera", "password": PASSWORD, "role": "viewer" });
    app.post(&admin, "/api/v1/users", &taken).await.problem(409);
    let list = app.get(&admin, "/api/v1/users").await.ok(200);
    assert_eq!(list["total"], 2);
    let user = &list["items"][1];
    let path = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
    let patch = json!({ "disabled": true });
    app.send(&admin, &Method::PATCH, &path, &patch, &[])
        .await
        .problem(428);
    app.send(
        &admin,
        &Method::PATCH,
        &path,
        &patch,
        &[("if-match", "\"v9\"")],
    )
    .await
    .problem(412);
    let answer = app
        .send(
            &admin,
            &Method::PATCH,
            &path,
            &patch,
            &[("if-match", "\"v1\"")],
        )
        .await;
    assert_eq!(answer.ok(200)["disabled"], true);
    assert_eq!(answer.header("etag"), "\"v2\"");
    app.get(&vera, "/api/v1/workspaces").await.problem(401);
    app.delete(&admin, &path).await.ok(204);
    app.delete(&admin, &path).await.problem(404);
}

async fn the_last_administrator_stays(app: App) {
    let admin = app.admin().await;
    let list = app.get(&admin, "/api/v1/users").await.ok(200);
    let path = format!("/api/v1/users/{}", list["items"][0]["id"].as_str().unwrap());
    app.delete(&admin, &path).await.problem(409);
    let patch = json!({ "role": "viewer" });
    let answer = app
        .send(
            &admin,
            &Method::PATCH,
            &path,
            &patch,
            &[("if-match", "\"v1\"")],
        )
        .await;
    answer.problem(409);
    app.get(&admin, "/api/v1/users").await.ok(200);
}

async fn every_write_is_in_the_audit_log(app: App) {
    let admin = app.admin().await;
    app.user(&admin, "Vera", "viewer").await;
    let log = app.get(&admin, "/api/v1/audit").await.ok(200);
    let told: Vec<_> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let text = |field: &str| entry[field].as_str().unwrap_or_default().to_owned();
            (
                text("action"),
                text("subject_name"),
                entry["actor"]["name"].clone(),
            )
        })
        .collect();
    let expected = [
        ("sign_in", "Vera", "Vera"),
        ("create", "Vera", "Ada"),
        ("setup", "Ada", "Ada"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((action, subject, actor), expected) in told.iter().zip(expected) {
        assert_eq!(
            (action.as_str(), subject.as_str(), actor.as_str().unwrap()),
            expected
        );
    }
    assert_eq!(log["items"][0]["address"], "203.0.113.9");
    assert!(
        !app.get(&admin, "/api/v1/audit")
            .await
            .text()
            .contains("argon2")
    );
}
