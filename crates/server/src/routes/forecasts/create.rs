//! `POST /api/v1/forecasts`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_storage::NewForecast;

use super::summary;
use crate::authenticate::Caller;
use crate::extract::Json;
use crate::forecasting;
use crate::problem::Problem;
use crate::routes::series;
use crate::state::AppState;
use crate::trail::{self, Subject};
use crate::view::forecast::{ForecastRequest, ForecastView};

/// Forecast a series and store the answer. It never changes and is scored as values come true.
#[utoipa::path(
    post, path = "/api/v1/forecasts", operation_id = "create_forecast", tag = "forecasts",
    request_body = ForecastRequest,
    responses((status = 201, description = "Stored", body = ForecastView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<ForecastRequest>,
) -> Result<impl IntoResponse, Problem> {
    let tx = state.store.read().await?;
    let series = series::find(&tx, &caller, request.series_id).await?;
    let asked = forecasting::ask(&state, tx, &caller, series, &request).await?;
    let made = forecasting::make(&state, asked, forecasting::unwatched).await?;
    let new = stored(&caller, &made, &request)?;
    let tx = state.store.write().await?;
    let forecast = tx.forecasts().create(new, state.clock.now()).await?;
    let subject = Subject {
        kind: "forecast",
        id: forecast.id.to_string(),
        name: &made.series.name,
        workspace: Some(forecast.workspace_id),
    };
    trail::record(&state, &tx, &caller, "create", subject, None).await?;
    tx.commit().await?;
    let view = ForecastView {
        summary: summary(&forecast, &made.series),
        result: forecast.result,
    };
    Ok((StatusCode::CREATED, axum::Json(view)))
}

fn stored(
    caller: &Caller,
    made: &forecasting::Made,
    request: &ForecastRequest,
) -> Result<NewForecast, Problem> {
    let internal = |error: serde_json::Error| Problem::internal(&error);
    let cut_off = made.forecast.cut_off.ok_or_else(|| {
        Problem::invalid(
            "/series_id",
            "the series has no observed value to forecast from",
        )
    })?;
    Ok(NewForecast {
        workspace_id: made.series.workspace_id,
        series_id: made.series.id,
        made_by: caller.name().to_owned(),
        cut_off,
        vintage: made.vintage,
        model: made.forecast.model.code().into_owned(),
        horizon: i32::try_from(request.horizon).unwrap_or(i32::MAX),
        parameters: serde_json::to_value(request).map_err(internal)?,
        result: made.shown.as_ref().clone(),
        fitted: Some(
            made.forecast
                .fitted
                .to_blob()
                .map_err(|error| Problem::internal(&error))?,
        ),
        engine_version: made.forecast.engine.clone(),
    })
}
