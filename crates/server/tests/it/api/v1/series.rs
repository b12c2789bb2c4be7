//! `/api/v1/series`

use axum::http::Method;
use serde_json::json;

use crate::app::{App, on_both_engines};

on_both_engines!(
    a_file_is_looked_at_and_imported,
    bad_rows_are_listed_and_good_ones_kept,
    what_was_known_stays_readable,
    values_are_sampled_by_their_extremes,
    series_leave_in_four_formats,
    series_are_found_changed_and_deleted,
);

async fn a_file_is_looked_at_and_imported(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let csv = b"Date,Price (US$/t)\n2024-01-01,1.5\n2024-02-01,2.5\n2024-03-01,3\n2024-04-01,\n";
    let file = ("price.csv", &csv[..]);
    let look = app
        .upload(
            &admin,
            "/api/v1/series/preview",
            file,
            ("options", &json!({})),
        )
        .await;
    let look = look.ok(200);
    assert_eq!(look["columns"][0]["kind"], "date");
    let mut mapping = look["suggested"].clone();
    mapping["source"] = json!("me");
    let path = "/api/v1/series/import?workspace=w";
    let imported = app
        .upload(&admin, path, file, ("mapping", &mapping))
        .await
        .ok(201);
    let series = &imported["created"][0];
    assert_eq!(series["observations"], 3);
    assert_eq!(series["last_value"], 3.0);
    assert_eq!(series["frequency"], "monthly");
    let again = app
        .upload(&admin, path, file, ("mapping", &mapping))
        .await
        .ok(201);
    assert_eq!(again["updated"][0]["id"], series["id"]);
    assert_eq!(again["updated"][0]["vintages"], 1);
    mapping["colour"] = json!("red");
    let problem = app
        .upload(&admin, path, file, ("mapping", &mapping))
        .await
        .problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/form/mapping/colour");
}

async fn bad_rows_are_listed_and_good_ones_kept(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let csv = b"Date,A\n2024-01-01,1\n2024-02-30,2\n2024-03-01,x\n2024-04-01,4\n";
    let mapping = json!({
        "source": "me", "first_data_row": 2, "date_column": 0, "date_format": "iso",
        "values": [{ "column": 1, "code": "A", "unit": "US$/t" }],
    });
    let path = "/api/v1/series/import?workspace=w";
    let part = ("mapping", &mapping);
    let imported = app.upload(&admin, path, ("a.csv", csv), part).await.ok(201);
    assert_eq!(imported["rejected_total"], 2);
    assert_eq!(imported["rejected"][0]["row"], 3);
    assert_eq!(imported["rejected"][1]["value"], "x");
    assert_eq!(imported["created"][0]["observations"], 2);
    app.upload(&admin, path, ("a.xlsx", b"PK\x03\x04nothing"), part)
        .await
        .problem(422);
}

async fn what_was_known_stays_readable(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 3).await;
    let path = format!("/api/v1/series/{id}/observations");
    app.clock.advance(chrono::TimeDelta::days(1));
    let body = json!({ "observations": [
        { "time": "2000-03-01T00:00:00Z", "value": 999.0 },
        { "time": "2000-04-01T00:00:00Z", "value": null },
    ] });
    let appended = app.post(&admin, &path, &body).await.ok(200);
    assert_eq!(
        (&appended["added"], &appended["corrected"]),
        (&json!(1), &json!(1))
    );
    let now = app.get(&admin, &path).await.ok(200);
    assert_eq!(now["values"], json!([100.0, 106.0, 999.0, null]));
    let then = app
        .get(&admin, &format!("{path}?as_of=2026-03-01"))
        .await
        .ok(200);
    assert_eq!(then["values"], json!([100.0, 106.0, 112.0]));
    let vintages = app
        .get(&admin, &format!("/api/v1/series/{id}/vintages"))
        .await
        .ok(200);
    assert_eq!(vintages["total"], 2);
    let unsorted = json!({ "observations": [
        { "time": "2001-03-01T00:00:00Z", "value": 1.0 },
        { "time": "2001-02-01T00:00:00Z", "value": 1.0 },
    ] });
    let problem = app.post(&admin, &path, &unsorted).await.problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/observations/1/time");
}

async fn values_are_sampled_by_their_extremes(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 600).await;
    let path = format!("/api/v1/series/{id}/observations?points=50");
    let sampled = app.get(&admin, &path).await.ok(200);
    assert_eq!(sampled["total"], 600);
    assert_eq!(sampled["sampled"], true);
    assert!(sampled["values"].as_array().unwrap().len() <= 50);
    let range = format!("/api/v1/series/{id}/observations?from=2001-01-01&to=2001-12-31");
    assert_eq!(app.get(&admin, &range).await.ok(200)["total"], 12);
    for bad in ["points=3", "from=soon", "as_of=2024-13-01"] {
        app.get(&admin, &format!("/api/v1/series/{id}/observations?{bad}"))
            .await
            .problem(422);
    }
}

async fn series_leave_in_four_formats(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 3).await;
    let csv = app
        .get(&admin, &format!("/api/v1/series/{id}/export"))
        .await;
    assert_eq!(
        csv.text(),
        "Date,Copper (US$/t)\r\n2000-01-01,100\r\n2000-02-01,106\r\n2000-03-01,112\r\n".replace(
            "\r\n",
            if csv.text().contains("\r\n") {
                "\r\n"
            } else {
                "\n"
            }
        )
    );
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"CU.csv\""
    );
    for (format, magic) in [("xlsx", &b"PK"[..]), ("parquet", b"PAR1"), ("json", b"{")] {
        let file = app
            .get(
                &admin,
                &format!("/api/v1/series/{id}/export?format={format}"),
            )
            .await;
        assert_eq!(file.status, 200);
        assert!(file.bytes.starts_with(magic), "{format}");
    }
    app.get(&admin, &format!("/api/v1/series/{id}/export?format=pdf"))
        .await
        .problem(422);
}

async fn series_are_found_changed_and_deleted(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let id = app.series(&admin, "w", 24).await;
    let found = app
        .get(
            &admin,
            "/api/v1/series?workspace=w&q=copp&frequency=monthly",
        )
        .await
        .ok(200);
    assert_eq!(found["items"][0]["id"], json!(id));
    assert_eq!(found["items"][0]["recent"].as_array().unwrap().len(), 24);
    assert_eq!(
        app.get(&admin, "/api/v1/series?workspace=w&q=zinc")
            .await
            .ok(200)["total"],
        0
    );
    let path = format!("/api/v1/series/{id}");
    let tag = app.get(&admin, &path).await.header("etag").to_owned();
    let patch = json!({ "unit": "US$/furlong" });
    let problem = app
        .send(&admin, &Method::PATCH, &path, &patch, &[("if-match", &tag)])
        .await;
    assert_eq!(problem.problem(422)["errors"][0]["pointer"], "/unit");
    let patch = json!({ "name": "Copper, LME" });
    let changed = app
        .send(&admin, &Method::PATCH, &path, &patch, &[("if-match", &tag)])
        .await;
    assert_eq!(changed.ok(200)["name"], "Copper, LME");
    app.send(&admin, &Method::PATCH, &path, &patch, &[("if-match", &tag)])
        .await
        .problem(412);
    let activity = app
        .get(&admin, "/api/v1/activity?workspace=w")
        .await
        .ok(200);
    assert_eq!(
        activity["items"][0]["sentence"],
        "Ada changed series Copper, LME"
    );
    app.delete(&admin, &path).await.ok(204);
    app.get(&admin, &path).await.problem(404);
}
