//! The models by name, and a fitted model: a small versioned blob that forecasts, updates and
//! simulates.

use crate::criteria::{Criteria, concentrated_log_likelihood};
use crate::exponential_smoothing::{SmoothingState, Weights, filter};
use crate::naive_family::{DriftState, SeasonalNaiveState};
use crate::refusal::{ForecastError, ModelRefusal};
use crate::season::{Season, SeasonalAdjustment, adjustment};
use crate::state::{State, ahead};
use crate::summation::{mean, sum};
use crate::theta::ThetaState;
use crate::{smoothing_fit, theta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Version of the serialised form of [`FittedModel`].
pub const FITTED_FORMAT: u32 = 1;

/// Residuals kept for bootstrapped paths; the latest ones.
const RESIDUALS_KEPT: usize = 1_000;

/// Every model of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelName {
    Naive,
    SeasonalNaive,
    Naive2,
    Drift,
    Ses,
    Holt,
    DampedHolt,
    Theta,
}

impl ModelName {
    /// All models, simplest first. Ties in accuracy go to the earlier one.
    pub const ALL: [Self; 8] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::Naive2,
        Self::Drift,
        Self::Ses,
        Self::Theta,
        Self::Holt,
        Self::DampedHolt,
    ];

    /// The candidates of the automatic choice. Naive2 is a benchmark for comparability only.
    pub const AUTOMATIC: [Self; 7] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::Drift,
        Self::Ses,
        Self::Theta,
        Self::Holt,
        Self::DampedHolt,
    ];

    /// The name in code, files and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal_naive",
            Self::Naive2 => "naive2",
            Self::Drift => "drift",
            Self::Ses => "ses",
            Self::Holt => "holt",
            Self::DampedHolt => "damped_holt",
            Self::Theta => "theta",
        }
    }

    /// The model named by [`ModelName::code`] or as it is displayed.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|model| model.code() == name || model.to_string() == name)
    }

    /// Fewest observations for a fit.
    fn needed(self, m: usize) -> usize {
        match self {
            Self::Naive | Self::Naive2 => 1,
            Self::SeasonalNaive => m,
            Self::Drift => 2,
            Self::Ses | Self::Theta => 4,
            Self::Holt => 6,
            Self::DampedHolt => 7,
        }
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal naive",
            Self::Naive2 => "Naive2",
            Self::Drift => "drift",
            Self::Ses => "SES",
            Self::Holt => "Holt",
            Self::DampedHolt => "damped Holt",
            Self::Theta => "Theta",
        })
    }
}

/// State of any model. A new model adds a variant here and an arm below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Structure {
    Smoothing(SmoothingState),
    Drift(DriftState),
    SeasonalNaive(SeasonalNaiveState),
    Theta(ThetaState),
}

impl Structure {
    fn inner(&self) -> &dyn State {
        match self {
            Self::Smoothing(state) => state,
            Self::Drift(state) => state,
            Self::SeasonalNaive(state) => state,
            Self::Theta(state) => state,
        }
    }

    fn inner_mut(&mut self) -> &mut dyn State {
        match self {
            Self::Smoothing(state) => state,
            Self::Drift(state) => state,
            Self::SeasonalNaive(state) => state,
            Self::Theta(state) => state,
        }
    }
}

impl State for Structure {
    fn next_mean(&self) -> f64 {
        self.inner().next_mean()
    }

    fn next_variance(&self) -> f64 {
        self.inner().next_variance()
    }

    fn advance(&mut self, y: f64) {
        self.inner_mut().advance(y);
    }

    fn absorb(&mut self, y: f64) {
        self.inner_mut().absorb(y);
    }

    fn parameter_variance(&self, step: usize) -> f64 {
        self.inner().parameter_variance(step)
    }
}

/// Mean and standard deviation of one future observation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub mean: f64,
    pub sd: f64,
}

/// A model fitted to data and standing at their end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FittedModel {
    pub format: u32,
    pub model: ModelName,
    /// Estimated parameters by their usual symbols (`alpha`, `beta`, `phi`, `l0`, `b0`, `drift`).
    pub parameters: BTreeMap<String, f64>,
    /// Fixed seasonal indices removed before the fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    pub state: Structure,
    /// Standard deviation of the one-step errors, on the adjusted scale.
    pub sigma: f64,
    /// Latest one-step errors on the adjusted scale, those after gaps divided by √F_t.
    pub residuals: Vec<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    pub n_used: usize,
    pub n_missing: usize,
}

