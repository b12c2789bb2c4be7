//! `GET /api/v1/simulations/{id}`

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::{find, origin, view};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::simulation::SimulationView;

/// One simulation, without its result.
#[utoipa::path(
    get, path = "/api/v1/simulations/{id}", operation_id = "show_simulation", tag = "simulations",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The simulation", body = SimulationView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<SimulationView>, Problem> {
    let tx = state.store.read().await?;
    let simulation = find(&tx, &caller, id).await?;
    let origin = origin(&tx, &simulation).await?;
    Ok(Json(view(simulation, origin.as_ref())))
}
