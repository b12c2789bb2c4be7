//! `DELETE /api/v1/scenarios/{slug}`

use axum::extract::State;
use axum::http::StatusCode;

use super::{find, subject};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::trail;

/// Delete a scenario with its versions and their simulations.
#[utoipa::path(
    delete, path = "/api/v1/scenarios/{slug}", operation_id = "delete_scenario",
    tag = "scenarios",
    params(("slug" = String, Path), WorkspaceParams),
    responses((status = 204, description = "Deleted"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    InWorkspace(workspace): InWorkspace,
    Path(slug): Path<String>,
) -> Result<StatusCode, Problem> {
    let tx = state.store.write().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    tx.scenarios().delete(scenario.id).await?;
    trail::record(&state, &tx, &caller, "delete", subject(&scenario), None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
