//! `POST /api/v1/forecasts/preview`

use axum::Json as Answer;
use axum::extract::State;

use crate::authenticate::Caller;
use crate::extract::Json;
use crate::forecasting;
use crate::problem::Problem;
use crate::routes::series;
use crate::state::AppState;
use crate::view::forecast::{ForecastPreviewView, ForecastRequest};

/// Forecast a series without storing anything.
#[utoipa::path(
    post, path = "/api/v1/forecasts/preview", operation_id = "preview_forecast",
    tag = "forecasts",
    request_body = ForecastRequest,
    responses((status = 200, description = "The forecast", body = ForecastPreviewView))
)]
pub(crate) async fn preview(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<ForecastRequest>,
) -> Result<Answer<ForecastPreviewView>, Problem> {
    let tx = state.store.read().await?;
    let series = series::find(&tx, &caller, request.series_id).await?;
    let asked = forecasting::ask(&state, tx, &caller, series, &request).await?;
    let made = forecasting::make(&state, asked, forecasting::unwatched).await?;
    Ok(Answer(view(made)))
}

pub(super) fn view(made: forecasting::Made) -> ForecastPreviewView {
    ForecastPreviewView {
        series_id: made.series.id.as_uuid(),
        unit: made.series.unit,
        vintage: made.vintage,
        result: made.shown,
    }
}
