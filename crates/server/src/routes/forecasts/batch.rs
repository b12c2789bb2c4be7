//! `POST /api/v1/forecasts/batch`

use std::collections::HashSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_jobs::forecast::{ForecastPayload, enqueue};

use crate::authenticate::Caller;
use crate::extract::Json;
use crate::forecasting;
use crate::problem::Problem;
use crate::routes::series;
use crate::state::AppState;
use crate::trail;
use crate::view::forecast::{ForecastBatch, ForecastBatchJob, ForecastBatchRequest};

const SERIES_MAX: usize = 1_000;

/// Forecast many series, each by a job of its own. All are queued or none.
#[utoipa::path(
    post, path = "/api/v1/forecasts/batch", operation_id = "create_forecasts", tag = "forecasts",
    request_body = ForecastBatchRequest,
    responses((status = 202, description = "Queued", body = ForecastBatch))
)]
pub(crate) async fn batch(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<ForecastBatchRequest>,
) -> Result<impl IntoResponse, Problem> {
    if !(1..=SERIES_MAX).contains(&request.series_ids.len()) {
        return Err(Problem::invalid(
            "/series_ids",
            format!("name between 1 and {SERIES_MAX} series"),
        ));
    }
    let mut seen = HashSet::new();
    if let Some(index) = request.series_ids.iter().position(|id| !seen.insert(id)) {
        return Err(Problem::invalid(
            format!("/series_ids/{index}"),
            "this series is named twice",
        ));
    }
    let tx = state.store.write().await?;
    let mut jobs = Vec::with_capacity(request.series_ids.len());
    for &id in &request.series_ids {
        let one = request.of(id);
        let series = series::find(&tx, &caller, id).await?;
        let payload = ForecastPayload {
            subject: series.name.clone(),
            series: series.id,
            settings: forecasting::settings(&one)?,
            regressors: Vec::new(),
            as_of: None,
            parameters: serde_json::to_value(&one).map_err(|error| Problem::internal(&error))?,
        };
        let queued = enqueue(&tx, &series, &payload, caller.name(), state.clock.now()).await?;
        trail::record(
            &state,
            &tx,
            &caller,
            "forecast",
            series::subject(&series),
            None,
        )
        .await?;
        jobs.push(ForecastBatchJob {
            series_id: id,
            job_id: queued.job.id.as_uuid(),
        });
    }
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, axum::Json(ForecastBatch { jobs })))
}
