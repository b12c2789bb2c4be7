//! A fitted model: a small versioned blob that forecasts, updates and simulates.

use super::innovations::Innovations;
use super::name::ModelName;
use super::structure::Structure;
use super::transform::Transform;
use crate::criteria::Criteria;
use crate::refusal::ForecastError;
use crate::season::{Season, restored};
use crate::state::{FARTHEST_STEP, State, ahead};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the serialised form of [`FittedModel`].
pub const FITTED_FORMAT: u32 = 2;

/// Centre and spread of one future observation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// With the bias factor of the transform, if there is one.
    pub mean: f64,
    /// What absolute errors are measured from; equal to the mean without a transform.
    pub median: f64,
    pub sd: f64,
}

/// The distribution of each future step: location and scale after the transform, seasons on.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub transform: Transform,
    /// (location, scale) by step.
    pub steps: Vec<(f64, f64)>,
}

impl Outlook {
    pub fn point(&self, step: usize) -> Point {
        let (location, scale) = self.steps[step];
        let (mean, sd) = self.transform.moments(location, scale);
        Point {
            mean,
            median: self.transform.back(location),
            sd,
        }
    }

    pub fn median(&self, step: usize) -> f64 {
        self.transform.back(self.steps[step].0)
    }

    pub fn points(&self) -> Vec<Point> {
        (0..self.steps.len()).map(|step| self.point(step)).collect()
    }

    /// The value `z` scales from the location.
    pub fn at(&self, step: usize, z: f64) -> f64 {
        let (location, scale) = self.steps[step];
        self.transform.back(location + z * scale)
    }

    /// How many scales `y` lies from the location; NaN for a value the transform cannot take.
    pub fn standardised(&self, step: usize, y: f64) -> f64 {
        let (location, scale) = self.steps[step];
        let value = match self.transform {
            Transform::None => y,
            Transform::Log | Transform::BoxCox { .. } if y > 0.0 => self.transform.forward(y),
            _ => f64::NAN,
        };
        (value - location) / scale
    }
}

/// A model fitted to data and standing at their end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FittedModel {
    pub format: u32,
    pub model: ModelName,
    /// What was chosen within the family: `ETS(M,Ad,M)`, `ARIMA(0,1,1) with drift`; for an average or
    /// an ensemble its members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Estimated parameters by their usual symbols (`alpha`, `beta`, `phi`, `l0`, `b0`, `drift`).
    pub parameters: BTreeMap<String, f64>,
    #[serde(default)]
    pub transform: Transform,
    /// Fixed seasons removed before the fit, after the transform.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<Season>,
    pub state: Structure,
    /// Standard deviation of the one-step errors, on the scale the state works on.
    pub sigma: f64,
    /// Their distribution.
    pub innovations: Innovations,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    pub n_used: usize,
    pub n_missing: usize,
    /// One-step errors over their standard deviation, in order; only right after a fit.
    #[serde(skip)]
    pub residuals: Vec<f64>,
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

    fn spread(&self, step: usize) -> f64 {
        self.seasons
            .iter()
            .map(|season| season.spread(step))
            .product()
    }

    /// Location and scale at `step` with the seasons on, before the transform is undone.
    fn seasonal(&self, mean: f64, variance: f64, step: usize) -> (f64, f64) {
        let location = restored(&self.seasons, mean, step);
        (location, self.sigma * variance.sqrt() * self.spread(step))
    }

    /// Location and scale of the next observation, before the transform is undone.
    pub(crate) fn next_location(&self) -> (f64, f64) {
        let variance = self.state.next_variance() + self.state.parameter_variance(1);
        self.seasonal(self.state.next_mean(), variance, 0)
    }

    /// The next `horizon` observations, from the model itself.
    pub fn outlook(&self, horizon: usize) -> Outlook {
        Outlook {
            transform: self.transform,
            steps: ahead(&self.state, horizon)
                .into_iter()
                .enumerate()
                .map(|(step, (mean, variance))| self.seasonal(mean, variance, step))
                .collect(),
        }
    }

    /// Means, medians and standard deviations of the next `horizon` observations.
    pub fn ahead(&self, horizon: usize) -> Vec<Point> {
        self.outlook(horizon).points()
    }

    /// One observation on the scale of the state, the seasons turned.
    fn take(&mut self, y: f64) -> f64 {
        let mut value = self.transform.forward(y);
        if self.transform != Transform::None && !(y > 0.0) {
            value = f64::NAN;
        }
        for season in &mut self.seasons {
            value = season.remove(value, 0);
            season.advance();
        }
        value
    }

    /// Moves one period on as if `y` were drawn from the model: nothing is learnt about slow
    /// quantities.
    pub(super) fn advance(&mut self, y: f64) {
        let value = self.take(y);
        self.state.advance(value);
    }

    /// Moves one period on and learns from `y`.
    pub(super) fn absorb(&mut self, y: f64) {
        let value = self.take(y);
        self.state.absorb(value);
    }

    /// Takes in new observations in order (NaN where missing) without refitting the weights.
    pub fn update(&mut self, observations: &[f64]) {
        for &y in observations {
            if y.is_finite() {
                self.n_used += 1;
            } else {
                self.n_missing += 1;
            }
            self.absorb(y);
        }
    }

    /// Members of an ensemble; `None` for a single model.
    pub fn member_count(&self) -> Option<usize> {
        match &self.state {
            Structure::Ensemble(ensemble) => Some(ensemble.members.len()),
            _ => None,
        }
    }

    /// The blob: readable JSON, the version first.
    pub fn to_blob(&self) -> Result<Vec<u8>, ForecastError> {
        serde_json::to_vec(self).map_err(|error| ForecastError::Blob {
            problem: error.to_string(),
        })
    }

    /// Whether the parts fit together, so that no operation can fail.
    pub(super) fn is_consistent(&self) -> bool {
        self.seasons.iter().all(Season::is_consistent)
            && self.innovations.is_consistent()
            && self.n_used.max(self.n_missing) <= FARTHEST_STEP
            && self.state.is_consistent()
    }

    /// Reads what [`FittedModel::to_blob`] wrote; another version, and parts that do not fit
    /// together, are refused.
    pub fn from_blob(blob: &[u8]) -> Result<Self, ForecastError> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let unreadable = |error: serde_json::Error| ForecastError::Blob {
            problem: error.to_string(),
        };
        let Version { format } = serde_json::from_slice(blob).map_err(unreadable)?;
        if format != FITTED_FORMAT {
            return Err(ForecastError::Format {
                found: format,
                supported: FITTED_FORMAT,
            });
        }
        let fitted: Self = serde_json::from_slice(blob).map_err(unreadable)?;
        if !fitted.is_consistent() {
            return Err(ForecastError::Blob {
                problem: "its parts do not fit together".to_owned(),
            });
        }
        Ok(fitted)
    }
}
