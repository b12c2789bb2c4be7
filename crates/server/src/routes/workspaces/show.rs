//! `GET /api/v1/workspaces/{slug}`

use axum::extract::State;
use axum::response::IntoResponse;

use super::found;
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::precondition::etag;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::workspace::WorkspaceView;

/// One workspace.
#[utoipa::path(
    get, path = "/api/v1/workspaces/{slug}", operation_id = "show_workspace", tag = "workspaces",
    params(("slug" = String, Path)),
    responses((status = 200, description = "The workspace", body = WorkspaceView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let tx = state.store.read().await?;
    let workspace = found(tx.workspaces().by_slug(&slug).await?, &caller, &slug)?;
    Ok((
        etag(workspace.version),
        axum::Json(WorkspaceView::from(workspace)),
    ))
}
