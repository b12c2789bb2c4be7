//! What a model is fitted to.

use super::transform::Transform;
use crate::refusal::ModelRefusal;
use crate::season::SeasonalAdjustment;
use serde::{Deserialize, Serialize};

/// A quantity that moves the series, known over the history and perhaps beyond it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regressor {
    pub name: String,
    /// From the first value of the history on; longer than it where the future is known or assumed.
    pub values: Vec<f64>,
    /// Known before it comes, as a calendar is. Otherwise a forecast made in the past holds the last
    /// value that was known then.
    #[serde(default)]
    pub known_ahead: bool,
}

/// Data of a fit, up to an origin.
#[derive(Debug, Clone, Copy)]
pub struct Training<'a> {
    /// NaN where missing.
    pub values: &'a [f64],
    /// Season length m; 1 without a season.
    pub season_length: usize,
    /// Further season lengths for models that take several.
    pub more_seasons: &'a [usize],
    pub adjustment: SeasonalAdjustment,
    pub transform: Transform,
    /// Values beyond `values` are the known or assumed future.
    pub regressors: &'a [Regressor],
    /// Values of the whole history, of which `values` may be the beginning.
    pub whole: usize,
}

impl<'a> Training<'a> {
    /// Values and a season length; everything else by default.
    pub fn new(values: &'a [f64], season_length: usize) -> Self {
        Self {
            values,
            season_length,
            more_seasons: &[],
            adjustment: SeasonalAdjustment::default(),
            transform: Transform::None,
            regressors: &[],
            whole: values.len(),
        }
    }

    /// The same with another rule of seasonal adjustment.
    #[must_use]
    pub fn adjusted(self, adjustment: SeasonalAdjustment) -> Self {
        Self { adjustment, ..self }
    }

    /// The first `n` values, as they were known then.
    #[must_use]
    pub fn until(self, n: usize) -> Self {
        Self {
            values: &self.values[..n],
            ..self
        }
    }

    /// Columns of the regressors over the values.
    pub(super) fn columns(&self) -> Result<Vec<Vec<f64>>, ModelRefusal> {
        let n = self.values.len();
        self.regressors
            .iter()
            .map(|regressor| match regressor.values.get(..n) {
                Some(own) if own.iter().all(|value| value.is_finite()) => Ok(own.to_vec()),
                _ => Err(ModelRefusal::RegressorMissing {
                    name: regressor.name.clone(),
                }),
            })
            .collect()
    }

    /// The regressors as far as all of them reach, with what was not known ahead held.
    pub(super) fn regressors_as_known(&self) -> Vec<Regressor> {
        let (n, ahead) = (self.values.len(), self.rows_ahead());
        let of = |(at, regressor): (usize, &Regressor)| Regressor {
            values: regressor.values[..n]
                .iter()
                .copied()
                .chain(ahead.iter().map(|row| row[at]))
                .collect(),
            ..regressor.clone()
        };
        self.regressors.iter().enumerate().map(of).collect()
    }

    /// Rows of the regressors after the values, as far as all of them reach. What was not known
    /// ahead at an origin in the past stays at its last value.
    pub(super) fn rows_ahead(&self) -> Vec<Vec<f64>> {
        let n = self.values.len();
        let reach = self
            .regressors
            .iter()
            .map(|regressor| regressor.values.len())
            .min();
        (n..reach.unwrap_or(n).max(n))
            .map(|t| {
                self.regressors
                    .iter()
                    .map(|regressor| {
                        let known = regressor.known_ahead || n >= self.whole;
                        regressor.values[if known { t } else { n.saturating_sub(1) }]
                    })
                    .collect()
            })
            .collect()
    }
}
