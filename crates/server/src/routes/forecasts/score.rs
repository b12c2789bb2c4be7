//! `GET /api/v1/forecasts/{id}/score`

use axum::Json;
use axum::extract::State;
use prospect_forecast::{Forecast as Made, Score};
use prospect_jobs::score_forecasts::actuals;
use prospect_storage::TimeRange;
use uuid::Uuid;

use super::find;
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::forecast::{ForecastScoreView, MeasuredCoverage, ScoreState, ScoredStep};

/// How a stored forecast did against what is known by now.
#[utoipa::path(
    get, path = "/api/v1/forecasts/{id}/score", operation_id = "score_forecast",
    tag = "forecasts",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The score so far", body = ForecastScoreView))
)]
pub(crate) async fn score(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<ForecastScoreView>, Problem> {
    let tx = state.store.read().await?;
    let (stored, _) = find(&tx, &caller, id).await?;
    let made: Made =
        serde_json::from_value(stored.result).map_err(|error| Problem::internal(&error))?;
    let range = TimeRange {
        from: made.times.first().copied(),
        to: made.times.last().copied(),
    };
    let known = tx
        .observations()
        .read(stored.series_id, range, None)
        .await?
        .unwrap_or_default();
    let actuals = actuals(&made, &known);
    let score =
        prospect_forecast::score(&made, &actuals).map_err(|error| Problem::internal(&error))?;
    Ok(Json(view(id, &made, &score, &actuals)))
}

fn view(id: Uuid, made: &Made, score: &Score, actuals: &[f64]) -> ForecastScoreView {
    let steps =
        made.times
            .iter()
            .zip(&made.median)
            .zip(actuals)
            .map(|((&time, &point), &actual)| {
                let actual = super::super::series::present(actual);
                ScoredStep {
                    time,
                    point,
                    actual,
                    error: actual.map(|actual| actual - point),
                }
            });
    let naive_errors = score.steps.iter().map(|step| step.naive_error.abs());
    let naive_mae = (score.n > 0).then(|| naive_errors.sum::<f64>() / score.n as f64);
    let mae = score.mean_absolute_error.value;
    let coverage = score.bands.iter().map(|band| MeasuredCoverage {
        level: band.level * 100.0,
        inside: score
            .steps
            .iter()
            .filter(|step| step.inside.contains(&band.level))
            .count(),
        known: score.n,
        measured: band.coverage.value.map(|share| share * 100.0),
    });
    ForecastScoreView {
        forecast_id: id,
        state: ScoreState::of(score.n, score.complete),
        known_steps: score.n,
        horizon: score.horizon,
        steps: steps.collect(),
        mae,
        naive_mae,
        relative_mae: match (mae, naive_mae) {
            (Some(mae), Some(naive)) if naive > 0.0 => Some(mae / naive),
            _ => None,
        },
        coverage: coverage.collect(),
    }
}
