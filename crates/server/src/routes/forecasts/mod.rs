//! Forecasts: looked at, stored for ever, scored when the future has come.

pub(crate) mod batch;
pub(crate) mod create;
pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod preview;
pub(crate) mod race;
pub(crate) mod score;
pub(crate) mod show;

use prospect_forecast::Score;
use prospect_storage::{Forecast, ForecastId, Series, Transaction};
use uuid::Uuid;

use crate::authenticate::Caller;
use crate::problem::{Kind, Problem};
use crate::scope;
use crate::view::forecast::{ForecastSummaryView, ScoreBrief, ScoreState};

/// The forecast `id` with its series, if `caller` can see it.
async fn find<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: Uuid,
) -> Result<(Forecast, Series), Problem> {
    if let Some(forecast) = tx.forecasts().get(ForecastId::from(id)).await?
        && scope::is_visible(tx, caller, forecast.workspace_id).await?
        && let Some(series) = tx.series().get(forecast.series_id).await?
    {
        return Ok((forecast, series));
    }
    Err(Problem::new(
        Kind::NotFound,
        format!("there is no forecast \"{id}\" that you can see"),
    ))
}

fn summary(forecast: &Forecast, series: &Series) -> ForecastSummaryView {
    ForecastSummaryView {
        id: forecast.id.as_uuid(),
        series_id: series.id.as_uuid(),
        series_code: series.code.clone(),
        series_name: series.name.clone(),
        unit: series.unit.clone(),
        model: forecast.model.clone(),
        horizon: forecast.horizon.unsigned_abs(),
        cut_off: forecast.cut_off,
        vintage: forecast.vintage,
        made_at: forecast.made_at,
        made_by: forecast.made_by.clone(),
        engine_version: forecast.engine_version.clone(),
        score: brief(forecast),
    }
}

/// The score a job stored when values arrived; an engine that scored otherwise is not read.
fn brief(forecast: &Forecast) -> Option<ScoreBrief> {
    let score: Score = serde_json::from_value(forecast.score.clone()?).ok()?;
    Some(ScoreBrief {
        state: ScoreState::of(score.n, score.complete),
        known_steps: score.n,
        mae: score.mean_absolute_error.value,
        gain_on_naive: score.gain_on_naive.value,
        scored_at: forecast.scored_at,
    })
}
