//! `GET /api/v1/workspaces`

use axum::Json;
use axum::extract::State;

use crate::access::sees;
use crate::authenticate::Caller;
use crate::extract::Query;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::listing::{Listing, PageParams};
use crate::view::workspace::WorkspaceView;

/// The workspaces the caller can see, by name.
#[utoipa::path(
    get, path = "/api/v1/workspaces", operation_id = "list_workspaces", tag = "workspaces",
    params(PageParams),
    responses((status = 200, description = "A page of workspaces", body = Listing<WorkspaceView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(page): Query<PageParams>,
) -> Result<Json<Listing<WorkspaceView>>, Problem> {
    let tx = state.store.read().await?;
    let mut page = tx.workspaces().list(&page.request()?).await?;
    let before = page.items.len();
    page.items.retain(|workspace| sees(&caller, workspace));
    page.total -= u64::try_from(before - page.items.len()).unwrap_or(0);
    Ok(Json(Listing::of(page, WorkspaceView::from)))
}
