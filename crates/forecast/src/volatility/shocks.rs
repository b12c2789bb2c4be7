//! The distribution of standardised shocks, small enough to keep with a fitted process.

use super::process::MEAN_ABSOLUTE;
use serde::{Deserialize, Serialize};

/// Shocks of each sign kept one by one, from the extremes inwards.
const KEPT: usize = 64;
/// Groups of the other shocks of each sign.
const GROUPS: usize = 32;

/// Sorted shocks, the largest as they are and the others as means of groups of one sign. The means of
/// z and |z| are those of all shocks: over a horizon EGARCH multiplies the smallest error in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Shocks {
    /// Value and probability.
    atoms: Vec<(f64, f64)>,
}

impl Shocks {
    pub(super) fn new(z: &[f64]) -> Self {
        let mut sorted = z.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (below, above) = sorted.split_at(sorted.partition_point(|value| *value < 0.0));
        let mut atoms = Vec::new();
        let weight = 1.0 / z.len() as f64;
        let mut one_by_one = |values: &[f64]| atoms.extend(values.iter().map(|v| (*v, weight)));
        let (lowest, low) = below.split_at(KEPT.min(below.len()));
        let (high, highest) = above.split_at(above.len().saturating_sub(KEPT));
        one_by_one(lowest);
        one_by_one(highest);
        for values in [low, high] {
            for group in values.chunks(values.len().div_ceil(GROUPS).max(1)) {
                let count = group.len() as f64;
                atoms.push((group.iter().sum::<f64>() / count, count * weight));
            }
        }
        Self { atoms }
    }

    /// E f(g(z)) with g(z) = α(|z| − √(2/π)) + γz.
    pub(super) fn average(&self, alpha: f64, gamma: f64, f: impl Fn(f64) -> f64) -> f64 {
        let term =
            |&(z, weight): &(f64, f64)| weight * f(alpha * (z.abs() - MEAN_ABSOLUTE) + gamma * z);
        self.atoms.iter().map(term).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_those_of_all_shocks() {
        let z: Vec<f64> = (0..3_000)
            .map(|i| (f64::from(i) * 0.7).sin().powi(3) * f64::from(i % 7))
            .collect();
        let kept = Shocks::new(&z);
        assert!(kept.atoms.len() <= 2 * (KEPT + GROUPS));
        let n = z.len() as f64;
        let expected = z.iter().map(|z| 0.3 * (z.abs() - MEAN_ABSOLUTE) - 0.1 * z);
        let expected = expected.sum::<f64>() / n;
        assert!((kept.average(0.3, -0.1, |g| g) - expected).abs() < 1e-12);
        assert!((kept.average(0.0, 0.0, |_| 1.0) - 1.0).abs() < 1e-12);
    }
}
