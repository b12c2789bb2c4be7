//! `/api/v1/forecasts`

use serde_json::{Value, json};

use crate::app::{App, on_both_engines};

on_both_engines!(
    a_forecast_is_looked_at_stored_and_scored,
    a_forecast_sees_only_what_was_known,
    bad_requests_are_told_by_place,
    a_race_is_told_stage_by_stage,
    regressors_move_a_forecast,
    a_batch_queues_a_job_for_each_series,
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
        ("models", json!(["ets:AAM"]), "/models/0"),
        ("transform", json!({ "box_cox": 3.0 }), "/transform/box_cox"),
        ("budget_ms", json!(0), "/budget_ms"),
        (
            "regressors",
            json!([{ "series_id": id }]),
            "/regressors/0/series_id",
        ),
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

async fn a_race_is_told_stage_by_stage(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 120).await;
    let body = json!({ "series_id": id, "horizon": 6 });
    let told = app.post(&admin, "/api/v1/forecasts/race", &body).await;
    assert_eq!(told.header("content-type"), "text/event-stream");
    let text = told.text();
    let events: Vec<(&str, Value)> = text
        .split("\n\n")
        .filter_map(|event| {
            let (name, data) = event.trim().split_once('\n')?;
            let data = data.strip_prefix("data: ").expect("data after the name");
            Some((
                name.strip_prefix("event: ").expect("the name first"),
                serde_json::from_str(data).expect("JSON"),
            ))
        })
        .collect();
    let names: Vec<&str> = events.iter().map(|event| event.0).collect();
    assert_eq!(names, ["race", "race", "race", "race", "forecast"]);
    assert_eq!(events[0].1["stages"], 4);
    assert!(events[3].1["scores"].as_array().unwrap().len() > 8);
    let looked = app
        .post(&admin, "/api/v1/forecasts/preview", &body)
        .await
        .ok(200);
    assert_eq!(events[4].1, looked);
    // What has been computed is not raced again.
    let again = app.post(&admin, "/api/v1/forecasts/race", &body).await;
    assert!(again.text().starts_with("event: forecast\n"));
    let bad = json!({ "series_id": id, "horizon": 0 });
    app.post(&admin, "/api/v1/forecasts/race", &bad)
        .await
        .problem(422);
}

async fn regressors_move_a_forecast(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 120).await;
    let driver = app.series_of(&admin, "w", "DRIVER", 110).await;
    let asked = |future: Value| {
        json!({
            "series_id": id, "horizon": 3, "models": ["arima:1-0-0-c"],
            "regressors": [{ "series_id": driver, "future": future }],
        })
    };
    let mut medians = Vec::new();
    for future in [json!("hold"), json!("forecast"), json!([500.0])] {
        let made = app
            .post(&admin, "/api/v1/forecasts/preview", &asked(future))
            .await
            .ok(200);
        medians.push(made["result"]["median"].clone());
    }
    assert_ne!(medians[0], medians[2]);
    let many = app
        .post(
            &admin,
            "/api/v1/forecasts/preview",
            &asked(json!([1, 2, 3, 4])),
        )
        .await
        .problem(422);
    assert_eq!(many["errors"][0]["pointer"], "/regressors/0/future");
}

async fn a_batch_queues_a_job_for_each_series(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let ids = [
        app.series(&admin, "w", 60).await,
        app.series_of(&admin, "w", "OTHER", 48).await,
    ];
    let body = json!({ "series_ids": ids, "horizon": 6 });
    let queued = app
        .post(&admin, "/api/v1/forecasts/batch", &body)
        .await
        .ok(202);
    let jobs = queued["jobs"].as_array().unwrap();
    assert_eq!(jobs.len(), 2);
    assert_eq!(jobs[1]["series_id"], json!(ids[1]));
    let path = format!("/api/v1/jobs/{}", jobs[0]["job_id"].as_str().unwrap());
    assert_eq!(app.get(&admin, &path).await.ok(200)["kind"], "forecast");
    let none = json!({ "series_ids": [], "horizon": 6 });
    app.post(&admin, "/api/v1/forecasts/batch", &none)
        .await
        .problem(422);
    let one_missing = json!({
        "series_ids": [ids[0], "00000000-0000-7000-8000-000000000000"], "horizon": 6
    });
    app.post(&admin, "/api/v1/forecasts/batch", &one_missing)
        .await
        .problem(404);
    let jobs = app.get(&admin, "/api/v1/jobs?workspace=w").await.ok(200);
    assert_eq!(jobs["total"], 2, "all are queued or none");
}
