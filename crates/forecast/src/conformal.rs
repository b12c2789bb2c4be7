//! Conformal intervals: split (symmetric and signed), conformalised quantile regression and
//! adaptive levels (definitions C7).
//!
//! Ranks are computed in decimal: levels are taken as whole billionths, so that 90 % of 20 is 18
//! and not the neighbour that binary rounding would give.

use crate::figure::Reason;
use serde::{Deserialize, Serialize};

const BILLION: u128 = 1_000_000_000;

fn billionths(level: f64) -> Result<u128, Reason> {
    if level.is_finite() && level > 0.0 && level < 1.0 {
        Ok((level * BILLION as f64).round() as u128)
    } else {
        Err(Reason::OutOfDomain)
    }
}

/// k = ⌈(n + 1)·level⌉, the rank of the conformal quantile; `InsufficientCalibration` when k > n.
pub fn rank(n: usize, level: f64) -> Result<usize, Reason> {
    let k = ((n as u128 + 1) * billionths(level)?).div_ceil(BILLION) as usize;
    if k > n {
        Err(Reason::InsufficientCalibration)
    } else {
        Ok(k.max(1))
    }
}

/// Ranks of the signed split interval: ⌊(n + 1)α/2⌋ and ⌈(n + 1)(1 − α/2)⌉.
pub fn signed_ranks(n: usize, level: f64) -> Result<(usize, usize), Reason> {
    let level = billionths(level)?;
    let count = n as u128 + 1;
    let lower = (count * (BILLION - level) / (2 * BILLION)) as usize;
    let upper = (count * (BILLION + level)).div_ceil(2 * BILLION) as usize;
    if lower < 1 || upper > n {
        Err(Reason::InsufficientCalibration)
    } else {
        Ok((lower, upper))
    }
}

/// Smallest number of calibration errors that supports a level: 0.8 → 4, 0.95 → 19, 0.99 → 99.
pub fn minimum_windows(level: f64) -> Result<usize, Reason> {
    let level = billionths(level)?;
    Ok(level.div_ceil(BILLION - level) as usize)
}

fn kth_smallest(mut values: Vec<f64>, k: usize) -> f64 {
    *values.select_nth_unstable_by(k - 1, f64::total_cmp).1
}

/// Half-width of the symmetric split interval: the k-th smallest absolute error.
pub fn split_half_width(errors: &[f64], level: f64) -> Result<f64, Reason> {
    let k = rank(errors.len(), level)?;
    Ok(kth_smallest(errors.iter().map(|e| e.abs()).collect(), k))
}

/// Lower and upper offsets of the signed split interval.
pub fn split_signed(errors: &[f64], level: f64) -> Result<(f64, f64), Reason> {
    let (lower, upper) = signed_ranks(errors.len(), level)?;
    Ok((
        kth_smallest(errors.to_vec(), lower),
        kth_smallest(errors.to_vec(), upper),
    ))
}

/// Score of conformalised quantile regression, max(q_lo − y, y − q_hi) (Romano et al. 2019, eq. 6).
pub fn quantile_score(y: f64, lower: f64, upper: f64) -> f64 {
    (lower - y).max(y - upper)
}

/// Amount by which both quantiles are widened (negative: narrowed), eq. 8 of the same.
pub fn quantile_adjustment(scores: &[f64], level: f64) -> Result<f64, Reason> {
    let k = rank(scores.len(), level)?;
    Ok(kth_smallest(scores.to_vec(), k))
}

/// Miscoverage level that adapts to its own record (Gibbs & Candès 2021, eq. 2).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AdaptiveLevel {
    target: f64,
    gamma: f64,
    current: f64,
}

/// What an adaptive level asks for at the next step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdaptiveInterval {
    /// α_t ≤ 0: only the whole line covers enough.
    WholeLine,
    /// The interval at this level, 1 − α_t.
    Level(f64),
    /// α_t ≥ 1: the empty set.
    Empty,
}

impl AdaptiveLevel {
    pub fn new(alpha: f64, gamma: f64) -> Self {
        Self {
            target: alpha,
            gamma,
            current: alpha,
        }
    }

    pub fn alpha(&self) -> f64 {
        self.current
    }

    pub fn interval(&self) -> AdaptiveInterval {
        if self.current <= 0.0 {
            AdaptiveInterval::WholeLine
        } else if self.current >= 1.0 {
            AdaptiveInterval::Empty
        } else {
            AdaptiveInterval::Level(1.0 - self.current)
        }
    }

    /// Records whether the last value fell outside its interval.
    pub fn record(&mut self, missed: bool) {
        self.current += self.gamma * (self.target - f64::from(u8::from(missed)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_decimal() {
        assert_eq!(rank(19, 0.9), Ok(18));
        assert_eq!(rank(19, 0.95), Ok(19));
        assert_eq!(rank(18, 0.95), Err(Reason::InsufficientCalibration));
        assert_eq!(rank(19, 1.0), Err(Reason::OutOfDomain));
        assert_eq!(rank(0, 0.5), Err(Reason::InsufficientCalibration));
    }

    #[test]
    fn adaptive_extremes_are_named() {
        let mut level = AdaptiveLevel::new(0.1, 0.2);
        level.record(true);
        assert_eq!(level.interval(), AdaptiveInterval::WholeLine);
    }
}
