//! `/api/v1/simulations`

use prospect_simulate::examples;
use serde_json::{Value, json};

use crate::app::{App, Caller, on_both_engines};

on_both_engines!(
    a_run_is_stored_and_repeats_to_the_digit,
    a_long_run_becomes_a_job,
    tables_leave_as_files,
    a_result_leaves_as_a_report,
    a_stored_forecast_gives_the_price_path,
    an_iteration_runs_again_and_indices_come_from_a_result,
    two_scenarios_are_compared_on_the_same_draws,
    bad_requests_are_told_by_place,
);

fn example() -> Value {
    serde_json::to_value(examples::OKO_WEST_2025.scenario()).unwrap()
}

async fn ready(app: &App) -> (Caller, String) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let body = json!({ "note": "As printed", "slug": "oko", "scenario": example() });
    app.post(&admin, "/api/v1/scenarios?workspace=w", &body)
        .await
        .ok(201);
    (admin, "/api/v1/simulations/run?workspace=w".to_owned())
}

async fn a_run_is_stored_and_repeats_to_the_digit(app: App) {
    let (admin, run) = ready(&app).await;
    let body = json!({ "scenario": "oko", "iterations": 1000, "seed": 5 });
    let first = app.post(&admin, &run, &body).await.ok(200);
    assert_eq!(
        (&first["state"], &first["scenario_version"]),
        (&json!("done"), &json!(1))
    );
    assert!(first["summary"]["p10"].as_f64().unwrap() < first["summary"]["p90"].as_f64().unwrap());
    let again = app
        .post(&admin, "/api/simulations/run?workspace=w", &body)
        .await
        .ok(200);
    assert_eq!(again["result"], first["result"]);
    let hash = examples::OKO_WEST_2025.scenario().content_hash();
    for run in [&first, &again] {
        assert_eq!(run["scenario_hash"], json!(hash));
        assert_eq!(run["result"]["scenario_hash"], json!(hash));
    }
    let version = "/api/v1/scenarios/oko/versions/1?workspace=w";
    assert_eq!(app.get(&admin, version).await.ok(200)["hash"], json!(hash));
    let path = format!("/api/v1/simulations/{}", first["id"].as_str().unwrap());
    assert_eq!(
        app.get(&admin, &path).await.ok(200)["summary"],
        first["summary"]
    );
    assert_eq!(
        app.get(&admin, &format!("{path}/result")).await.ok(200),
        first["result"]
    );
    let list = app
        .get(&admin, "/api/v1/simulations?workspace=w&scenario=oko")
        .await
        .ok(200);
    assert_eq!(list["total"], 2);
    let (base, timing) = (&first["result"]["base_npv"], &first["result"]["timing"]);
    let base = &base[timing.as_str().unwrap()];
    assert!(base.is_number());
    assert_eq!(&list["items"][0]["summary"]["base"], base);
    let overview = app
        .get(&admin, "/api/v1/scenarios?workspace=w")
        .await
        .ok(200);
    let latest = &overview["items"][0]["latest_simulation"];
    assert_eq!(latest["id"], again["id"]);
    assert_eq!(&latest["npv"]["base"], base);
    app.delete(&admin, &path).await.ok(204);
    app.get(&admin, &path).await.problem(404);
}

async fn a_long_run_becomes_a_job(app: App) {
    let (admin, run) = ready(&app).await;
    let body = json!({ "scenario": "oko", "iterations": 1000, "wait": false });
    let started = app.post(&admin, &run, &body).await.ok(202);
    assert_eq!(started["simulation"]["state"], "queued");
    assert_eq!(started["job"]["state"], "queued");
    assert_eq!(started["simulation"]["job_id"], started["job"]["id"]);
    let path = format!(
        "/api/v1/simulations/{}",
        started["simulation"]["id"].as_str().unwrap()
    );
    app.get(&admin, &format!("{path}/result"))
        .await
        .problem(409);
    app.get(&admin, &format!("{path}/export"))
        .await
        .problem(409);
    let body = json!({ "scenario": "oko", "iterations": 200_001 });
    app.post(&admin, &run, &body).await.ok(202);
}

async fn tables_leave_as_files(app: App) {
    let (admin, run) = ready(&app).await;
    let body = json!({ "scenario": example(), "iterations": 200, "sampling": "latin_hypercube" });
    let made = app.post(&admin, &run, &body).await.ok(200);
    assert!(made["scenario_slug"].is_null());
    let hash = examples::OKO_WEST_2025.scenario().content_hash();
    assert_eq!(made["scenario_hash"], json!(hash));
    let path = format!(
        "/api/v1/simulations/{}/export",
        made["id"].as_str().unwrap()
    );
    let iterations = app
        .get(&admin, &format!("{path}?table=iterations"))
        .await
        .text();
    assert_eq!(iterations.lines().count(), 201, "{iterations}");
    let periods = app
        .get(&admin, &format!("{path}?table=cash_flow"))
        .await
        .text();
    let expected = example()["periods"]["labels"].as_array().unwrap().len();
    assert_eq!(periods.lines().count(), expected + 1);
    let summary = app
        .get(&admin, &format!("{path}?table=summary&format=json"))
        .await;
    assert_eq!(summary.status, 200, "{}", summary.text());
    for format in ["xlsx", "parquet"] {
        let file = app
            .get(&admin, &format!("{path}?table=iterations&format={format}"))
            .await;
        assert_eq!(file.status, 200, "{}", file.text());
    }
}

