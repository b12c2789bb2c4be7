//! `GET /api/v1/simulations/{id}/result`

use axum::Json;
use axum::extract::State;
use prospect_simulate::result::SimulationResult;
use serde_json::Value;
use uuid::Uuid;

use super::find;
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;

/// The result of a finished simulation as the engine gave it.
#[utoipa::path(
    get, path = "/api/v1/simulations/{id}/result", operation_id = "show_simulation_result",
    tag = "simulations",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, description = "Distributions, bands, drivers, convergence", body = SimulationResult),
        (status = 409, description = "It has no result yet", body = crate::problem::ProblemBody<'_>,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn result(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Value>, Problem> {
    let tx = state.store.read().await?;
    let simulation = find(&tx, &caller, id).await?;
    let result = tx.simulations().result(simulation.id).await?;
    result.map(Json).ok_or_else(|| {
        Problem::conflict(format!(
            "the simulation is {} and has no result",
            simulation.state
        ))
    })
}
