//! `POST /api/v1/scenarios/{slug}/versions`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_storage::NewScenarioVersion;
use serde_json::json;

use super::super::{find, subject, summary};
use crate::authenticate::Caller;
use crate::draft::Draft;
use crate::extract::{Json, Path};
use crate::names;
use crate::precondition::{IfMatch, etag};
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::trail;
use crate::view::scenario::{NewVersionRequest, ScenarioDetailView};

/// Save a new version. `If-Match` names the version it was made from; when someone saved another
/// one meanwhile nothing is written.
#[utoipa::path(
    post, path = "/api/v1/scenarios/{slug}/versions", operation_id = "create_scenario_version",
    tag = "scenarios",
    params(
        ("slug" = String, Path), WorkspaceParams,
        ("If-Match" = String, Header, description = "The scenario's ETag", pattern = r#"^"v[0-9]{1,9}"$"#),
    ),
    request_body = NewVersionRequest,
    responses((status = 201, description = "Saved", body = ScenarioDetailView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    InWorkspace(workspace): InWorkspace,
    Path(slug): Path<String>,
    IfMatch(expected): IfMatch,
    Json(request): Json<NewVersionRequest>,
) -> Result<impl IntoResponse, Problem> {
    names::check_text(&request.note, "/note", "the note", names::NOTE_MAX)?;
    let draft = Draft::read(request.scenario, "/scenario")?;
    let tx = state.store.write().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    let new = NewScenarioVersion {
        note: request.note,
        author: caller.name().to_owned(),
        hash: draft.hash,
        name: draft.scenario.name,
        content: draft.content,
    };
    let added = tx
        .scenarios()
        .add_version(scenario.id, expected, new, state.clock.now())
        .await?;
    let (scenario, version) = added.ok_or_else(|| Problem::not_found("scenario", &slug))?;
    let diff =
        json!({ "version": { "from": expected, "to": version.number }, "note": version.note });
    trail::record(
        &state,
        &tx,
        &caller,
        "version",
        subject(&scenario),
        Some(diff),
    )
    .await?;
    let view = ScenarioDetailView {
        summary: summary(&tx, scenario).await?,
        scenario: version.content,
    };
    tx.commit().await?;
    Ok((
        StatusCode::CREATED,
        etag(view.summary.version),
        axum::Json(view),
    ))
}
