//! `GET /api/v1/jobs/{id}`

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::find;
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::job::JobView;

/// One job with its progress.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}", operation_id = "show_job", tag = "jobs",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The job", body = JobView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<JobView>, Problem> {
    let tx = state.store.read().await?;
    Ok(Json(find(&tx, &caller, id).await?.into()))
}
