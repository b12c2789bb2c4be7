//! Scores of intervals and distributions: interval score, MSIS, coverage, pinball, CRPS
//! (definitions C2).

use crate::figure::Reason;
use crate::summation::{mean, sum};
use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// Interval score of one point (Gneiting & Raftery 2007, eq. 43) at a level such as 0.9.
pub fn interval_score(y: f64, lower: f64, upper: f64, level: f64) -> f64 {
    let alpha = 1.0 - level;
    (upper - lower) + 2.0 / alpha * ((lower - y).max(0.0) + (y - upper).max(0.0))
}

fn points<'a>(
    y: &'a [f64],
    lower: &'a [f64],
    upper: &'a [f64],
) -> impl Iterator<Item = (f64, f64, f64)> + 'a {
    y.iter()
        .zip(lower)
        .zip(upper)
        .map(|((&y, &lower), &upper)| (y, lower, upper))
        .filter(|(y, lower, upper)| y.is_finite() && lower.is_finite() && upper.is_finite())
}

/// Mean interval score.
pub fn mean_interval_score(
    y: &[f64],
    lower: &[f64],
    upper: &[f64],
    level: f64,
) -> Result<f64, Reason> {
    mean(points(y, lower, upper).map(|(y, l, u)| interval_score(y, l, u, level)))
        .ok_or(Reason::NoData)
}

/// Mean scaled interval score: the mean interval score over the MASE scale.
pub fn msis(
    y: &[f64],
    lower: &[f64],
    upper: &[f64],
    level: f64,
    scale: f64,
) -> Result<f64, Reason> {
    if scale == 0.0 {
        return Err(Reason::ZeroVariance);
    }
    Ok(mean_interval_score(y, lower, upper, level)? / scale)
}

/// Share of values inside, ends included.
pub fn coverage(y: &[f64], lower: &[f64], upper: &[f64]) -> Result<f64, Reason> {
    mean(points(y, lower, upper).map(|(y, l, u)| f64::from(u8::from(l <= y && y <= u))))
        .ok_or(Reason::NoData)
}

/// Mean width of the intervals.
pub fn mean_width(lower: &[f64], upper: &[f64]) -> Result<f64, Reason> {
    let widths = lower.iter().zip(upper).map(|(l, u)| u - l);
    mean(widths.filter(|width| width.is_finite())).ok_or(Reason::NoData)
}

/// Absolute coverage difference: taken over a whole set, never averaged over series.
pub fn absolute_coverage_difference(coverage: f64, level: f64) -> f64 {
    (coverage - level).abs()
}

/// Pinball loss of quantile forecast `q` at probability `tau`.
pub fn pinball(y: f64, q: f64, tau: f64) -> f64 {
    tau * (y - q).max(0.0) + (1.0 - tau) * (q - y).max(0.0)
}

/// CRPS from a grid of quantiles: twice the mean pinball loss.
pub fn crps_quantiles(y: f64, tau: &[f64], q: &[f64]) -> Result<f64, Reason> {
    mean(tau.iter().zip(q).map(|(&tau, &q)| pinball(y, q, tau)))
        .map(|loss| 2.0 * loss)
        .ok_or(Reason::NoData)
}

/// CRPS of an ensemble, E|X−y| − ½E|X−X'| over all pairs: the published distribution *is* that
/// ensemble. Computed from the order statistics in n log n.
pub fn crps_ensemble(y: f64, members: &[f64]) -> Result<f64, Reason> {
    let n = members.len() as f64;
    let distance = mean(members.iter().map(|x| (x - y).abs())).ok_or(Reason::NoData)?;
    let mut sorted = members.to_vec();
    sorted.sort_by(f64::total_cmp);
    // Σ_{i,j}|x_i − x_j| = 2 Σ_i (2i − n + 1) x_(i), i from 0.
    let pairs = 2.0
        * sum(sorted
            .iter()
            .enumerate()
            .map(|(i, x)| (2.0 * i as f64 - n + 1.0) * x));
    Ok(distance - 0.5 * pairs / (n * n))
}

/// CRPS of a normal distribution (Gneiting et al. 2005, eq. 5).
pub fn crps_normal(y: f64, mean: f64, sd: f64) -> Result<f64, Reason> {
    let unit = Normal::standard();
    if sd <= 0.0 || !sd.is_finite() {
        return Err(Reason::ZeroVariance);
    }
    let z = (y - mean) / sd;
    Ok(
        sd * (z * (2.0 * unit.cdf(z) - 1.0) + 2.0 * unit.pdf(z)
            - 1.0 / std::f64::consts::PI.sqrt()),
    )
}
