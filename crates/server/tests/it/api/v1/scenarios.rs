//! `/api/v1/scenarios`

use axum::http::Method;
use prospect_simulate::examples;
use serde_json::{Value, json};

use crate::app::{App, Caller, on_both_engines};

on_both_engines!(
    scenarios_are_stored_and_versioned,
    a_version_is_never_overwritten,
    faults_are_told_by_place,
    drafts_are_computed_live,
    versions_are_compared_and_exported,
    a_version_leaves_as_a_report_and_as_a_workbook,
);

fn example() -> Value {
    serde_json::to_value(examples::OKO_WEST_2025.scenario()).unwrap()
}

async fn stored(app: &App, caller: &Caller) -> Value {
    let body = json!({ "note": "As printed", "scenario": example() });
    app.post(caller, "/api/v1/scenarios?workspace=w", &body)
        .await
        .ok(201)
}

async fn scenarios_are_stored_and_versioned(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let made = stored(&app, &admin).await;
    assert_eq!(made["version"], 1);
    let slug = made["slug"].as_str().unwrap();
    let path = format!("/api/v1/scenarios/{slug}");
    let shown = app.get(&admin, &format!("{path}?workspace=w")).await;
    assert_eq!(shown.header("etag"), "\"v1\"");
    assert_eq!(shown.ok(200)["scenario"], example());
    let list = app
        .get(&admin, "/api/v1/scenarios?workspace=w")
        .await
        .ok(200);
    assert_eq!(
        (&list["total"], &list["items"][0]["author"]),
        (&json!(1), &json!("Ada"))
    );
    app.delete(&admin, &format!("{path}?workspace=w"))
        .await
        .ok(204);
    app.get(&admin, &format!("{path}?workspace=w"))
        .await
        .problem(404);
}

async fn a_version_is_never_overwritten(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let made = stored(&app, &admin).await;
    let path = format!(
        "/api/v1/scenarios/{}/versions?workspace=w",
        made["slug"].as_str().unwrap()
    );
    let mut next = example();
    next["discount"]["rate"] = json!(0.1);
    let body = json!({ "note": "A higher rate", "scenario": next });
    app.post(&admin, &path, &body).await.problem(428);
    let tag = [("if-match", "\"v1\"")];
    let saved = app.send(&admin, &Method::POST, &path, &body, &tag).await;
    assert_eq!(saved.ok(201)["version"], 2);
    assert_eq!(saved.header("etag"), "\"v2\"");
    app.send(&admin, &Method::POST, &path, &body, &tag)
        .await
        .problem(412);
    let versions = app.get(&admin, &path).await.ok(200);
    let notes: Vec<_> = versions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| &version["note"])
        .collect();
    assert_eq!(notes, ["A higher rate", "As printed"]);
}

async fn faults_are_told_by_place(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let mut wrong = example();
    wrong["discount"]["rate"] = json!("ten percent");
    let body = json!({ "note": "Wrong", "scenario": wrong });
    let path = "/api/v1/scenarios?workspace=w";
    let problem = app.post(&admin, path, &body).await.problem(422);
    assert_eq!(
        problem["errors"][0]["pointer"], "/scenario/discount/rate",
        "{problem}"
    );
    app.post(&admin, path, &json!({ "note": "Empty", "scenario": {} }))
        .await
        .problem(422);
}

