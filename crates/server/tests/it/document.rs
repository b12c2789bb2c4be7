//! What the server answers is what the document describes: every field, of the shape it says.

use axum::http::Method;
use jsonschema::Validator;
use prospect_simulate::examples;
use serde_json::{Value, json};

use crate::app::{App, on_both_engines};

on_both_engines!(
    forecasts_are_as_described,
    scenarios_and_simulations_are_as_described,
);

/// Schemas whose fields are not all described: only the engine that wrote them reads them.
const OPEN: [&str; 1] = ["ModelState"];

struct Described {
    document: Value,
}

impl Described {
    /// The document, with every object closed: a field that is not described is a fault.
    fn new() -> Self {
        let mut document = serde_json::to_value(prospect_server::document()).unwrap();
        let schemas = document["components"]["schemas"].as_object_mut().unwrap();
        // A part of another object is closed there, where all parts are known.
        let parts: Vec<String> = schemas
            .values()
            .filter_map(|schema| schema["allOf"].as_array())
            .flatten()
            .filter_map(|part| Some(part["$ref"].as_str()?.rsplit_once('/')?.1.to_owned()))
            .collect();
        for (name, schema) in schemas {
            let is_object = schema.get("properties").is_some() || schema.get("allOf").is_some();
            if is_object && !parts.contains(name) && !OPEN.contains(&name.as_str()) {
                schema["unevaluatedProperties"] = json!(false);
            }
        }
        Self { document }
    }

    fn validator(&self, schema: &Value) -> Validator {
        let mut schema = schema.clone();
        schema["components"] = self.document["components"].clone();
        jsonschema::draft202012::new(&schema).unwrap()
    }

    #[track_caller]
    fn check(validator: &Validator, value: &Value, what: &str) {
        let faults: Vec<String> = validator
            .iter_errors(value)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{what}: {faults:#?}");
    }

    fn named(&self, name: &str) -> Validator {
        self.validator(&json!({ "$ref": format!("#/components/schemas/{name}") }))
    }

    #[track_caller]
    fn schema(&self, name: &str, value: &Value) {
        Self::check(&self.named(name), value, name);
    }

    #[track_caller]
    fn answer(&self, method: &Method, path: &str, status: u16, value: &Value) {
        let method = method.as_str().to_lowercase();
        let response = &self.document["paths"][path][method]["responses"][status.to_string()];
        let schema = &response["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path} {status} is not described");
        Self::check(&self.validator(schema), value, path);
    }
}

async fn forecasts_are_as_described(app: App) {
    let described = Described::new();
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let long = app.series(&admin, "w", 120).await;
    let short = app.series_of(&admin, "w", "SHORT", 9).await;
    // The race of all models, single forms, a transform, paths, and too little to test anything on.
    for body in [
        json!({ "series_id": long, "horizon": 6 }),
        json!({ "series_id": long, "horizon": 3, "models": ["ets:MAdM", "arima:0-1-1"],
            "transform": "log", "intervals": "bootstrapped" }),
        json!({ "series_id": long, "horizon": 3, "models": ["ets"],
            "transform": { "box_cox": 0.5 } }),
        json!({ "series_id": short, "horizon": 6 }),
    ] {
        let path = "/api/v1/forecasts/preview";
        let looked = app.post(&admin, path, &body).await.ok(200);
        described.answer(&Method::POST, path, 200, &looked);
    }
    let body = json!({ "series_id": long, "horizon": 6 });
    let path = "/api/v1/forecasts";
    let stored = app.post(&admin, path, &body).await.ok(201);
    described.answer(&Method::POST, path, 201, &stored);
    let mut more = stored.clone();
    more["result"]["verdict"]["surprise"] = json!(1);
    assert!(
        !described.named("Forecast").is_valid(&more),
        "an undescribed field passes"
    );
    let path = format!("/api/v1/forecasts/{}", stored["id"].as_str().unwrap());
    let shown = app.get(&admin, &path).await.ok(200);
    described.answer(&Method::GET, "/api/v1/forecasts/{id}", 200, &shown);
    let body = json!({ "series_id": long, "horizon": 5 });
    let told = app.post(&admin, "/api/v1/forecasts/race", &body).await;
    let told = told.text();
    let data = told.lines().filter_map(|line| line.strip_prefix("data: "));
    let mut data: Vec<Value> = data
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    described.schema("ForecastPreview", &data.pop().unwrap());
    assert!(!data.is_empty());
    for progress in &data {
        described.schema("RaceProgress", progress);
    }
}

async fn scenarios_and_simulations_are_as_described(app: App) {
    let described = Described::new();
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    for example in examples::ALL {
        let scenario = json!(example.scenario());
        described.schema("Scenario", &scenario);
        let path = "/api/v1/scenarios/evaluate";
        let body = json!({ "scenario": scenario, "iterations": 500 });
        let evaluated = app.post(&admin, &in_workspace(path), &body).await.ok(200);
        described.answer(&Method::POST, path, 200, &evaluated);
    }
    let path = "/api/v1/scenarios";
    let body = json!({ "note": "As printed", "slug": "oko",
        "scenario": examples::OKO_WEST_2025.scenario() });
    let stored = app.post(&admin, &in_workspace(path), &body).await.ok(201);
    described.answer(&Method::POST, path, 201, &stored);
    for (path, template) in [
        ("/api/v1/scenarios/oko", "/api/v1/scenarios/{slug}"),
        (
            "/api/v1/scenarios/oko/versions/1",
            "/api/v1/scenarios/{slug}/versions/{n}",
        ),
    ] {
        let shown = app.get(&admin, &in_workspace(path)).await.ok(200);
        described.answer(&Method::GET, template, 200, &shown);
    }
    let path = "/api/v1/simulations/run";
    let body = json!({ "scenario": "oko", "iterations": 500, "sampling": "latin_hypercube" });
    let made = app.post(&admin, &in_workspace(path), &body).await.ok(200);
    described.answer(&Method::POST, path, 200, &made);
    let id = made["id"].as_str().unwrap();
    let result = app
        .get(&admin, &format!("/api/v1/simulations/{id}/result"))
        .await
        .ok(200);
    let path = "/api/v1/simulations/{id}/result";
    described.answer(&Method::GET, path, 200, &result);
}

fn in_workspace(path: &str) -> String {
    format!("{path}?workspace=w")
}
