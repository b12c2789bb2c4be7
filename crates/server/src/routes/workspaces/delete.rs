//! `DELETE /api/v1/workspaces/{slug}`

use axum::extract::State;
use axum::http::StatusCode;

use super::{found, subject};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;

/// Delete a workspace with everything in it.
#[utoipa::path(
    delete, path = "/api/v1/workspaces/{slug}", operation_id = "delete_workspace",
    tag = "workspaces",
    params(("slug" = String, Path)),
    responses((status = 204, description = "Deleted"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> Result<StatusCode, Problem> {
    let tx = state.store.write().await?;
    let workspace = found(tx.workspaces().by_slug(&slug).await?, &caller, &slug)?;
    tx.workspaces().delete(workspace.id).await?;
    // The entry outlives the workspace, so it must not refer to it.
    let subject = crate::trail::Subject {
        workspace: None,
        ..subject(&workspace)
    };
    trail::record(&state, &tx, &caller, "delete", subject, None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
