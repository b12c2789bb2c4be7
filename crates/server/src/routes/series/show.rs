//! `GET /api/v1/series/{id}`

use axum::extract::State;
use axum::response::IntoResponse;
use uuid::Uuid;

use super::{describe_one, find};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::precondition::etag;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::series::SeriesView;

/// One series.
#[utoipa::path(
    get, path = "/api/v1/series/{id}", operation_id = "show_series", tag = "series",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The series", body = SeriesView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let tx = state.store.read().await?;
    let series = find(&tx, &caller, id).await?;
    let tag = etag(series.version);
    let view = describe_one(&tx, series, state.clock.now()).await?;
    Ok((tag, axum::Json(view)))
}