impl FittedModel {
    /// Refuses a blob written by another format.
    pub fn check_format(&self) -> Result<(), ForecastError> {
        if self.format == FITTED_FORMAT {
            Ok(())
        } else {
            Err(ForecastError::Format {
                found: self.format,
                supported: FITTED_FORMAT,
            })
        }
    }

    /// Means and standard deviations of the next `horizon` observations, from the model itself.
    pub fn ahead(&self, horizon: usize) -> Vec<Point> {
        ahead(&self.state, horizon)
            .into_iter()
            .enumerate()
            .map(|(step, (mean, variance))| {
                let sd = self.sigma * variance.sqrt();
                match &self.season {
                    Some(season) => Point {
                        mean: season.restore(mean, step),
                        sd: sd * season.spread(step),
                    },
                    None => Point { mean, sd },
                }
            })
            .collect()
    }

    /// Takes in new observations in order (NaN where missing) without refitting the weights.
    pub fn update(&mut self, observations: &[f64]) {
        for &y in observations {
            let adjusted = match &mut self.season {
                Some(season) => {
                    let adjusted = season.remove(y, 0);
                    season.advance();
                    adjusted
                }
                None => y,
            };
            if adjusted.is_finite() {
                let error = adjusted - self.state.next_mean();
                self.residuals
                    .push(error / self.state.next_variance().sqrt());
                self.n_used += 1;
            } else {
                self.n_missing += 1;
            }
            self.state.absorb(adjusted);
        }
        let excess = self.residuals.len().saturating_sub(RESIDUALS_KEPT);
        self.residuals.drain(..excess);
    }
}

/// Data shifted to mean 0 and scaled to unit variance, so that one optimiser setting suits all.
struct Standardised {
    values: Vec<f64>,
    shift: f64,
    scale: f64,
}

fn standardised(y: &[f64]) -> Result<Standardised, ModelRefusal> {
    let observed = || y.iter().copied().filter(|value| value.is_finite());
    let shift = mean(observed()).unwrap_or(0.0);
    let scale = mean(observed().map(|value| (value - shift).powi(2)))
        .unwrap_or(0.0)
        .sqrt();
    if scale <= f64::EPSILON * 16.0 * shift.abs() {
        return Err(ModelRefusal::Constant);
    }
    Ok(Standardised {
        values: y.iter().map(|value| (value - shift) / scale).collect(),
        shift,
        scale,
    })
}

/// Fits `model` to `y` (NaN = missing) with season length `m`. SES, Holt, damped Holt and Theta
/// are fitted on data adjusted by `rule` and Naive2 by its own; the others see the data as they are.
pub fn fit(
    model: ModelName,
    y: &[f64],
    m: usize,
    rule: SeasonalAdjustment,
) -> Result<FittedModel, ModelRefusal> {
    let start = y
        .iter()
        .position(|value| value.is_finite())
        .unwrap_or(y.len());
    let y = &y[start..];
    let n_used = y.iter().filter(|value| value.is_finite()).count();
    if model == ModelName::SeasonalNaive && m < 2 {
        return Err(ModelRefusal::NoSeason);
    }
    let needed = model.needed(m);
    if n_used < needed {
        return Err(ModelRefusal::TooShort {
            have: n_used,
            needed,
        });
    }
    let rule = match model {
        ModelName::Naive | ModelName::SeasonalNaive | ModelName::Drift => SeasonalAdjustment::None,
        ModelName::Naive2 => SeasonalAdjustment::Naive2Rule,
        _ => rule,
    };
    let (season, adjusted) = match adjustment(y, m, rule) {
        Some((season, adjusted)) => (Some(season), Some(adjusted)),
        None => (None, None),
    };
    let data = adjusted.as_deref().unwrap_or(y);
    let parts = match model {
        ModelName::Naive | ModelName::Naive2 => naive(data),
        ModelName::SeasonalNaive => seasonal_naive(data, m),
        ModelName::Drift => drift(data)?,
        ModelName::Ses | ModelName::Holt | ModelName::DampedHolt => smoothing(model, data)?,
        ModelName::Theta => theta_parts(data)?,
    };
    let fitted = parts.assemble(model, season, n_used, y.len() - n_used + start);
    if fitted.sigma.is_finite() && fitted.state.next_mean().is_finite() {
        Ok(fitted)
    } else {
        Err(ModelRefusal::NotFinite)
    }
}

/// What each family hands over.
struct Parts {
    state: Structure,
    errors: Vec<f64>,
    /// Parameters of the mean, taken off the degrees of freedom of σ².
    free: usize,
    parameters: BTreeMap<String, f64>,
    criteria: Option<Criteria>,
}

