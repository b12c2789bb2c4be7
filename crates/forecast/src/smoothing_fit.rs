//! Estimation of the weights of the exponential smoothing models.
//!
//! The initial state is integrated out (see [`crate::exponential_smoothing`]), which leaves one
//! parameter for SES, two for Holt and three for damped Holt. Bounds are those of definitions C4.
//! β carries a weak exponential prior: a short series says almost nothing about it, and its
//! likelihood alone sends the trend after the last two values. The prior fades as data grow.

use crate::exponential_smoothing::{Weights, normal_equations};
use crate::minimise::{Bounds, Stopping, scalar, simplex};

const ALPHA_MIN: f64 = 1e-4;
const ALPHA_MAX: f64 = 0.9999;
/// β/α, kept strictly inside (0, 1).
const RATIO_MIN: f64 = 1e-4;
const RATIO_MAX: f64 = 0.9999;
const PHI_MIN: f64 = 0.8;
const PHI_MAX: f64 = 0.98;

/// Rate of the prior on β on the scale of −2·log-likelihood: an exponential with mean 1/20. On M3
/// any rate from 20 to 120 gives damped Holt 12.7 sMAPE; without it 13.2, and Holt 15.1 for 13.5.
const TREND_PRIOR: f64 = 40.0;

pub(crate) const ALPHA_GRID: [f64; 11] = [
    ALPHA_MIN, 0.03, 0.08, 0.16, 0.28, 0.42, 0.56, 0.7, 0.83, 0.94, ALPHA_MAX,
];
pub(crate) const ALPHA_TOLERANCE: f64 = 1e-5;

/// A fitted set of weights with its best initial state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fit {
    pub(crate) weights: Weights,
    pub(crate) level: f64,
    pub(crate) trend: f64,
}

fn finish(y: &[f64], weights: Weights, has_gaps: bool) -> Fit {
    let (level, trend, _) = normal_equations(y, &weights, has_gaps).solve();
    Fit {
        weights,
        level,
        trend,
    }
}

fn level_only(alpha: f64) -> Weights {
    Weights {
        alpha,
        beta: 0.0,
        phi: 0.0,
    }
}

fn with_trend(alpha: f64, ratio: f64, phi: f64) -> Weights {
    Weights {
        alpha,
        beta: alpha * ratio,
        phi,
    }
}

pub(crate) fn simple(y: &[f64], has_gaps: bool) -> Fit {
    let deviance = |alpha: f64| normal_equations(y, &level_only(alpha), has_gaps).deviance(1);
    let (alpha, _) = scalar(deviance, &ALPHA_GRID, ALPHA_TOLERANCE);
    finish(y, level_only(alpha), has_gaps)
}

fn trend_deviance(y: &[f64], weights: &Weights, has_gaps: bool) -> f64 {
    normal_equations(y, weights, has_gaps).deviance(2) + TREND_PRIOR * weights.beta
}

/// Differences of deviance per observation that move no weight that matters.
const STOPPING_VALUE: f64 = 1e-9;

pub(crate) fn holt(y: &[f64], has_gaps: bool) -> Fit {
    let deviance = |p: &[f64; 2]| trend_deviance(y, &with_trend(p[0], p[1], 1.0), has_gaps);
    let bounds = Bounds {
        low: [ALPHA_MIN, RATIO_MIN],
        high: [ALPHA_MAX, RATIO_MAX],
    };
    let mut starts = Vec::with_capacity(20);
    for alpha in [0.03, 0.15, 0.4, 0.7, 0.97] {
        for ratio in [0.002, 0.06, 0.25, 0.7] {
            let point = [alpha, ratio];
            starts.push((point, deviance(&point)));
        }
    }
    let stopping = Stopping {
        evaluations: 160,
        value: STOPPING_VALUE * y.len() as f64,
    };
    let (best, _) = search(&starts, &bounds, [0.1, 0.06], stopping, &deviance);
    finish(y, with_trend(best[0], best[1], 1.0), has_gaps)
}

pub(crate) fn damped(y: &[f64], has_gaps: bool) -> Fit {
    let deviance = |p: &[f64; 3]| trend_deviance(y, &with_trend(p[0], p[1], p[2]), has_gaps);
    let bounds = Bounds {
        low: [ALPHA_MIN, RATIO_MIN, PHI_MIN],
        high: [ALPHA_MAX, RATIO_MAX, PHI_MAX],
    };
    let mut starts = Vec::with_capacity(32);
    for alpha in [0.05, 0.3, 0.65, 0.96] {
        for ratio in [0.003, 0.07, 0.25, 0.7] {
            for phi in [0.84, 0.96] {
                let point = [alpha, ratio, phi];
                starts.push((point, deviance(&point)));
            }
        }
    }
    let stopping = Stopping {
        evaluations: 260,
        value: STOPPING_VALUE * y.len() as f64,
    };
    let (best, _) = search(&starts, &bounds, [0.1, 0.06, -0.04], stopping, &deviance);
    finish(y, with_trend(best[0], best[1], best[2]), has_gaps)
}

/// Local searches from the best start and from the best one far from it; the better end is the start
/// of a last search, because a simplex pressed against a bound loses a direction.
fn search<const D: usize>(
    starts: &[([f64; D], f64)],
    bounds: &Bounds<D>,
    edges: [f64; D],
    stopping: Stopping,
    deviance: &impl Fn(&[f64; D]) -> f64,
) -> ([f64; D], f64) {
    let by_value = |a: &&([f64; D], f64), b: &&([f64; D], f64)| a.1.total_cmp(&b.1);
    let first = *starts.iter().min_by(by_value).expect("the grid has points");
    let mut best = simplex(deviance, bounds, first, edges, stopping);
    let far = starts
        .iter()
        .filter(|start| (start.0[0] - first.0[0]).abs() > 0.3)
        .min_by(by_value)
        // Searching from worse starts as well moves M3's sMAPE by less than 0.01 either way.
        .filter(|far| far.1 - first.1 < 4.0);
    if let Some(far) = far {
        let other = simplex(deviance, bounds, *far, edges, stopping);
        if other.1 < best.1 {
            best = other;
        }
    }
    simplex(
        deviance,
        bounds,
        best,
        edges.map(|edge| 0.3 * edge),
        stopping,
    )
}
