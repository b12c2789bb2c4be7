//! `DELETE /api/v1/simulations/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::{find, origin, view};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail::{self, Subject};

/// Delete a simulation with its result; one that still runs is cancelled.
#[utoipa::path(
    delete, path = "/api/v1/simulations/{id}", operation_id = "delete_simulation",
    tag = "simulations",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Deleted"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let tx = state.store.write().await?;
    let simulation = find(&tx, &caller, id).await?;
    if let Some(job) = simulation.job_id {
        tx.jobs().cancel(job, state.clock.now()).await?;
    }
    tx.simulations().delete(simulation.id).await?;
    let origin = origin(&tx, &simulation).await?;
    let workspace = Some(simulation.workspace_id);
    let view = view(simulation, origin.as_ref());
    let name = &view.scenario_name;
    let subject = Subject {
        kind: "simulation",
        id: id.to_string(),
        name,
        workspace,
    };
    trail::record(&state, &tx, &caller, "delete", subject, None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
