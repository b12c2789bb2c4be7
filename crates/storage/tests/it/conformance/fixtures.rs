//! Rows that many tests need, made with one line.

use chrono::{DateTime, TimeZone, Utc};
use prospect_storage::{
    NewScenario, NewScenarioVersion, NewSeries, NewWorkspace, Scenario, Series, Workspace,
    WorkspaceId, WriteTx,
};
use serde_json::{Value, json};

pub(crate) async fn workspace(tx: &WriteTx, slug: &str) -> Workspace {
    let new = NewWorkspace {
        slug: slug.to_owned(),
        name: format!("The {slug}"),
        demo: false,
    };
    tx.workspaces()
        .create(new, at(0))
        .await
        .expect("create workspace")
}

pub(crate) fn new_series(workspace: WorkspaceId, code: &str, name: &str) -> NewSeries {
    NewSeries {
        workspace_id: workspace,
        source: "EIA".to_owned(),
        code: code.to_owned(),
        name: name.to_owned(),
        unit: "US$/bbl".to_owned(),
        frequency: "business_daily".to_owned(),
        time_zone: "UTC".to_owned(),
        description: String::new(),
        licence: "public domain".to_owned(),
        quality: json!({}),
    }
}

pub(crate) async fn series(tx: &WriteTx, workspace: WorkspaceId, code: &str) -> Series {
    tx.series()
        .create(new_series(workspace, code, code), at(0))
        .await
        .expect("create series")
}

pub(crate) fn version(content: Value, note: &str) -> NewScenarioVersion {
    NewScenarioVersion {
        content,
        note: note.to_owned(),
        author: "Ann".to_owned(),
        hash: format!("hash of {note}"),
        name: "Vizcachitas".to_owned(),
    }
}

pub(crate) async fn scenario(tx: &WriteTx, workspace: WorkspaceId, slug: &str) -> Scenario {
    let new = NewScenario {
        workspace_id: workspace,
        slug: slug.to_owned(),
        name: "Vizcachitas".to_owned(),
    };
    tx.scenarios()
        .create(new, version(json!({"a": 1}), "first"), at(0))
        .await
        .expect("create scenario")
        .0
}

/// A second of 1 March 2026.
pub(crate) fn at(second: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 0, 0, 0).unwrap() + chrono::TimeDelta::seconds(second)
}
