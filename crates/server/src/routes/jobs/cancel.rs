//! `POST /api/v1/jobs/{id}/cancel`

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::{find, not_found, subject};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::job::JobView;

/// Cancel a job: at once while it waits, soon when it runs. One that has ended stays as it is.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/cancel", operation_id = "cancel_job", tag = "jobs",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "As it is now", body = JobView))
)]
pub(crate) async fn cancel(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<JobView>, Problem> {
    let tx = state.store.write().await?;
    let before = find(&tx, &caller, id).await?;
    let after = tx.jobs().cancel(before.id, state.clock.now()).await?;
    let after = after.ok_or_else(|| not_found(id))?;
    if after != before {
        trail::record(&state, &tx, &caller, "cancel", subject(&after), None).await?;
    }
    tx.commit().await?;
    Ok(Json(after.into()))
}
