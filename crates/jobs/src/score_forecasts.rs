//! Scores the stored forecasts of a series against the values known by now. Queued when values arrive.

use chrono::{DateTime, Utc};
use prospect_forecast::Forecast;
use prospect_storage::{
    ForecastId, Observations, SeriesId, StorageError, TimeRange, WorkspaceId, WriteTx,
    job::{Enqueued, NewJob},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    handler::{BoxFuture, Failure, Handler, JobContext, Outcome},
    kind::JobKind,
};

/// Forecasts scored at a time, the newest first; older ones keep the score they have.
const FORECASTS_MAX: u64 = 500;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScoreForecastsPayload {
    /// What it is about, for people.
    pub subject: String,
    pub series: SeriesId,
}

/// Queues the scoring of a series' forecasts, in the transaction that adds the values. Without an idempotency key: a
/// job that runs already may have read the values before these were added.
pub async fn enqueue(
    tx: &WriteTx,
    workspace: WorkspaceId,
    series: SeriesId,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Enqueued, StorageError> {
    let payload = ScoreForecastsPayload {
        subject: subject.to_owned(),
        series,
    };
    let new = NewJob {
        workspace_id: Some(workspace),
        kind: JobKind::ScoreForecasts.to_string(),
        payload: json!(payload),
        priority: JobKind::ScoreForecasts.priority(),
        run_at: None,
        attempts_max: 3,
        idempotency_key: None,
        made_by: "values arrived".to_owned(),
    };
    tx.jobs().enqueue(new, now).await
}

/// The value that came true at each time of the forecast; `NaN` where none is known.
pub fn actuals(forecast: &Forecast, known: &Observations) -> Vec<f64> {
    let at = |time| {
        known
            .times
            .binary_search(time)
            .map_or(f64::NAN, |index| known.values[index])
    };
    forecast.times.iter().map(at).collect()
}

pub(crate) struct ScoreForecastsHandler;

impl Handler for ScoreForecastsHandler {
    fn kind(&self) -> &'static str {
        JobKind::ScoreForecasts.as_str()
    }

    fn run<'a>(&'a self, job: &'a JobContext) -> BoxFuture<'a, Result<Box<dyn Outcome>, Failure>> {
        Box::pin(async move {
            let series = job.payload::<ScoreForecastsPayload>()?.series;
            let scored_at = (job.now)();
            let tx = job.store.read().await?;
            let forecasts = tx
                .forecasts()
                .to_score(series, scored_at, FORECASTS_MAX)
                .await?;
            let from = forecasts.iter().map(|forecast| forecast.cut_off).min();
            let known = tx
                .observations()
                .read(series, TimeRange { from, to: None }, None)
                .await?
                .unwrap_or_default();
            drop(tx);
            let work = move |_: &crate::Progress| {
                let mut scores = Vec::new();
                let mut unreadable = 0_u32;
                for stored in forecasts {
                    let score = serde_json::from_value::<Forecast>(stored.result)
                        .ok()
                        .and_then(|forecast| {
                            let actuals = actuals(&forecast, &known);
                            prospect_forecast::score(&forecast, &actuals).ok()
                        });
                    match score {
                        // Nothing came true yet: leave the forecast unscored.
                        Some(score) if score.n == 0 => {}
                        Some(score) => scores.push((stored.id, json!(score))),
                        None => unreadable += 1,
                    }
                }
                (scores, unreadable)
            };
            let (scores, unreadable) = job.compute(work).await?;
            let outcome: Box<dyn Outcome> = Box::new(ScoreOutcome {
                series,
                scores,
                unreadable,
                scored_at,
            });
            Ok(outcome)
        })
    }
}

struct ScoreOutcome {
    series: SeriesId,
    scores: Vec<(ForecastId, Value)>,
    /// Forecasts of an older engine whose stored form this one cannot read.
    unreadable: u32,
    scored_at: DateTime<Utc>,
}

impl Outcome for ScoreOutcome {
    fn store<'a>(&'a self, tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>> {
        Box::pin(async move {
            for (id, score) in &self.scores {
                tx.forecasts().set_score(*id, score, self.scored_at).await?;
            }
            Ok(Some(json!({
                "object": format!("series/{}", self.series),
                "scored": self.scores.len(),
                "unreadable": self.unreadable,
            })))
        })
    }
}
