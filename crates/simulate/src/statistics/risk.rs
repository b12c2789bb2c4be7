//! Value at risk and its conditional mean (definitions B4). Signs are kept: a loss is negative.

use super::percentile_of_sorted;

/// The α-quantile of type 7.
pub fn value_at_risk(sorted: &[f64], alpha: f64) -> Option<f64> {
    percentile_of_sorted(sorted, alpha)
}

/// Mean of the worst α·n outcomes, the one on the boundary weighted by its fraction (Acerbi & Tasche 2002).
pub fn conditional_value_at_risk(sorted: &[f64], alpha: f64) -> Option<f64> {
    if sorted.is_empty() || alpha.is_nan() || alpha <= 0.0 || alpha > 1.0 {
        return None;
    }
    let weight = alpha * sorted.len() as f64;
    let whole = (weight.floor() as usize).min(sorted.len());
    let mut total = super::sum(sorted[..whole].iter().copied());
    let fraction = weight - whole as f64;
    if fraction > 0.0 && whole < sorted.len() {
        total += fraction * sorted[whole];
    }
    Some(total / weight)
}
