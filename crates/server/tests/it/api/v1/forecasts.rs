//! `/api/v1/forecasts`

use serde_json::json;

use crate::app::{App, on_both_engines};

on_both_engines!(
    a_forecast_is_looked_at_stored_and_scored,
    a_forecast_sees_only_what_was_known,
    bad_requests_are_told_by_place,
);

async fn a_forecast_is_looked_at_stored_and_scored(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 120).await;
    let body = json!({ "series_id": id, "horizon": 6, "levels": [80, 95] });
    let looked = app
        .post(&admin, "/api/v1/forecasts/preview", &body)
        .await
        .ok(200);
    assert_eq!(looked["result"]["mean"].as_array().unwrap().len(), 6);
    assert_eq!(looked["unit"], "US$/t");
    let stored = app.post(&admin, "/api/v1/forecasts", &body).await.ok(201);
    assert_eq!(stored["result"], looked["result"]);
    assert_eq!(stored["cut_off"], "2009-12-01T00:00:00Z");
    let path = format!("/api/v1/forecasts/{}", stored["id"].as_str().unwrap());
    assert_eq!(app.get(&admin, &path).await.ok(200), stored);
    let list = app
        .get(
            &admin,
            &format!("/api/v1/forecasts?workspace=w&series_id={id}"),
        )
        .await;
    assert_eq!(list.ok(200)["total"], 1);
    let score = app.get(&admin, &format!("{path}/score")).await.ok(200);
    assert_eq!(score["state"], "open");
    let came = json!({ "observations": [
        { "time": "2010-01-01T00:00:00Z", "value": 220.0 },
        { "time": "2010-02-01T00:00:00Z", "value": 226.0 },
    ] });
    app.post(&admin, &format!("/api/v1/series/{id}/observations"), &came)
        .await
        .ok(200);
    let score = app.get(&admin, &format!("{path}/score")).await.ok(200);
    assert_eq!(
        (&score["state"], &score["known_steps"]),
        (&json!("partial"), &json!(2))
    );
    assert_eq!(app.get(&admin, &path).await.ok(200), stored);
    let csv = app.get(&admin, &format!("{path}/export")).await;
    assert!(csv.text().contains("Lower 80 %"), "{}", csv.text());
}

async fn a_forecast_sees_only_what_was_known(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 60).await;
    let before =
        json!({ "series_id": id, "horizon": 2, "models": ["naive"], "as_of": "2026-03-01" });
    let naive = app
        .post(&admin, "/api/v1/forecasts/preview", &before)
        .await
        .ok(200);
    app.clock.advance(chrono::TimeDelta::days(2));
    let late = json!({ "observations": [{ "time": "2005-01-01T00:00:00Z", "value": 1.0 }] });
    app.post(&admin, &format!("/api/v1/series/{id}/observations"), &late)
        .await
        .ok(200);
    let again = app
        .post(&admin, "/api/v1/forecasts/preview", &before)
        .await
        .ok(200);
    assert_eq!(again["result"]["mean"], naive["result"]["mean"]);
    let latest = json!({ "series_id": id, "horizon": 2, "models": ["naive"] });
    let latest = app
        .post(&admin, "/api/v1/forecasts/preview", &latest)
        .await
        .ok(200);
    assert_eq!(latest["result"]["mean"], json!([1.0, 1.0]));
}

async fn bad_requests_are_told_by_place(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 60).await;
    for (field, value, pointer) in [
        ("horizon", json!(0), "/horizon"),
        ("levels", json!([80, 100]), "/levels/1"),
        ("models", json!(["naive", "oracle"]), "/models/1"),
        ("models", json!([]), "/models"),
        ("as_of", json!("once"), "/as_of"),
        ("as_of", json!("1999-01-01"), "/series_id"),
    ] {
        let mut body = json!({ "series_id": id, "horizon": 2 });
        body[field] = value;
        let problem = app
            .post(&admin, "/api/v1/forecasts/preview", &body)
            .await
            .problem(422);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
    let elsewhere = json!({ "series_id": "00000000-0000-7000-8000-000000000000", "horizon": 2 });
    app.post(&admin, "/api/v1/forecasts/preview", &elsewhere)
        .await
        .problem(404);
}
