//! `/api/v1/setup`

use serde_json::json;

use crate::app::{App, Caller, PASSWORD, on_both_engines};

on_both_engines!(
    the_token_makes_one_administrator_once,
    bad_input_is_told_by_place
);

async fn the_token_makes_one_administrator_once(app: App) {
    let nobody = Caller::default();
    assert_eq!(
        app.get(&nobody, "/api/v1/setup").await.ok(200)["needed"],
        true
    );
    let wrong = json!({ "token": "guess", "name": "Eve", "password": PASSWORD });
    app.post(&nobody, "/api/v1/setup", &wrong)
        .await
        .problem(403);
    let admin = app.admin().await;
    assert_eq!(
        app.get(&nobody, "/api/v1/setup").await.ok(200)["needed"],
        false
    );
    let session = app.get(&admin, "/api/v1/session").await.ok(200);
    assert_eq!(session["user"]["name"], "Ada");
    assert_eq!(session["role"], "admin");
    let again = json!({ "token": app.setup_token, "name": "Eve", "password": PASSWORD });
    app.post(&nobody, "/api/v1/setup", &again)
        .await
        .problem(403);
}

async fn bad_input_is_told_by_place(app: App) {
    let nobody = Caller::default();
    let short = json!({ "token": app.setup_token, "name": "Ada", "password": "short" });
    let problem = app
        .post(&nobody, "/api/v1/setup", &short)
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/password");
    let unnamed = json!({ "token": app.setup_token, "name": " ", "password": PASSWORD });
    let problem = app
        .post(&nobody, "/api/v1/setup", &unnamed)
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/name");
    assert_eq!(
        app.get(&nobody, "/api/v1/setup").await.ok(200)["needed"],
        true
    );
}
