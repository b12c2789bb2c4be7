//! Inputs of the engine from any bytes, for the fuzz targets and for the tests beside them.

mod blob;
mod reader;

pub(crate) use blob::blob_from;

use prospect_forecast::bands::IntervalMethod;
use prospect_forecast::model::{ModelName, Regressor};
use prospect_forecast::season::SeasonalAdjustment;
use prospect_forecast::settings::{ModelChoice, TransformChoice};
use prospect_forecast::{Forecast, History, Settings, forecast, sample_paths, score};
use reader::Reader;

/// Longer histories take more time and find nothing that shorter ones do not.
const MOST_VALUES: usize = 120;
const SEASONS: [usize; 10] = [0, 1, 2, 4, 5, 7, 12, 24, 100, 60_000];

fn settings(reader: &mut Reader<'_>) -> Settings {
    let mut models: Vec<ModelName> = (0..=reader.below(3))
        .map(|_| ModelName::ALL[reader.below(ModelName::ALL.len())])
        .collect();
    if reader.below(16) == 0 {
        models = ModelName::AUTOMATIC.to_vec();
    }
    let level = match reader.below(4) {
        0 => reader.number(),
        _ => 0.5 + reader.below(50) as f64 / 100.0,
    };
    Settings {
        horizon: reader.below(20),
        levels: vec![level, 0.8],
        models: ModelChoice::Only(models),
        seasonal_adjustment: [
            SeasonalAdjustment::None,
            SeasonalAdjustment::Naive2Rule,
            SeasonalAdjustment::Shrunk,
        ][reader.below(3)],
        transform: match reader.below(3) {
            0 => TransformChoice::Automatic,
            1 => TransformChoice::Fixed(prospect_forecast::model::Transform::None),
            _ => TransformChoice::Fixed(prospect_forecast::model::Transform::Log),
        },
        intervals: IntervalMethod::default(),
        budget_ms: 10,
        max_windows: 1 + reader.below(12),
        anomalies: true,
        seed: reader.below(256) as u64,
    }
}

/// A history with regressors and more seasons, as far as the bytes make one.
fn history(reader: &mut Reader<'_>) -> Option<History> {
    let m = SEASONS[reader.below(SEASONS.len())];
    let more = (0..reader.below(3))
        .map(|_| SEASONS[reader.below(SEASONS.len())])
        .collect();
    let regressors = reader.below(4).saturating_sub(1);
    let ahead = reader.below(32);
    let known_ahead = reader.below(2) == 0;
    let values = reader.numbers(MOST_VALUES);
    let n = values.len();
    let columns = (0..regressors)
        .map(|at| Regressor {
            name: format!("x{at}"),
            // The values themselves, moved on by one.
            values: (0..n + ahead)
                .map(|t| values.get((t + at + 1) % n.max(1)).copied().unwrap_or(0.0))
                .map(|value| {
                    if value.is_nan() {
                        0.0
                    } else {
                        value.clamp(-1e3, 1e3)
                    }
                })
                .collect(),
            known_ahead,
        })
        .collect();
    let history = History::new(values, m).ok()?.with_more_seasons(more);
    history.with_regressors(columns).ok()
}

fn check(result: &Forecast) {
    assert!(
        result.mean.iter().all(|value| value.is_finite()),
        "{} under {:?}: {:?}",
        result.model,
        result.transform,
        result.mean
    );
    for band in &result.bands {
        for (low, high) in band.lower.iter().zip(&band.upper) {
            assert!(low <= high, "{band:?}");
        }
    }
    for pair in result.bands.windows(2) {
        for step in 0..result.horizon {
            assert!(pair[1].lower[step] <= pair[0].lower[step]);
            assert!(pair[0].upper[step] <= pair[1].upper[step]);
        }
    }
}

/// Forecasts what the bytes say and holds the result to what any result must be.
pub(crate) fn forecast_from(data: &[u8]) {
    let mut reader = Reader::new(data);
    let settings = settings(&mut reader);
    let Some(history) = history(&mut reader) else {
        return;
    };
    let Ok(result) = forecast(&history, &settings) else {
        return;
    };
    check(&result);
    let json = serde_json::to_string(&result).expect("a result can be written");
    let read: Forecast = serde_json::from_str(&json).unwrap_or_else(|error| {
        let at = error.column().min(json.len());
        panic!(
            "{} {error}: {}",
            result.model,
            &json[at.saturating_sub(200)..at]
        )
    });
    assert_eq!(read, result);
    let blob = result
        .fitted
        .to_blob()
        .expect("a fitted model can be written");
    let fitted = prospect_forecast::FittedModel::from_blob(&blob).expect("and read");
    sample_paths(&fitted, settings.horizon, 3, 1).expect("and simulated");
    let _scored = score(&result, history.values());
}
