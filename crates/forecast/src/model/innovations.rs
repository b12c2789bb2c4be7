//! The distribution of one-step errors, small enough to keep with a fitted model.

use crate::summation::mean;
use serde::{Deserialize, Serialize};

/// Errors kept as they are up to this many, as so many quantiles beyond.
const KEPT: usize = 201;
/// Errors below which a bootstrap would repeat a handful of values.
const MIN_BOOTSTRAP: usize = 30;

/// Standardised one-step errors, centred and of unit standard deviation as drawn, in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Innovations {
    quantiles: Vec<f64>,
    /// Errors they stand for.
    pub n: usize,
}

impl Innovations {
    /// From errors in any order; missing ones are left out.
    pub fn new(errors: &[f64]) -> Self {
        let mut sorted: Vec<f64> = errors.iter().copied().filter(|e| e.is_finite()).collect();
        let n = sorted.len();
        sorted.sort_by(f64::total_cmp);
        if n > KEPT {
            let at = |i: usize| interpolated(&sorted, i as f64 / (KEPT - 1) as f64);
            sorted = (0..KEPT).map(at).collect();
        }
        let Some((centre, spread)) = smoothed_moments(&sorted) else {
            return Self {
                quantiles: Vec::new(),
                n,
            };
        };
        for error in &mut sorted {
            *error = (*error - centre) / spread;
        }
        Self {
            quantiles: sorted,
            n,
        }
    }

    /// Enough errors to draw from.
    pub fn can_bootstrap(&self) -> bool {
        self.n >= MIN_BOOTSTRAP && !self.quantiles.is_empty()
    }

    /// The error at `u` in [0, 1]: the smoothed inverse of their distribution.
    pub fn at(&self, u: f64) -> f64 {
        interpolated(&self.quantiles, u)
    }

    /// Quantiles in ascending order, for a plot against the normal distribution.
    pub fn quantiles(&self) -> &[f64] {
        &self.quantiles
    }
}

/// Mean and standard deviation of the distribution whose quantile function joins the sorted values
/// by straight lines, which is what is drawn from; nothing where it has no spread.
///
/// A segment from a to b has mean (a + b)/2 and second moment (a² + ab + b²)/3.
fn smoothed_moments(sorted: &[f64]) -> Option<(f64, f64)> {
    let centre = mean(sorted.windows(2).map(|w| f64::midpoint(w[0], w[1])))?;
    let second = mean(sorted.windows(2).map(|w| {
        let (a, b) = (w[0] - centre, w[1] - centre);
        (a * a + a * b + b * b) / 3.0
    }))?;
    (second > 0.0).then(|| (centre, second.sqrt()))
}

/// Type-7 quantile of sorted values.
fn interpolated(sorted: &[f64], u: f64) -> f64 {
    let place = u * (sorted.len() - 1) as f64;
    let below = (place.floor() as usize).min(sorted.len() - 1);
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_keep_centre_spread_and_ends() {
        let errors: Vec<f64> = (0..5_000).map(|i| f64::from(i) * 0.01 + 3.0).collect();
        let kept = Innovations::new(&errors);
        assert_eq!((kept.quantiles.len(), kept.n), (KEPT, 5_000));
        assert!(kept.at(0.5).abs() < 1e-9);
        assert!((kept.at(1.0) - 3.0_f64.sqrt()).abs() < 1e-3);
        assert!(!Innovations::new(&[1.0; 50]).can_bootstrap());
        assert!(!Innovations::new(&[1.0, 2.0]).can_bootstrap());
    }
}
