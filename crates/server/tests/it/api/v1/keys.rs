//! `/api/v1/keys`

use serde_json::json;

use crate::app::{App, Caller, on_both_engines};

on_both_engines!(
    keys_work_until_revoked,
    a_key_opens_only_its_workspace,
    keys_do_not_outrank
);

async fn keys_work_until_revoked(app: App) {
    let admin = app.admin().await;
    let body = json!({ "name": "notebook", "role": "viewer" });
    let made = app.post(&admin, "/api/v1/keys", &body).await.ok(201);
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("pk_") && secret.len() == 46, "{secret}");
    let key = Caller::with_key(secret);
    app.get(&key, "/api/v1/workspaces").await.ok(200);
    app.get(&key, "/api/v1/users").await.problem(403);
    // A page cannot add the header, so a foreign origin does not matter.
    app.get(
        &key.clone().with("sec-fetch-site", "cross-site"),
        "/api/v1/workspaces",
    )
    .await
    .ok(200);
    let list = app.get(&admin, "/api/v1/keys").await;
    assert!(!list.text().contains(secret));
    assert!(!list.json()["items"][0]["last_used_at"].is_null());
    let path = format!("/api/v1/keys/{}", made["key"]["id"].as_str().unwrap());
    let rotated = app
        .post(&admin, &format!("{path}/rotate"), &json!(null))
        .await
        .ok(200);
    app.get(&key, "/api/v1/workspaces").await.problem(401);
    let key = Caller::with_key(rotated["secret"].as_str().unwrap());
    app.get(&key, "/api/v1/workspaces").await.ok(200);
    app.post(&key, "/api/v1/keys", &body).await.problem(403);
    app.delete(&admin, &path).await.ok(204);
    app.get(&key, "/api/v1/workspaces").await.problem(401);
    app.get(&Caller::with_key("pk_wrong"), "/api/v1/session")
        .await
        .problem(401);
}

async fn a_key_opens_only_its_workspace(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "open").await;
    app.workspace(&admin, "closed").await;
    let body = json!({ "name": "ci", "workspace": "open" });
    let made = app.post(&admin, "/api/v1/keys", &body).await.ok(201);
    let key = Caller::with_key(made["secret"].as_str().unwrap());
    app.get(&key, "/api/v1/series?workspace=open").await.ok(200);
    app.get(&key, "/api/v1/series?workspace=closed")
        .await
        .problem(404);
    let list = app.get(&key, "/api/v1/workspaces").await.ok(200);
    assert_eq!(list["total"], 1);
    let elsewhere = app.series(&admin, "closed", 12).await;
    app.get(&key, &format!("/api/v1/series/{elsewhere}"))
        .await
        .problem(404);
}

async fn keys_do_not_outrank(app: App) {
    let admin = app.admin().await;
    let vera = app.user(&admin, "Vera", "viewer").await;
    let body = json!({ "name": "up", "role": "admin" });
    let problem = app.post(&vera, "/api/v1/keys", &body).await.problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/role");
    let past = json!({ "name": "old", "expires_at": "2020-01-01T00:00:00Z" });
    app.post(&vera, "/api/v1/keys", &past).await.problem(422);
}
