//! The Theta method with θ = 0 and 2 in equal parts: SES with drift b/2 (Assimakopoulos &
//! Nikolopoulos 2000; Hyndman & Billah 2003), definitions C4.
//!
//! f_{n+k} = l_n + ½b(lag_n + k). Without gaps lag_n = 1/α − 1 − (1 − α)ⁿ/α is the distance by
//! which smoothing trails a straight line; with gaps the same recursion runs on the actual gains.

mod dynamic;

pub use dynamic::{DynamicTheta, ThetaLines, fit as fit_dynamic};

use crate::exponential_smoothing::{Gain, Normal, SmoothingState, Weights};
use crate::minimise::scalar;
use crate::smoothing_fit::{ALPHA_GRID, ALPHA_TOLERANCE};
use crate::state::State;
use serde::{Deserialize, Serialize};

/// Sums of the regression of y on t = 1..n over the observed values, centred as it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Line {
    t: f64,
    n: f64,
    mean_t: f64,
    mean_y: f64,
    tt: f64,
    ty: f64,
}

impl Line {
    fn absorb(&mut self, y: f64) {
        self.t += 1.0;
        if y.is_finite() {
            self.n += 1.0;
            let from_mean = self.t - self.mean_t;
            self.mean_t += from_mean / self.n;
            let error = y - self.mean_y;
            self.mean_y += error / self.n;
            self.tt += from_mean * (self.t - self.mean_t);
            self.ty += from_mean * (y - self.mean_y);
        }
    }

    fn is_empty(&self) -> bool {
        self.n == 0.0
    }

    fn rescale(&mut self, scale: f64) {
        self.mean_y *= scale;
        self.ty *= scale;
    }

    /// Intercept at t = 0 and slope.
    fn coefficients(&self) -> (f64, f64) {
        let slope = self.slope();
        (self.mean_y - slope * self.mean_t, slope)
    }

    fn slope(&self) -> f64 {
        if self.tt > 0.0 {
            self.ty / self.tt
        } else {
            0.0
        }
    }
}

/// Slope of the least-squares line on t = 1..n through the observed values.
pub fn slope(y: &[f64]) -> f64 {
    let mut line = Line::default();
    for &value in y {
        line.absorb(value);
    }
    line.slope()
}

/// Smoothed level, its lag behind the line, and the line itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThetaState {
    smoothing: SmoothingState,
    slope: f64,
    lag: f64,
    line: Line,
}

impl ThetaState {
    /// State after `y` with fixed α and initial level l₀.
    pub fn new(y: &[f64], alpha: f64, level: f64) -> Self {
        let mut state = Self::before(alpha, level, slope(y));
        for &value in y {
            state.advance(value);
            state.line.absorb(value);
        }
        state
    }

    pub(crate) fn before(alpha: f64, level: f64, slope: f64) -> Self {
        let weights = Weights {
            alpha,
            beta: 0.0,
            phi: 0.0,
        };
        Self {
            smoothing: SmoothingState::new(weights, level, 0.0),
            slope,
            lag: -1.0,
            line: Line::default(),
        }
    }

    pub fn alpha(&self) -> f64 {
        self.smoothing.weights.alpha
    }

    pub fn level(&self) -> f64 {
        self.smoothing.level
    }

    pub fn slope(&self) -> f64 {
        self.slope
    }

    fn drift(&self) -> f64 {
        0.5 * self.slope * (self.lag + 1.0)
    }
}

impl State for ThetaState {
    fn next_mean(&self) -> f64 {
        self.smoothing.level + self.drift()
    }

    fn next_variance(&self) -> f64 {
        self.smoothing.next_variance()
    }

    fn advance(&mut self, y: f64) {
        let Gain { level: gain, .. } = self.smoothing.gain();
        self.lag += 1.0;
        if y.is_finite() {
            self.lag *= 1.0 - gain;
        }
        self.smoothing.advance(y);
    }

    fn absorb(&mut self, y: f64) {
        self.advance(y);
        self.line.absorb(y);
        self.slope = self.line.slope();
    }
}

/// Normal equations of l₀ for one α, the errors taken around the half slope.
fn normal_equations(y: &[f64], alpha: f64, half_slope: f64) -> Normal {
    let (mut level, mut lag, mut unit, mut covariance) = (0.0, -1.0, 1.0, 0.0);
    let mut sums = Normal::default();
    for &value in y {
        lag += 1.0;
        if !value.is_finite() {
            covariance += alpha * alpha;
            continue;
        }
        let (mut gain, mut inverse) = (alpha, 1.0);
        if covariance > 0.0 {
            let variance = covariance + 1.0;
            gain = (covariance + alpha) / variance;
            covariance += alpha * alpha - gain * gain * variance;
            if covariance < 1e-12 {
                covariance = 0.0;
            }
            inverse = 1.0 / variance;
            sums.log_variances += variance.ln();
        }
        let a = value - level - half_slope * lag;
        sums.n += 1;
        sums.aa += a * a * inverse;
        sums.au -= a * unit * inverse;
        sums.uu += unit * unit * inverse;
        level += gain * (value - level);
        unit *= 1.0 - gain;
        lag *= 1.0 - gain;
    }
    sums
}

/// α of the diffuse likelihood of the errors around the half slope, and the best l₀ for it.
pub(crate) fn fit(y: &[f64]) -> (f64, f64) {
    let half_slope = 0.5 * slope(y);
    let (alpha, _) = scalar(
        |alpha| normal_equations(y, alpha, half_slope).deviance(1),
        &ALPHA_GRID,
        ALPHA_TOLERANCE,
    );
    let (level, _, _) = normal_equations(y, alpha, half_slope).solve();
    (alpha, level)
}
