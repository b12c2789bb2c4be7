//! Scoring a stored forecast when actual values arrive.

use crate::candidate::gain;
use crate::figure::{Figure, Reason};
use crate::forecast::Forecast;
use crate::interval_score::{coverage, crps_quantiles, mean_interval_score, mean_width};
use crate::refusal::ForecastError;
use crate::summation::mean;
use serde::{Deserialize, Serialize};

/// How a band held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandScore {
    pub level: f64,
    /// Share of the values that came true inside the band.
    pub coverage: Figure,
    pub mean_width: Figure,
    pub mean_interval_score: Figure,
    /// Mean interval score over the MASE scale of the forecast.
    pub msis: Figure,
}

/// One step that came true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepScore {
    /// From 1.
    pub step: usize,
    pub actual: f64,
    pub forecast: f64,
    /// Actual − forecast.
    pub error: f64,
    pub naive_error: f64,
    /// Levels whose band held the value.
    pub inside: Vec<f64>,
}

/// How a forecast did so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Steps of the forecast, how many have an actual value, and how many are still missing.
    pub horizon: usize,
    pub n: usize,
    pub n_missing: usize,
    /// Every step has its value.
    pub complete: bool,
    pub mean_absolute_error: Figure,
    pub mase: Figure,
    pub smape: Figure,
    pub naive_mase: Figure,
    /// 1 − MASE / MASE of naive.
    pub gain_on_naive: Figure,
    /// Mean CRPS over the quantiles of the bands and the point forecast.
    pub crps: Figure,
    pub bands: Vec<BandScore>,
    pub steps: Vec<StepScore>,
}

/// Scores `forecast` against the values that came true, step by step from the first; NaN or a
/// shorter slice where nothing is known yet.
pub fn score(forecast: &Forecast, actuals: &[f64]) -> Result<Score, ForecastError> {
    if let Some(index) = actuals.iter().position(|value| value.is_infinite()) {
        return Err(ForecastError::Infinite { index });
    }
    let horizon = forecast.median.len();
    let mut actual: Vec<f64> = actuals.iter().copied().take(horizon).collect();
    actual.resize(horizon, f64::NAN);
    let n = actual.iter().filter(|value| !value.is_nan()).count();
    let scale = forecast.mase_scale;
    let scaled = |figure: Result<f64, Reason>| -> Figure {
        match (figure, scale.value) {
            (Ok(value), Some(scale)) => Figure::available(value / scale),
            (Ok(_), None) => Figure::unavailable(scale.reason.unwrap_or(Reason::ZeroVariance)),
            (Err(reason), _) => Figure::unavailable(reason),
        }
    };
    let error = crate::accuracy::mean_absolute_error(&actual, &forecast.median);
    let naive = crate::accuracy::mean_absolute_error(&actual, &forecast.naive);
    let (mase, naive_mase) = (scaled(error), scaled(naive));
    let bands = forecast
        .bands
        .iter()
        .map(|band| {
            let interval = mean_interval_score(&actual, &band.lower, &band.upper, band.level);
            BandScore {
                level: band.level,
                coverage: coverage(&actual, &band.lower, &band.upper).into(),
                mean_width: mean_width(&band.lower, &band.upper).into(),
                mean_interval_score: interval.into(),
                msis: scaled(interval),
            }
        })
        .collect();
    Ok(Score {
        horizon,
        n,
        n_missing: horizon - n,
        complete: n == horizon,
        mean_absolute_error: error.into(),
        mase,
        smape: crate::accuracy::smape(&actual, &forecast.median).into(),
        naive_mase,
        gain_on_naive: gain(mase, naive_mase),
        crps: crps(forecast, &actual).into(),
        bands,
        steps: steps(forecast, &actual),
    })
}

fn crps(forecast: &Forecast, actual: &[f64]) -> Result<f64, Reason> {
    if forecast.bands.is_empty() {
        return Err(Reason::InsufficientCalibration);
    }
    let mut tau = Vec::new();
    for band in &forecast.bands {
        tau.extend([0.5 - 0.5 * band.level, 0.5 + 0.5 * band.level]);
    }
    tau.push(0.5);
    let losses = actual
        .iter()
        .enumerate()
        .filter(|(_, y)| y.is_finite())
        .filter_map(|(step, &y)| {
            let mut quantiles = Vec::with_capacity(tau.len());
            for band in &forecast.bands {
                quantiles.extend([band.lower[step], band.upper[step]]);
            }
            quantiles.push(forecast.median[step]);
            crps_quantiles(y, &tau, &quantiles).ok()
        });
    mean(losses).ok_or(Reason::NoData)
}

fn steps(forecast: &Forecast, actual: &[f64]) -> Vec<StepScore> {
    actual
        .iter()
        .enumerate()
        .filter(|(_, y)| y.is_finite())
        .map(|(step, &y)| StepScore {
            step: step + 1,
            actual: y,
            forecast: forecast.median[step],
            error: y - forecast.median[step],
            naive_error: y - forecast.naive[step],
            inside: forecast
                .bands
                .iter()
                .filter(|band| band.lower[step] <= y && y <= band.upper[step])
                .map(|band| band.level)
                .collect(),
        })
        .collect()
}
