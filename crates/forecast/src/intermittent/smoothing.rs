//! Simple smoothing of a short list of numbers, started at the first of them.

use crate::minimise::scalar;

/// Bounds of the weights where they are chosen by the data.
const LOW: f64 = 0.1;
const HIGH: f64 = 0.3;
const TOLERANCE: f64 = 1e-9;

/// One step: level + α(x − level).
#[inline]
pub(super) fn step(level: f64, x: f64, alpha: f64) -> f64 {
    alpha * x + (1.0 - alpha) * level
}

/// Sum of squared one-step errors.
fn squares(x: &[f64], alpha: f64) -> f64 {
    let Some((&first, rest)) = x.split_first() else {
        return 0.0;
    };
    let (mut level, mut total) = (first, 0.0);
    for &value in rest {
        total += (value - level) * (value - level);
        level = step(level, value, alpha);
    }
    total
}

/// The weight within [0.1, 0.3] of the least squared one-step errors, the middle where there are
/// none to tell by.
pub(super) fn optimal_weight(x: &[f64]) -> f64 {
    if x.len() < 2 {
        return f64::midpoint(LOW, HIGH);
    }
    let middle = f64::midpoint(LOW, HIGH);
    let grid = [LOW, 0.15, middle, 0.25, HIGH];
    scalar(|alpha| squares(x, alpha), &grid, TOLERANCE).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_stays_within_its_bounds() {
        let steps: Vec<f64> = (0..40).map(|t| f64::from(t / 10)).collect();
        assert!((optimal_weight(&steps) - HIGH).abs() < 1e-6);
        let mut around_the_first: Vec<f64> = (0..41).map(|t| f64::from(t % 2)).collect();
        around_the_first[0] = 0.5;
        assert!((optimal_weight(&around_the_first) - LOW).abs() < 1e-6);
        assert!((optimal_weight(&[4.0]) - 0.2).abs() < 1e-12);
    }
}
