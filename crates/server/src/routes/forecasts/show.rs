//! `GET /api/v1/forecasts/{id}`

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::{find, summary};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::forecast::ForecastView;

/// A stored forecast.
#[utoipa::path(
    get, path = "/api/v1/forecasts/{id}", operation_id = "show_forecast", tag = "forecasts",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The forecast", body = ForecastView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<ForecastView>, Problem> {
    let tx = state.store.read().await?;
    let (forecast, series) = find(&tx, &caller, id).await?;
    Ok(Json(ForecastView {
        summary: summary(&forecast, &series),
        result: forecast.result,
    }))
}
