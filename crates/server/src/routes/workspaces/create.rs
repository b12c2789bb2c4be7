//! `POST /api/v1/workspaces`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_storage::NewWorkspace;

use super::subject;
use crate::authenticate::Caller;
use crate::extract::Json;
use crate::names;
use crate::precondition::etag;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::workspace::{NewWorkspaceRequest, WorkspaceView};

/// Create a workspace.
#[utoipa::path(
    post, path = "/api/v1/workspaces", operation_id = "create_workspace", tag = "workspaces",
    request_body = NewWorkspaceRequest,
    responses((status = 201, description = "Created", body = WorkspaceView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<NewWorkspaceRequest>,
) -> Result<impl IntoResponse, Problem> {
    names::check_text(&request.name, "/name", "the name", 120)?;
    let slug = names::given_or_made(request.slug, &request.name)?;
    let tx = state.store.write().await?;
    let new = NewWorkspace {
        slug,
        name: request.name,
        demo: false,
    };
    let workspace = tx.workspaces().create(new, state.clock.now()).await?;
    trail::record(&state, &tx, &caller, "create", subject(&workspace), None).await?;
    tx.commit().await?;
    let tag = etag(workspace.version);
    Ok((
        StatusCode::CREATED,
        tag,
        axum::Json(WorkspaceView::from(workspace)),
    ))
}
