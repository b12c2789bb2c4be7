//! The additive model of Prophet (Taylor & Letham 2018, "Forecasting at scale"), fitted directly.
//!
//! y_t = piecewise linear trend + Σ Fourier seasons + Σ calendar effects + Σ regressors + ε_t. The
//! priors are the paper's: Laplace on the changes of slope, normal on everything else, so that the
//! posterior mode is a regression with an L1 penalty on some coefficients and an L2 penalty on the
//! others, solved exactly ([`mode`]) in turn with σ. Intervals hold the observation noise and the
//! slope changes to come, at the rate and of the mean size of those of the history.
//!
//! Logistic growth and multiplicative seasons are left out: a logarithm gives the latter. Not for
//! series whose level wanders: the trend is a line that bends a few times.

mod design;
mod mode;
mod state;

pub use state::{Trend, TrendSeasonState};

use crate::fourier::Harmonics;
use crate::model::Regressor;
use crate::refusal::ModelRefusal;
use crate::state::State;
use design::Design;
use serde::{Deserialize, Serialize};

/// Fewer values do not place a line and a noise.
const MIN_VALUES: usize = 5;
/// σ below this share of the data's range is a fit without noise.
const SIGMA_MIN: f64 = 1e-6;
/// Turns between coefficients and σ.
const TURNS: usize = 200;

/// What the data are divided by before the priors apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// Minimum taken off, then divided by the range: a shifted series has the shifted forecast.
    #[default]
    Range,
    /// Divided by the largest absolute value, Prophet's own default.
    AbsoluteMaximum,
}

/// Prior scales, on the scaled data; Prophet's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Priors {
    /// Places where the slope may change, at most.
    pub changepoints: usize,
    /// Share of the history, from its start, over which they are spread.
    pub changepoint_range: f64,
    /// Scale of the Laplace prior on each change.
    pub changepoint_scale: f64,
    pub season_scale: f64,
    pub effect_scale: f64,
    pub regressor_scale: f64,
    pub scaling: Scaling,
}

impl Default for Priors {
    fn default() -> Self {
        Self {
            changepoints: 25,
            changepoint_range: 0.8,
            changepoint_scale: 0.05,
            season_scale: 10.0,
            effect_scale: 10.0,
            regressor_scale: 10.0,
            scaling: Scaling::Range,
        }
    }
}

impl Priors {
    fn are_usable(&self) -> bool {
        let scales = [
            self.changepoint_scale,
            self.season_scale,
            self.effect_scale,
            self.regressor_scale,
        ];
        scales.iter().all(|scale| scale.is_finite() && *scale > 0.0)
            && (0.0..=1.0).contains(&self.changepoint_range)
    }
}

/// What the model is fitted to.
#[derive(Debug, Clone, Copy)]
pub struct TrendSeasonData<'a> {
    /// NaN where missing.
    pub values: &'a [f64],
    pub seasons: &'a [Harmonics],
    /// Indicators of the calendar, as [`crate::calendar_effects`] makes them. Values beyond the data
    /// are the future.
    pub effects: &'a [Regressor],
    pub regressors: &'a [Regressor],
}

impl<'a> TrendSeasonData<'a> {
    pub fn new(values: &'a [f64], seasons: &'a [Harmonics]) -> Self {
        Self {
            values,
            seasons,
            effects: &[],
            regressors: &[],
        }
    }
}

/// A fitted model.
#[derive(Debug, Clone)]
pub struct TrendSeasonFit {
    /// After the last value.
    pub state: TrendSeasonState,
    /// Standard deviation of the observation noise, in units of the data.
    pub sigma: f64,
    /// Of the values that are there.
    pub errors: Vec<f64>,
    /// Coefficients that are not zero.
    pub free: usize,
    /// Logarithm of the posterior density at the mode on the scaled data, constants left out.
    pub log_posterior: f64,
}

/// The order Prophet gives a season: ten harmonics of a year, three of a week.
pub fn usual_order(period: f64) -> Harmonics {
    Harmonics::new(period, Harmonics::most(period).min(10))
}

/// Fits the model by its posterior mode.
pub fn fit(data: &TrendSeasonData<'_>, priors: &Priors) -> Result<TrendSeasonFit, ModelRefusal> {
    let observed = data.values.iter().filter(|y| y.is_finite()).count();
    if observed < MIN_VALUES {
        return Err(ModelRefusal::TooShort {
            have: observed,
            needed: MIN_VALUES,
        });
    }
    if !priors.are_usable() {
        return Err(ModelRefusal::NotFinite);
    }
    let design = Design::new(data, priors)?;
    let found = posterior_mode(&design, priors).ok_or(ModelRefusal::NotFinite)?;
    let sigma = found.sigma * design.scale;
    let mut state = TrendSeasonState::new(&design, &found.coefficients, sigma, data);
    // Values missing at the end: the trend may have changed since the last one.
    for _ in design.end..data.values.len() {
        state.advance(f64::NAN);
    }
    let errors: Vec<f64> = found
        .residuals
        .iter()
        .map(|residual| residual * design.scale)
        .collect();
    if !(sigma.is_finite() && state.trend().value(design.end as f64).is_finite()) {
        return Err(ModelRefusal::NotFinite);
    }
    Ok(TrendSeasonFit {
        state,
        sigma,
        errors,
        free: found.coefficients.iter().filter(|b| **b != 0.0).count(),
        log_posterior: found.log_posterior,
    })
}

struct Mode {
    coefficients: Vec<f64>,
    sigma: f64,
    residuals: Vec<f64>,
    log_posterior: f64,
}

/// Coefficients given σ and σ given the coefficients, in turn. The prior of σ is half-normal with
/// scale 0.5: n ln σ + S/2σ² + 2σ² is least where 4σ⁴ + nσ² = S.
fn posterior_mode(design: &Design, priors: &Priors) -> Option<Mode> {
    let n = design.y.len() as f64;
    let centre = design.y.iter().sum::<f64>() / n;
    let variation: f64 = design.y.iter().map(|y| (y - centre).powi(2)).sum();
    let mut variance = variation / n;
    let mut coefficients = vec![0.0; design.columns.len()];
    let mut residuals = Vec::new();
    for _ in 0..TURNS {
        mode::solve(
            design,
            variance,
            priors.changepoint_scale,
            &mut coefficients,
        )?;
        residuals = design.residuals(&coefficients);
        let squares: f64 = residuals.iter().map(|r| r * r).sum();
        // (√(n² + 16S) − n)/8 without the cancellation.
        let next = 2.0 * squares / ((n * n + 16.0 * squares).sqrt() + n);
        let next = next.max(SIGMA_MIN * SIGMA_MIN);
        let settled = (next - variance).abs() <= 1e-10 * variance;
        variance = next;
        if settled {
            break;
        }
    }
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let penalties: f64 = coefficients
        .iter()
        .zip(&design.precisions)
        .map(|(b, precision)| match precision {
            Some(precision) => 0.5 * precision * b * b,
            None => b.abs() / priors.changepoint_scale,
        })
        .sum();
    let log_posterior =
        -0.5 * n * variance.ln() - 0.5 * squares / variance - 2.0 * variance - penalties;
    log_posterior.is_finite().then_some(Mode {
        coefficients,
        sigma: variance.sqrt(),
        residuals,
        log_posterior,
    })
}
