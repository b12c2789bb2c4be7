//! `/api/v1/workspaces`

use axum::http::Method;
use serde_json::json;

use crate::app::{App, on_both_engines};

on_both_engines!(
    workspaces_are_made_renamed_and_deleted,
    pages_follow_the_cursor
);

async fn workspaces_are_made_renamed_and_deleted(app: App) {
    let admin = app.admin().await;
    let made = app
        .post(
            &admin,
            "/api/v1/workspaces",
            &json!({ "name": "Andes Copper" }),
        )
        .await;
    assert_eq!(made.ok(201)["slug"], "andes-copper");
    assert_eq!(made.header("etag"), "\"v1\"");
    app.post(
        &admin,
        "/api/v1/workspaces",
        &json!({ "name": "Andes copper" }),
    )
    .await
    .problem(409);
    let bad = json!({ "name": "x", "slug": "Not a slug" });
    app.post(&admin, "/api/v1/workspaces", &bad)
        .await
        .problem(422);
    let path = "/api/v1/workspaces/andes-copper";
    let patch = json!({ "name": "Andes" });
    let renamed = app
        .send(
            &admin,
            &Method::PATCH,
            path,
            &patch,
            &[("if-match", "\"v1\"")],
        )
        .await;
    assert_eq!(renamed.ok(200)["name"], "Andes");
    app.series(&admin, "andes-copper", 12).await;
    app.delete(&admin, path).await.ok(204);
    app.get(&admin, path).await.problem(404);
}

async fn pages_follow_the_cursor(app: App) {
    let admin = app.admin().await;
    for n in 0..5 {
        app.workspace(&admin, &format!("w{n}")).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/workspaces?limit=2".to_owned();
    loop {
        let page = app.get(&admin, &path).await.ok(200);
        assert_eq!(page["total"], 5);
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["slug"].clone()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/api/v1/workspaces?limit=2&cursor={next}");
    }
    assert_eq!(seen, ["w0", "w1", "w2", "w3", "w4"]);
    for bad in ["limit=0", "limit=501", "limit=x", "cursor=nonsense"] {
        app.get(&admin, &format!("/api/v1/workspaces?{bad}"))
            .await
            .problem(422);
    }
}
