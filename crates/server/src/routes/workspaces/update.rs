//! `PATCH /api/v1/workspaces/{slug}`

use axum::extract::State;
use axum::response::IntoResponse;
use prospect_storage::WorkspaceChange;

use super::{found, subject};
use crate::authenticate::Caller;
use crate::extract::{Json, Path};
use crate::names;
use crate::precondition::{IfMatch, etag};
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::workspace::{WorkspacePatch, WorkspaceView};

/// Rename a workspace.
#[utoipa::path(
    patch, path = "/api/v1/workspaces/{slug}", operation_id = "update_workspace",
    tag = "workspaces",
    params(("slug" = String, Path), ("If-Match" = String, Header, description = "Its ETag", pattern = r#"^"v[0-9]{1,9}"$"#)),
    request_body = WorkspacePatch,
    responses((status = 200, description = "As it is now", body = WorkspaceView))
)]
pub(crate) async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    IfMatch(expected): IfMatch,
    Json(patch): Json<WorkspacePatch>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(name) = &patch.name {
        names::check_text(name, "/name", "the name", 120)?;
    }
    let tx = state.store.write().await?;
    let before = found(tx.workspaces().by_slug(&slug).await?, &caller, &slug)?;
    let change = WorkspaceChange { name: patch.name };
    let after = tx
        .workspaces()
        .update(before.id, expected, change, state.clock.now())
        .await?;
    let after = found(after, &caller, &slug)?;
    let diff = trail::diff(&before, &after);
    trail::record(&state, &tx, &caller, "update", subject(&after), diff).await?;
    tx.commit().await?;
    Ok((etag(after.version), axum::Json(WorkspaceView::from(after))))
}
