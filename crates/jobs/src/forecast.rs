//! Makes and stores a forecast of a series: what the forecast page does at once, as a job, for long series and for
//! many of them.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use prospect_forecast::{ForecastError, RaceProgress, Settings};
use prospect_storage::{
    NewForecast, Series, SeriesId, StorageError, WriteTx,
    job::{Enqueued, NewJob},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    forecast_inputs::{ForecastInputs, RegressorChoice},
    handler::{BoxFuture, Failure, Handler, JobContext, Outcome, Progress},
    kind::JobKind,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForecastPayload {
    /// What it is about, for people.
    pub subject: String,
    pub series: SeriesId,
    pub settings: Settings,
    #[serde(default)]
    pub regressors: Vec<RegressorChoice>,
    /// Use what was known at this moment; now, when absent.
    pub as_of: Option<DateTime<Utc>>,
    /// The request as its maker wrote it, kept with the forecast.
    pub parameters: Value,
}

/// Queues a forecast of a series.
pub async fn enqueue(
    tx: &WriteTx,
    series: &Series,
    payload: &ForecastPayload,
    made_by: &str,
    now: DateTime<Utc>,
) -> Result<Enqueued, StorageError> {
    let new = NewJob {
        workspace_id: Some(series.workspace_id),
        kind: JobKind::Forecast.to_string(),
        payload: json!(payload),
        priority: JobKind::Forecast.priority(),
        run_at: None,
        attempts_max: 3,
        idempotency_key: None,
        made_by: made_by.to_owned(),
    };
    tx.jobs().enqueue(new, now).await
}

pub(crate) struct ForecastHandler;

impl Handler for ForecastHandler {
    fn kind(&self) -> &'static str {
        JobKind::Forecast.as_str()
    }

    fn run<'a>(&'a self, job: &'a JobContext) -> BoxFuture<'a, Result<Box<dyn Outcome>, Failure>> {
        Box::pin(async move {
            let payload: ForecastPayload = job.payload()?;
            let gone = || Failure::Dead("the series was deleted".to_owned());
            let empty = || Failure::Dead("the series has no values yet".to_owned());
            let tx = job.store.read().await?;
            let series = tx.series().get(payload.series).await?.ok_or_else(gone)?;
            let extents = tx.observations().extents(&[series.id]).await?;
            let as_of = extents.get(&series.id).ok_or_else(empty)?.as_of;
            let vintage = payload.as_of.unwrap_or(as_of);
            let inputs = ForecastInputs::read(&tx, &series, vintage, &payload.regressors).await?;
            drop(tx);
            let inputs = inputs.ok_or_else(empty)?;
            let settings = payload.settings.clone();
            let forecast = job
                .compute(move |progress| {
                    inputs.forecast(&settings, &|race| watched(progress, race))
                })
                .await?;
            if job.progress.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            let refused = |error: ForecastError| Failure::Dead(error.to_string());
            let forecast = forecast.map_err(refused)?;
            let unreadable = |error: serde_json::Error| Failure::Dead(error.to_string());
            let new = NewForecast {
                workspace_id: series.workspace_id,
                series_id: series.id,
                made_by: job.claim.made_by.clone(),
                cut_off: forecast.cut_off.ok_or_else(empty)?,
                vintage,
                model: forecast.model.code().into_owned(),
                horizon: i32::try_from(forecast.horizon).unwrap_or(i32::MAX),
                parameters: payload.parameters,
                result: serde_json::to_value(&forecast).map_err(unreadable)?,
                fitted: Some(forecast.fitted.to_blob().map_err(refused)?),
                engine_version: forecast.engine.clone(),
            };
            let outcome: Box<dyn Outcome> = Box::new(ForecastOutcome {
                new,
                now: (job.now)(),
            });
            Ok(outcome)
        })
    }
}

/// Tells the job's watchers how the race stands.
fn watched(progress: &Progress, race: &RaceProgress) -> ControlFlow<()> {
    if progress.is_cancelled() {
        return ControlFlow::Break(());
    }
    let share = f64::from(u32::try_from(race.stage).unwrap_or(u32::MAX))
        / f64::from(u32::try_from(race.stages).unwrap_or(u32::MAX));
    let leader = race
        .scores
        .first()
        .map_or_else(String::new, |first| format!("; {} leads", first.model));
    progress.report(
        5.0 + 90.0 * share,
        &format!(
            "racing {} models on past forecasts{leader}",
            race.scores.len()
        ),
    );
    ControlFlow::Continue(())
}

struct ForecastOutcome {
    new: NewForecast,
    now: DateTime<Utc>,
}

impl Outcome for ForecastOutcome {
    fn store<'a>(&'a self, tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>> {
        Box::pin(async move {
            let stored = tx.forecasts().create(self.new.clone(), self.now).await?;
            Ok(Some(json!({"object": format!("forecast/{}", stored.id)})))
        })
    }
}