async fn a_result_leaves_as_a_report(app: App) {
    let (admin, run) = ready(&app).await;
    let body = json!({ "scenario": "oko", "iterations": 300, "seed": 5 });
    let made = app.post(&admin, &run, &body).await.ok(200);
    let path = format!(
        "/api/v1/simulations/{}/report",
        made["id"].as_str().unwrap()
    );
    let page = app.get(&admin, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("oko v1") && page.text().contains("<dd>300</dd>"));
    let workbook = app
        .get(&admin, &format!("{path}?format=xlsx&sections=results"))
        .await;
    assert_eq!(workbook.status, 200);
    assert!(workbook.bytes.starts_with(b"PK"));
    let problem = app
        .get(&admin, &format!("{path}?sections=tables"))
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/query/sections");
}

async fn a_stored_forecast_gives_the_price_path(app: App) {
    let (admin, run) = ready(&app).await;
    let series = app.series(&admin, "w", 120).await;
    let mut scenario = example();
    let unit = scenario["prices"][0]["unit"].clone();
    let body = json!({ "observations": [{ "time": "2010-01-01T00:00:00Z", "value": 200.0 }] });
    app.post(
        &admin,
        &format!("/api/v1/series/{series}/observations"),
        &body,
    )
    .await
    .ok(200);
    let patch = json!({ "unit": unit });
    let tag = app
        .get(&admin, &format!("/api/v1/series/{series}"))
        .await
        .header("etag")
        .to_owned();
    let path = format!("/api/v1/series/{series}");
    let method = axum::http::Method::PATCH;
    app.send(&admin, &method, &path, &patch, &[("if-match", &tag)])
        .await
        .ok(200);
    let body = json!({ "series_id": series, "horizon": 24 });
    let forecast = app.post(&admin, "/api/v1/forecasts", &body).await.ok(201);
    scenario["prices"][0]["path"] =
        json!({ "kind": "forecast", "forecast": forecast["id"], "beyond": "hold" });
    let body = json!({ "scenario": scenario, "iterations": 500 });
    let made = app.post(&admin, &run, &body).await.ok(200);
    let inputs = made["result"]["inputs"].as_array().unwrap();
    assert!(
        inputs.iter().any(|input| input["note"].is_string()
            || input["distribution"].as_str().unwrap().contains("forecast")),
        "{inputs:?}"
    );
    scenario["prices"][0]["path"]["forecast"] = json!("00000000-0000-7000-8000-000000000000");
    let body = json!({ "scenario": scenario, "iterations": 500 });
    let problem = app.post(&admin, &run, &body).await.problem(422);
    assert_eq!(
        problem["errors"][0]["pointer"],
        "/scenario/prices/0/path/forecast"
    );
}

async fn bad_requests_are_told_by_place(app: App) {
    let (admin, run) = ready(&app).await;
    for (body, pointer) in [
        (json!({ "scenario": "oko", "iterations": 0 }), "/iterations"),
        (
            json!({ "scenario": {}, "iterations": 10 }),
            "/scenario/schema_version",
        ),
        (json!({ "scenario": example(), "version": 1 }), "/version"),
    ] {
        let problem = app.post(&admin, &run, &body).await.problem(422);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    app.post(&admin, &run, &json!({ "scenario": "none" }))
        .await
        .problem(404);
    app.post(&admin, &run, &json!({ "scenario": "oko", "version": 9 }))
        .await
        .problem(404);
}

async fn an_iteration_runs_again_and_indices_come_from_a_result(app: App) {
    let (admin, run) = ready(&app).await;
    let body = json!({ "scenario": "oko", "iterations": 400, "seed": 5 });
    let made = app.post(&admin, &run, &body).await.ok(200);
    let path = format!("/api/v1/simulations/{}", made["id"].as_str().unwrap());
    let table = app
        .get(
            &admin,
            &format!("{path}/export?table=iterations&format=json"),
        )
        .await
        .ok(200);
    let text = table.to_string();
    let one = app
        .get(&admin, &format!("{path}/iterations/17"))
        .await
        .ok(200);
    assert_eq!(one["iteration"], 17);
    let timing = made["result"]["timing"].as_str().unwrap();
    let npv = one["case"]["figures"]["npv_after_tax"][timing].to_string();
    assert!(text.contains(&npv), "{npv} stands in the table");
    assert!(one["inputs"][0]["label"].is_string());
    let missing = app.get(&admin, &format!("{path}/iterations/400")).await;
    missing.problem(404);
    let indices = app
        .get(&admin, &format!("{path}/sobol?points=256"))
        .await
        .ok(200);
    assert_eq!(indices["points"], 256);
    assert!(indices["entries"].as_array().unwrap().len() > 3);
    app.get(&admin, &format!("{path}/sobol?points=100"))
        .await
        .problem(422);
}

async fn two_scenarios_are_compared_on_the_same_draws(app: App) {
    let (admin, _) = ready(&app).await;
    let compare = "/api/v1/simulations/compare?workspace=w";
    let mut dearer = example();
    let first = &mut dearer["capital"][0]["amount"]["values"];
    let values = first.as_array_mut().unwrap();
    for value in values {
        *value = json!(value.as_f64().unwrap() * 1.2);
    }
    let body = json!({
        "a": { "scenario": "oko", "version": 1 },
        "b": { "scenario": dearer },
        "iterations": 500,
    });
    let found = app.post(&admin, compare, &body).await.ok(200);
    assert_eq!(found["probability_a_beats_b"]["value"], 1.0);
    assert!(found["difference"]["min"].as_f64().unwrap() > 0.0);
    assert_eq!(found["only_in_a"], json!([]));
    let body = json!({ "a": { "scenario": "oko" }, "b": { "scenario": "none" } });
    app.post(&admin, compare, &body).await.problem(404);
    let body = json!({ "a": { "scenario": "oko" }, "b": { "scenario": "oko", "version": 1 }, "iterations": 0 });
    let problem = app.post(&admin, compare, &body).await.problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/iterations");
}