async fn drafts_are_computed_live(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let path = "/api/v1/scenarios/evaluate?workspace=w";
    let base = app
        .post(&admin, path, &json!({ "scenario": example() }))
        .await
        .ok(200);
    assert!(
        base["base_case"]["figures"]["npv"]["value"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    assert!(base["preview"].is_null());
    let body = json!({ "scenario": example(), "iterations": 500, "seed": 7 });
    let preview = app.post(&admin, path, &body).await.ok(200);
    assert_eq!(preview["preview"]["iterations"], 500);
    assert_eq!(app.post(&admin, path, &body).await.ok(200), preview);
    let body = json!({ "scenario": example(), "iterations": 20_001 });
    app.post(&admin, path, &body).await.problem(422);
    let mut wrong = example();
    wrong["costs"][0]["amount"]["unit"] = json!("US$/furlong");
    let problem = app
        .post(&admin, path, &json!({ "scenario": wrong }))
        .await
        .problem(422);
    let pointer = problem["errors"][0]["pointer"].as_str().unwrap();
    assert!(pointer.starts_with("/scenario/costs/0"), "{problem}");
}

async fn versions_are_compared_and_exported(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let made = stored(&app, &admin).await;
    let slug = made["slug"].as_str().unwrap();
    let path = format!("/api/v1/scenarios/{slug}");
    let mut next = example();
    next["discount"]["rate"] = json!(0.2);
    let body = json!({ "note": "A higher rate", "scenario": next });
    let versions = format!("{path}/versions?workspace=w");
    app.send(
        &admin,
        &Method::POST,
        &versions,
        &body,
        &[("if-match", "\"v1\"")],
    )
    .await
    .ok(201);
    let diff = app
        .get(&admin, &format!("{path}/diff?workspace=w"))
        .await
        .ok(200);
    assert_eq!((&diff["from"], &diff["to"]), (&json!(1), &json!(2)));
    assert_eq!(diff["lines"].as_array().unwrap().len(), 1);
    let line = &diff["lines"][0];
    assert_eq!(line["pointer"], "/discount/rate");
    let effect = line["npv_effect"].as_f64().unwrap();
    let whole = diff["npv_to"].as_f64().unwrap() - diff["npv_from"].as_f64().unwrap();
    assert!((effect - whole).abs() < 1e-9 && effect < 0.0, "{diff}");
    let shown = app
        .get(&admin, &format!("{path}/versions/2?workspace=w"))
        .await
        .ok(200);
    assert_eq!(
        shown["base_case"]["figures"]["npv"]["value"],
        diff["npv_to"]
    );
    app.get(&admin, &format!("{path}/versions/3?workspace=w"))
        .await
        .problem(404);
    let toml = app
        .get(&admin, &format!("{path}/versions/1/export?workspace=w"))
        .await;
    let read = prospect_simulate::scenario::Scenario::from_toml(&toml.text()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), example());
    let json = app
        .get(
            &admin,
            &format!("{path}/versions/1/export?format=json&workspace=w"),
        )
        .await;
    assert_eq!(json.ok(200), example());
}

async fn a_version_leaves_as_a_report_and_as_a_workbook(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let made = stored(&app, &admin).await;
    let slug = made["slug"].as_str().unwrap();
    let path = format!("/api/v1/scenarios/{slug}");
    let report = format!("{path}/report?workspace=w&iterations=200&seed=3");
    let page = app.get(&admin, &report).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(
        page.text().contains(&format!("{slug} v1")) && page.text().contains("id=\"sensitivity\"")
    );
    assert_eq!(app.get(&admin, &report).await.bytes, page.bytes);
    let base = app
        .get(&admin, &format!("{path}/report?workspace=w&iterations=0"))
        .await;
    assert!(!base.text().contains("id=\"sensitivity\""));
    let many = format!("{path}/report?workspace=w&iterations=20001");
    let problem = app.get(&admin, &many).await.problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/query/iterations");
    let export = format!("{path}/versions/1/export?format=xlsx&workspace=w");
    let workbook = app.get(&admin, &export).await;
    let upload = |bytes: Vec<u8>| {
        let mut body =
            b"--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
                .to_vec();
        body.extend(bytes);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        axum::http::Request::post("/api/v1/scenarios/read-workbook")
            .header("content-type", "multipart/form-data; boundary=cut")
            .body(axum::body::Body::from(body))
            .unwrap()
    };
    let read = app.request(&admin, upload(workbook.bytes)).await.ok(200);
    assert_eq!(read["scenario"], example());
    let problem = app
        .request(&admin, upload(b"no workbook".to_vec()))
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/form/file");
}
