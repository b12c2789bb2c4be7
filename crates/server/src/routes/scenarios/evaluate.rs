//! `POST /api/v1/scenarios/evaluate`

use axum::Json as Answer;
use axum::extract::State;
use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::sampling::Sampling;

use crate::draft::Draft;
use crate::extract::Json;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::valuation;
use crate::view::scenario::{EvaluateRequest, EvaluationView};

const ITERATIONS_MAX: u64 = 20_000;

/// Compute a draft without storing anything: its base case and, if asked, a distribution to look at.
#[utoipa::path(
    post, path = "/api/v1/scenarios/evaluate", operation_id = "evaluate_scenario",
    tag = "scenarios",
    params(WorkspaceParams),
    request_body = EvaluateRequest,
    responses((status = 200, description = "The figures", body = EvaluationView))
)]
pub(crate) async fn evaluate(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Json(request): Json<EvaluateRequest>,
) -> Result<Answer<EvaluationView>, Problem> {
    if request.iterations > ITERATIONS_MAX {
        return Err(Problem::invalid(
            "/iterations",
            format!("a draft is simulated at most {ITERATIONS_MAX} times; run it as a simulation"),
        ));
    }
    let draft = Draft::read(request.scenario, "/scenario")?;
    let plan = valuation::plan(&state, workspace.id, draft.scenario, "/scenario").await?;
    let base_case = valuation::base_case(&state, &plan).await?;
    let settings = SimulationSettings {
        iterations: request.iterations,
        seed: request.seed,
        sampling: Sampling::default(),
    };
    let preview = match request.iterations {
        0 => None,
        _ => Some(valuation::run(&state, &plan, settings).await?),
    };
    Ok(Answer(EvaluationView { base_case, preview }))
}