impl Parts {
    fn assemble(
        mut self,
        model: ModelName,
        season: Option<Season>,
        n_used: usize,
        n_missing: usize,
    ) -> FittedModel {
        let sse = sum(self.errors.iter().map(|error| error * error));
        let freedom = self.errors.len().saturating_sub(self.free).max(1);
        let excess = self.errors.len().saturating_sub(RESIDUALS_KEPT);
        self.errors.drain(..excess);
        FittedModel {
            format: FITTED_FORMAT,
            model,
            parameters: self.parameters,
            season,
            state: self.state,
            sigma: (sse / freedom as f64).sqrt(),
            residuals: self.errors,
            criteria: self.criteria,
            n_used,
            n_missing,
        }
    }
}

fn named<const N: usize>(parameters: [(&str, f64); N]) -> BTreeMap<String, f64> {
    parameters
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn naive(y: &[f64]) -> Parts {
    let weights = Weights {
        alpha: 1.0,
        beta: 0.0,
        phi: 0.0,
    };
    let mut state = SmoothingState::new(weights, y[0], 0.0);
    // The first value only places the level: it leaves no error behind.
    let (errors, _) = filter(&mut state, &y[1..]);
    Parts {
        state: Structure::Smoothing(state),
        errors,
        free: 0,
        parameters: BTreeMap::new(),
        criteria: None,
    }
}

fn seasonal_naive(y: &[f64], m: usize) -> Parts {
    let (first, rest) = y.split_at(m.min(y.len()));
    // A season without a value in the first cycle starts from the nearest value before it.
    let mut state = SeasonalNaiveState::before(m, y[0]);
    let mut last = y[0];
    for &value in first {
        if value.is_finite() {
            last = value;
        }
        state.advance(last);
    }
    let (errors, _) = filter(&mut state, rest);
    Parts {
        state: Structure::SeasonalNaive(state),
        errors,
        free: 0,
        parameters: BTreeMap::new(),
        criteria: None,
    }
}

fn drift(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let state = DriftState::new(y).ok_or(ModelRefusal::TooShort { have: 1, needed: 2 })?;
    let (errors, _) = filter(&mut state.rewound(), &y[1..]);
    Ok(Parts {
        parameters: named([("drift", state.slope())]),
        state: Structure::Drift(state),
        errors,
        free: 1,
        criteria: None,
    })
}

fn smoothing(model: ModelName, y: &[f64]) -> Result<Parts, ModelRefusal> {
    let Standardised {
        values,
        shift,
        scale,
    } = standardised(y)?;
    let has_gaps = values.iter().any(|value| !value.is_finite());
    let fit = match model {
        ModelName::Holt => smoothing_fit::holt(&values, has_gaps),
        ModelName::DampedHolt => smoothing_fit::damped(&values, has_gaps),
        _ => smoothing_fit::simple(&values, has_gaps),
    };
    let (level, trend) = (fit.level * scale + shift, fit.trend * scale);
    let mut state = SmoothingState::new(fit.weights, level, trend);
    let (errors, log_variances) = filter(&mut state, y);
    let sse = sum(errors.iter().map(|error| error * error));
    let mut parameters = named([("alpha", fit.weights.alpha), ("l0", level)]);
    if model != ModelName::Ses {
        parameters.extend(named([("beta", fit.weights.beta), ("b0", trend)]));
    }
    if model == ModelName::DampedHolt {
        parameters.extend(named([("phi", fit.weights.phi)]));
    }
    let free = parameters.len();
    let criteria = (sse > 0.0).then(|| {
        let log_likelihood = concentrated_log_likelihood(sse, errors.len(), log_variances);
        Criteria::new(log_likelihood, free + 1, errors.len())
    });
    Ok(Parts {
        state: Structure::Smoothing(state),
        errors,
        free,
        parameters,
        criteria,
    })
}

fn theta_parts(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let Standardised {
        values,
        shift,
        scale,
    } = standardised(y)?;
    let (alpha, level) = theta::fit(&values);
    let level = level * scale + shift;
    let state = ThetaState::new(y, alpha, level);
    let (errors, _) = filter(&mut ThetaState::before(alpha, level, state.slope()), y);
    Ok(Parts {
        parameters: named([
            ("alpha", alpha),
            ("l0", level),
            ("drift", 0.5 * state.slope()),
        ]),
        state: Structure::Theta(state),
        errors,
        free: 3,
        criteria: None,
    })
}
