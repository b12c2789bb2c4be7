//! `/api/v1/jobs`

use prospect_storage::job::NewJob;
use serde_json::json;

use crate::app::{App, Caller, on_both_engines};

on_both_engines!(jobs_are_listed_cancelled_and_retried);

async fn jobs_are_listed_cancelled_and_retried(app: App) {
    let admin = app.admin().await;
    app.workspace(&admin, "w").await;
    let tx = app.state.store.write().await.unwrap();
    let workspace = tx.workspaces().by_slug("w").await.unwrap().unwrap();
    let new = NewJob {
        workspace_id: Some(workspace.id),
        kind: "simulate".to_owned(),
        payload: json!({ "subject": "Vizcachitas v1" }),
        priority: 0,
        run_at: None,
        attempts_max: 3,
        idempotency_key: None,
        made_by: "Ada".to_owned(),
    };
    let now = chrono::DateTime::UNIX_EPOCH;
    let job = tx.jobs().enqueue(new, now).await.unwrap().job;
    tx.commit().await.unwrap();
    let list = app
        .get(&admin, "/api/v1/jobs?workspace=w&state=queued")
        .await
        .ok(200);
    assert_eq!(list["items"][0]["subject"], "Vizcachitas v1");
    let path = format!("/api/v1/jobs/{}", job.id);
    let null = json!(null);
    let cancelled = app
        .post(&admin, &format!("{path}/cancel"), &null)
        .await
        .ok(200);
    assert_eq!(cancelled["state"], "cancelled");
    let queued = app
        .post(&admin, &format!("{path}/retry"), &null)
        .await
        .ok(200);
    assert_eq!(queued["state"], "queued");
    app.get(&Caller::local(), &path).await.problem(404);
}
