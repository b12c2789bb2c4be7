//! Monotone transforms of the data before a fit.

use crate::refusal::ModelRefusal;
use serde::{Deserialize, Serialize};

/// What is fitted: the values, or a function of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = FittedTransform))]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    #[default]
    None,
    /// Natural logarithm; values must be above zero.
    Log,
    /// (y^λ − 1)/λ (Box & Cox 1964), 0 < λ ≤ 1; values must be above zero.
    BoxCox { lambda: f64 },
}

impl Transform {
    /// The transformed data; NaN stays NaN. Refused by name where a value cannot be taken.
    pub fn apply(self, y: &[f64]) -> Result<Vec<f64>, ModelRefusal> {
        if self != Self::None && y.iter().any(|value| *value <= 0.0) {
            return Err(ModelRefusal::NotPositive);
        }
        Ok(y.iter().map(|&value| self.forward(value)).collect())
    }

    pub fn forward(self, y: f64) -> f64 {
        match self {
            Self::None => y,
            Self::Log => y.ln(),
            Self::BoxCox { lambda } => (y.powf(lambda) - 1.0) / lambda,
        }
    }

    /// Back to the scale of the data: a median stays a median, a quantile a quantile.
    pub fn back(self, z: f64) -> f64 {
        match self {
            Self::None => z,
            Self::Log => z.exp(),
            Self::BoxCox { lambda } => (lambda * z + 1.0).max(0.0).powf(1.0 / lambda),
        }
    }

    /// Mean and standard deviation on the scale of the data of a normal variable on this scale:
    /// exact for the logarithm, to second order for Box–Cox.
    pub fn moments(self, mean: f64, sd: f64) -> (f64, f64) {
        match self {
            Self::None => (mean, sd),
            Self::Log => {
                let variance = sd * sd;
                let centre = (mean + 0.5 * variance).exp();
                (centre, centre * variance.exp_m1().sqrt())
            }
            Self::BoxCox { lambda } => {
                let base = (lambda * mean + 1.0).max(f64::MIN_POSITIVE);
                let median = base.powf(1.0 / lambda);
                let curvature = 0.5 * sd * sd * (1.0 - lambda) / (base * base);
                let slope = base.powf(1.0 / lambda - 1.0);
                (median * (1.0 + curvature), slope * sd)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_go_back() {
        for transform in [
            Transform::None,
            Transform::Log,
            Transform::BoxCox { lambda: 0.4 },
        ] {
            for y in [0.2, 1.0, 57.3] {
                assert!((transform.back(transform.forward(y)) - y).abs() < 1e-12 * y.max(1.0));
            }
        }
        assert_eq!(
            Transform::Log.apply(&[1.0, -2.0]),
            Err(ModelRefusal::NotPositive)
        );
        assert!(Transform::Log.apply(&[f64::NAN]).expect("missing is fine")[0].is_nan());
    }

    #[test]
    fn the_mean_of_a_lognormal_carries_its_factor() {
        let (mean, sd) = Transform::Log.moments(0.0, 0.5);
        assert!((mean - 0.125_f64.exp()).abs() < 1e-12);
        assert!((sd - mean * 0.25_f64.exp_m1().sqrt()).abs() < 1e-12);
        // λ near 0 is the logarithm.
        let (near, _) = Transform::BoxCox { lambda: 1e-4 }.moments(0.0, 0.2);
        assert!((near - 0.02_f64.exp()).abs() < 1e-3);
    }
}
