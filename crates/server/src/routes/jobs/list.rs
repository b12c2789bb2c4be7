//! `GET /api/v1/jobs`

use axum::Json;
use axum::extract::State;
use prospect_storage::job::JobFilter;

use crate::extract::Query;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::job::{JobFilterParams, JobView};
use crate::view::listing::{Listing, PageParams};

/// Jobs of the workspace, newest first.
#[utoipa::path(
    get, path = "/api/v1/jobs", operation_id = "list_jobs", tag = "jobs",
    params(WorkspaceParams, PageParams, JobFilterParams),
    responses((status = 200, description = "A page of jobs", body = Listing<JobView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Query(page): Query<PageParams>,
    Query(filter): Query<JobFilterParams>,
) -> Result<Json<Listing<JobView>>, Problem> {
    let filter = JobFilter {
        workspace_id: Some(workspace.id),
        state: filter.state.map(Into::into),
        kind: filter.kind,
    };
    let tx = state.store.read().await?;
    let page = tx.jobs().list(&filter, &page.request()?).await?;
    Ok(Json(Listing::of(page, JobView::from)))
}
