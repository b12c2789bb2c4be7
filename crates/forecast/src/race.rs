//! Past forecasts of one model at given origins, and their errors.
//!
//! At each origin the model sees only the values before it. Weights are re-estimated at every
//! origin of short series; on long ones at a bounded number of them, the state moving on with the
//! data in between, so that the work per series has a bound.

use crate::accuracy::smape_point;
use crate::model::{FittedModel, ModelName, Point, fit};
use crate::refusal::ModelRefusal;
use crate::season::SeasonalAdjustment;
use crate::summation::mean;
use std::collections::BTreeMap;

/// Observations that all refits of one model on one series may pass over, together.
const REFIT_WORK: usize = 40_000;

/// Every how many origins the weights are re-estimated on `n` values.
pub fn refit_interval(n: usize, origins: usize) -> usize {
    let affordable = (REFIT_WORK / n.max(1)).max(3);
    origins.div_ceil(affordable).max(1)
}

/// Forecasts of one model at each origin; `None` where it refused the data known by then.
#[derive(Debug, Clone)]
pub struct Track {
    pub model: ModelName,
    pub forecasts: Vec<Option<Vec<Point>>>,
    pub refits: usize,
    /// The first refusal met.
    pub refusal: Option<ModelRefusal>,
    /// Weights of the last refit.
    pub parameters: BTreeMap<String, f64>,
}

/// Runs `model` over ascending `cut_offs` of `y`.
pub fn track(
    model: ModelName,
    y: &[f64],
    m: usize,
    rule: SeasonalAdjustment,
    cut_offs: &[usize],
    horizon: usize,
    refit_every: usize,
) -> Track {
    let mut track = Track {
        model,
        forecasts: Vec::with_capacity(cut_offs.len()),
        refits: 0,
        refusal: None,
        parameters: BTreeMap::new(),
    };
    let mut current: Option<(FittedModel, usize)> = None;
    for (index, &cut_off) in cut_offs.iter().enumerate() {
        let due = index % refit_every.max(1) == 0;
        current = match current.take().filter(|_| !due) {
            Some((mut fitted, seen)) => {
                fitted.update(&y[seen..cut_off]);
                Some((fitted, cut_off))
            }
            None => match fit_or_constant(model, &y[..cut_off], m, rule) {
                Ok(fitted) => {
                    track.refits += 1;
                    track.parameters.clone_from(&fitted.parameters);
                    Some((fitted, cut_off))
                }
                Err(refusal) => {
                    track.refusal.get_or_insert(refusal);
                    None
                }
            },
        };
        let ahead = current.as_ref().map(|(fitted, _)| fitted.ahead(horizon));
        track
            .forecasts
            .push(ahead.filter(|points| points.iter().all(|p| p.mean.is_finite())));
    }
    track
}

/// On constant data every model gives the constant, which is the naive forecast.
fn fit_or_constant(
    model: ModelName,
    y: &[f64],
    m: usize,
    rule: SeasonalAdjustment,
) -> Result<FittedModel, ModelRefusal> {
    match fit(model, y, m, rule) {
        Err(ModelRefusal::Constant) => fit(ModelName::Naive, y, m, rule),
        other => other,
    }
}

/// MASE denominators of many training windows of one series, in one pass.
#[derive(Debug, Clone)]
pub struct Scales {
    /// Mean |y_t − y_{t−m}| over the first n values, by n; NaN where there is none.
    by_length: Vec<f64>,
}

impl Scales {
    pub fn new(y: &[f64], m: usize) -> Self {
        let m = m.max(1);
        let mut total = crate::summation::Sum::default();
        let mut count = 0_u32;
        let mut by_length = Vec::with_capacity(y.len() + 1);
        by_length.push(f64::NAN);
        for t in 0..y.len() {
            let step = if t >= m {
                (y[t] - y[t - m]).abs()
            } else {
                f64::NAN
            };
            if step.is_finite() {
                total.add(step);
                count += 1;
            }
            let scale = total.value() / f64::from(count);
            by_length.push(if scale > 0.0 { scale } else { f64::NAN });
        }
        Self { by_length }
    }

    /// Scale of the training window of `cut_off` values, `None` when it is zero or does not exist.
    pub fn at(&self, cut_off: usize) -> Option<f64> {
        self.by_length
            .get(cut_off)
            .copied()
            .filter(|scale| scale.is_finite())
    }
}

/// Errors of one track at one origin.
#[derive(Debug, Clone)]
pub struct OriginErrors {
    pub cut_off: usize,
    /// y − f by step; NaN where the actual is missing.
    pub errors: Vec<f64>,
    pub points: Vec<Point>,
    /// sMAPE by step; NaN where the actual is missing.
    pub smape: Vec<f64>,
    pub scale: Option<f64>,
}

impl OriginErrors {
    /// Mean absolute scaled error over the steps with an actual.
    pub fn scaled_loss(&self) -> Option<f64> {
        let scale = self.scale?;
        let errors = self.errors.iter().filter(|error| error.is_finite());
        mean(errors.map(|error| error.abs() / scale))
    }
}

/// Errors of a track at those of its origins that `wanted` names.
pub fn errors(
    track: &Track,
    y: &[f64],
    scales: &Scales,
    cut_offs: &[usize],
    wanted: &[usize],
) -> Vec<OriginErrors> {
    cut_offs
        .iter()
        .zip(&track.forecasts)
        .filter(|(cut_off, _)| wanted.binary_search(cut_off).is_ok())
        .filter_map(|(&cut_off, forecast)| {
            let points = forecast.clone()?;
            let actuals = &y[cut_off..];
            let pairs = || actuals.iter().zip(&points);
            Some(OriginErrors {
                cut_off,
                errors: pairs().map(|(y, f)| y - f.mean).collect(),
                smape: pairs()
                    .map(|(&y, f)| {
                        if y.is_finite() {
                            smape_point(y, f.mean)
                        } else {
                            f64::NAN
                        }
                    })
                    .collect(),
                points,
                scale: scales.at(cut_off),
            })
        })
        .collect()
}
