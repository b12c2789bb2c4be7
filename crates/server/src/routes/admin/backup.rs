//! `POST /api/v1/admin/backup`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use prospect_jobs::backup::enqueue;

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail::{self, Subject};
use crate::view::job::JobView;

/// Back the whole store up into the backup folder. While a backup waits or runs, that is the one.
#[utoipa::path(
    post, path = "/api/v1/admin/backup", operation_id = "make_backup", tag = "admin",
    responses((status = 202, description = "The job that makes it", body = JobView))
)]
pub(crate) async fn backup(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<(StatusCode, Json<JobView>), Problem> {
    let tx = state.store.write().await?;
    let job = enqueue(&tx, caller.name(), state.clock.now()).await?.job;
    let subject = Subject {
        kind: "store",
        id: job.id.to_string(),
        name: "the store",
        workspace: None,
    };
    trail::record(&state, &tx, &caller, "backup", subject, None).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(job.into())))
}
