//! The distribution of one-step errors, small enough to keep with a fitted model.

use crate::summation::sum;
use serde::{Deserialize, Serialize};

/// Errors kept one by one up to this many. Beyond, the extremes of each side are, with so many
/// quantiles between them: a straight line over the outermost half percent of a fat tail would
/// fill it with errors that never happened.
const KEPT: usize = 201;
const EXTREMES: usize = 50;

/// Errors below which a bootstrap would repeat a handful of values.
const MIN_BOOTSTRAP: usize = 30;

/// Standardised one-step errors: points of their quantile function, joined by straight lines;
/// centred and of unit standard deviation as drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Innovations {
    /// Ascending, from 0 to 1.
    levels: Vec<f64>,
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
        let ranks = kept_ranks(n);
        let last = n.saturating_sub(1).max(1) as f64;
        let levels: Vec<f64> = ranks.iter().map(|&rank| rank as f64 / last).collect();
        let mut quantiles: Vec<f64> = ranks.iter().map(|&rank| sorted[rank]).collect();
        let Some((centre, spread)) = moments(&levels, &quantiles) else {
            return Self {
                n,
                ..Self::default()
            };
        };
        for error in &mut quantiles {
            *error = (*error - centre) / spread;
        }
        Self {
            levels,
            quantiles,
            n,
        }
    }

    /// A quantile function of at least two points, or none. What was read from a file may be neither.
    pub(super) fn is_consistent(&self) -> bool {
        self.levels.len() == self.quantiles.len() && self.levels.len() != 1
    }

    /// Enough errors to draw from.
    pub fn can_bootstrap(&self) -> bool {
        self.n >= MIN_BOOTSTRAP && !self.quantiles.is_empty()
    }

    /// The error at `u` in [0, 1]: the smoothed inverse of their distribution.
    pub fn at(&self, u: f64) -> f64 {
        let above = self.levels.partition_point(|&level| level < u);
        let above = above.clamp(1, self.levels.len() - 1);
        let (from, to) = (self.levels[above - 1], self.levels[above]);
        let share = ((u - from) / (to - from)).clamp(0.0, 1.0);
        self.quantiles[above - 1] + share * (self.quantiles[above] - self.quantiles[above - 1])
    }
}

/// Ranks, ascending, of the order statistics that are kept of `n`.
fn kept_ranks(n: usize) -> Vec<usize> {
    if n <= KEPT {
        return (0..n).collect();
    }
    let between = KEPT - 2 * EXTREMES;
    let (first, span) = (EXTREMES, n - 2 * EXTREMES);
    let middle = (0..between).map(|i| first + i * (span - 1) / (between - 1));
    (0..EXTREMES).chain(middle).chain(n - EXTREMES..n).collect()
}

/// Mean and standard deviation of the distribution with that quantile function; nothing where it
/// has no spread.
///
/// A segment from a to b has mean (a + b)/2 and second moment (a² + ab + b²)/3.
fn moments(levels: &[f64], quantiles: &[f64]) -> Option<(f64, f64)> {
    let segments = || {
        let ends = quantiles.windows(2).map(|pair| (pair[0], pair[1]));
        levels.windows(2).map(|pair| pair[1] - pair[0]).zip(ends)
    };
    let centre = sum(segments().map(|(share, (a, b))| share * f64::midpoint(a, b)));
    let second = sum(segments().map(|(share, (a, b))| {
        let (a, b) = (a - centre, b - centre);
        share * (a * a + a * b + b * b) / 3.0
    }));
    (second > 0.0).then(|| (centre, second.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    #[test]
    fn quantiles_keep_centre_spread_and_ends() {
        let errors: Vec<f64> = (0..5_000).map(|i| f64::from(i) * 0.01 + 3.0).collect();
        let kept = Innovations::new(&errors);
        assert_eq!((kept.quantiles.len(), kept.n), (KEPT, 5_000));
        assert!(kept.at(0.5).abs() < 1e-9);
        assert!((kept.at(1.0) - 3.0_f64.sqrt()).abs() < 1e-3);
        // A fat tail: what is drawn has the spread of what happened.
        let t = StudentsT::new(0.0, 1.0, 3.0).expect("three degrees of freedom");
        let fat: Vec<f64> = (1..5_000)
            .map(|i| t.inverse_cdf(f64::from(i) / 5_000.0))
            .collect();
        let kept = Innovations::new(&fat);
        let draws: Vec<f64> = (0..100_000)
            .map(|i| kept.at((f64::from(i) + 0.5) / 1e5))
            .collect();
        let square = draws.iter().map(|z| z * z).sum::<f64>() / 1e5;
        assert!((square - 1.0).abs() < 0.02, "{square}");
        let bulk = |z: &[f64]| (z[z.len() * 3 / 4] - z[z.len() / 4]).abs();
        let spread = {
            let mean = fat.iter().sum::<f64>() / fat.len() as f64;
            let squares = fat.iter().map(|value| (value - mean).powi(2));
            (squares.sum::<f64>() / fat.len() as f64).sqrt()
        };
        assert!((bulk(&draws) / (bulk(&fat) / spread) - 1.0).abs() < 0.03);
        assert!(!Innovations::new(&[1.0; 50]).can_bootstrap());
        assert!(!Innovations::new(&[1.0, 2.0]).can_bootstrap());
    }
}
