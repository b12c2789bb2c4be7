//! `POST /api/v1/simulations/compare`

use axum::extract::State;
use prospect_simulate::engine::{SettingsError, SimulationSettings};
use prospect_simulate::result::Comparison;

use super::run::{WAIT_ITERATIONS_MAX, chosen};
use crate::extract::Json;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::valuation;
use crate::view::simulation::{ComparedChoice, ComparisonRequest};

/// Two scenarios on the same draws: how their values differ iteration by iteration, and how often the first is worth more.
/// Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/simulations/compare", operation_id = "compare_scenarios",
    tag = "simulations",
    params(WorkspaceParams),
    request_body = ComparisonRequest,
    responses((status = 200, description = "The comparison", body = Comparison))
)]
pub(crate) async fn compare(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Json(request): Json<ComparisonRequest>,
) -> Result<axum::Json<Comparison>, Problem> {
    let ComparisonRequest {
        a,
        b,
        iterations,
        seed,
        sampling,
    } = request;
    if !(1..=WAIT_ITERATIONS_MAX).contains(&iterations) {
        let message = format!("{iterations} is not between 1 and {WAIT_ITERATIONS_MAX}");
        return Err(Problem::invalid("/iterations", message));
    }
    let settings = SimulationSettings {
        iterations,
        seed,
        sampling,
    };
    let plan = async |side: ComparedChoice, place: &str, inside: &'static str| {
        let ComparedChoice { scenario, version } = side;
        let (draft, _) = chosen(&state, &workspace, scenario, version, place).await?;
        valuation::plan(&state, workspace.id, draft.scenario, inside).await
    };
    let a = plan(a, "/a", "/a/scenario").await?;
    let b = plan(b, "/b", "/b/scenario").await?;
    let comparison = valuation::compare(&state, a, b, settings).await?;
    let comparison = comparison.map_err(|error| {
        let place = match error {
            SettingsError::Money { .. } => "/b/scenario",
            _ => "/iterations",
        };
        Problem::invalid(place, error.to_string())
    })?;
    comparison
        .map(axum::Json)
        .ok_or_else(|| Problem::conflict("the comparison was cancelled"))
}
