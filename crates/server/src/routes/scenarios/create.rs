//! `POST /api/v1/scenarios`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_storage::{NewScenario, NewScenarioVersion};

use super::{subject, summary};
use crate::authenticate::Caller;
use crate::draft::Draft;
use crate::extract::Json;
use crate::names;
use crate::precondition::etag;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::trail;
use crate::view::scenario::{NewScenarioRequest, ScenarioDetailView};

/// Store a scenario as version 1. Refused with every fault by JSON pointer when it does not add up.
#[utoipa::path(
    post, path = "/api/v1/scenarios", operation_id = "create_scenario", tag = "scenarios",
    params(WorkspaceParams),
    request_body = NewScenarioRequest,
    responses((status = 201, description = "Stored", body = ScenarioDetailView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    InWorkspace(workspace): InWorkspace,
    Json(request): Json<NewScenarioRequest>,
) -> Result<impl IntoResponse, Problem> {
    names::check_text(&request.note, "/note", "the note", names::NOTE_MAX)?;
    let draft = Draft::read(request.scenario, "/scenario")?;
    let slug = names::given_or_made(request.slug, &draft.scenario.name)?;
    let tx = state.store.write().await?;
    let new = NewScenario {
        workspace_id: workspace.id,
        slug,
        name: draft.scenario.name.clone(),
    };
    let first = NewScenarioVersion {
        note: request.note,
        author: caller.name().to_owned(),
        hash: draft.hash,
        name: draft.scenario.name,
        content: draft.content,
    };
    let (scenario, version) = tx.scenarios().create(new, first, state.clock.now()).await?;
    trail::record(&state, &tx, &caller, "create", subject(&scenario), None).await?;
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
