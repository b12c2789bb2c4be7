//! What the shown model would have said in the past, beside what came true.

use crate::history::History;
use crate::race::Track;
use prospect_series::Timestamp;
use serde::{Deserialize, Serialize};

/// Past forecasts shown with a result.
const PAST_SHOWN: usize = 24;

/// What the shown model would have said at an origin in the past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PastForecast {
    /// Training values it saw.
    pub cut_off: usize,
    /// Times of the steps that have come true; empty when the history had none.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<chrono::DateTime<chrono::Utc>>))]
    pub times: Vec<Timestamp>,
    /// Point forecast of these steps.
    pub median: Vec<f64>,
    /// What came true; nothing where it is missing.
    pub actual: Vec<Option<f64>>,
}

/// Forecasts of the track at origins spread evenly, the last one included.
pub(super) fn past_forecasts(track: &Track, history: &History) -> Vec<PastForecast> {
    let (y, times) = (history.values(), history.times());
    let made: Vec<_> = track
        .cut_offs
        .iter()
        .zip(&track.forecasts)
        .filter_map(|(&cut_off, outlook)| Some((cut_off, outlook.as_ref()?)))
        .collect();
    let stride = made.len().div_ceil(PAST_SHOWN).max(1);
    let skipped = made.len().saturating_sub(1) % stride;
    made.into_iter()
        .skip(skipped)
        .step_by(stride)
        .map(|(cut_off, outlook)| {
            let end = (cut_off + outlook.steps.len()).min(y.len());
            PastForecast {
                cut_off,
                times: times.get(cut_off..end).unwrap_or_default().to_vec(),
                median: (0..end - cut_off)
                    .map(|step| outlook.median(step))
                    .collect(),
                actual: y[cut_off..end]
                    .iter()
                    .map(|value| value.is_finite().then_some(*value))
                    .collect(),
            }
        })
        .collect()
}
