//! `DELETE /api/v1/series/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::{find, subject};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;

/// Delete a series with its observations and forecasts.
#[utoipa::path(
    delete, path = "/api/v1/series/{id}", operation_id = "delete_series", tag = "series",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Deleted"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let tx = state.store.write().await?;
    let series = find(&tx, &caller, id).await?;
    tx.series().delete(series.id).await?;
    trail::record(&state, &tx, &caller, "delete", subject(&series), None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
