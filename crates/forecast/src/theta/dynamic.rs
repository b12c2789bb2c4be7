//! The optimised and dynamic Theta models (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler
//! 2016): f_{t+1} = l_t + ω[(1−α)ᵗA + (1 − (1−α)^{t+1})/α·B] with ω = 1 − 1/θ, l the simple smoothing
//! of the data, and A + Bt a line: that of all data, or the one of the data up to t.
//!
//! For a given α both l₀ and ω enter linearly, so the search has one dimension. The first value, before
//! which there is no line, counts with A = y₁, B = 0.

use super::Line;
use crate::exponential_smoothing::{SmoothingState, Weights};
use crate::minimise::scalar;
use crate::smoothing_fit::{ALPHA_GRID, ALPHA_TOLERANCE};
use crate::state::{State, impulse_variances};
use serde::{Deserialize, Serialize};

/// Which line is extrapolated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThetaLines {
    /// The line through all data of the fit.
    Fixed,
    /// Intercept and slope follow the data, forecasts included.
    Dynamic,
}

/// Strength of the pull of ω towards ½ (θ = 2), in observations of unit leverage. Without it mean
/// MASE on M1 and tourism is 0.2 % higher; M3 was held out.
const OMEGA_PRIOR: f64 = 2.0;
const OMEGA_STANDARD: f64 = 0.5;
const OMEGA_MAX: f64 = 1.0 - 1e-9;

/// Smoothed level, line, and how much of the line the level still lacks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DynamicTheta {
    lines: ThetaLines,
    smoothing: SmoothingState,
    omega: f64,
    line: Line,
    /// Intercept at t = 0 and slope of a fixed line.
    fixed: (f64, f64),
    /// (1 − α)ᵗ and (1 − (1 − α)^{t+1})/α; the same recursions with the actual gains after gaps.
    weight: f64,
    reach: f64,
}

impl DynamicTheta {
    fn before(lines: ThetaLines, alpha: f64, omega: f64, level: f64, fixed: (f64, f64)) -> Self {
        let weights = Weights {
            alpha,
            beta: 0.0,
            phi: 0.0,
        };
        Self {
            lines,
            smoothing: SmoothingState::new(weights, level, 0.0),
            omega,
            line: Line::default(),
            fixed,
            weight: 1.0,
            reach: 1.0,
        }
    }

    pub fn alpha(&self) -> f64 {
        self.smoothing.weights.alpha
    }

    /// θ = 1/(1 − ω).
    pub fn theta(&self) -> f64 {
        1.0 / (1.0 - self.omega)
    }

    pub fn level(&self) -> f64 {
        self.smoothing.level
    }

    /// Takes a state fitted on y/scale to y.
    pub(crate) fn rescale(&mut self, scale: f64) {
        self.smoothing.level *= scale;
        self.line.rescale(scale);
        self.fixed = (self.fixed.0 * scale, self.fixed.1 * scale);
    }

    /// What the line adds to the level.
    fn line_part(&self) -> f64 {
        let (intercept, slope) = match self.lines {
            ThetaLines::Fixed => self.fixed,
            ThetaLines::Dynamic => self.line.coefficients(),
        };
        self.weight * intercept + self.reach * slope
    }
}

impl State for DynamicTheta {
    fn next_mean(&self) -> f64 {
        self.smoothing.level + self.omega * self.line_part()
    }

    fn next_variance(&self) -> f64 {
        self.smoothing.next_variance()
    }

    fn advance(&mut self, y: f64) {
        let gain = if y.is_finite() {
            self.smoothing.gain().level
        } else {
            0.0
        };
        self.smoothing.advance(y);
        self.line.absorb(y);
        self.weight *= 1.0 - gain;
        self.reach = 1.0 + (1.0 - gain) * self.reach;
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        (self.smoothing.next_variance() <= 1.0).then(|| impulse_variances(self, horizon))
    }
}

/// Sums of the regression of the errors on l₀ and ω for one α.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// ω is ½ and not estimated.
    standard: bool,
    n: f64,
    log_variances: f64,
    aa: f64,
    au: f64,
    ag: f64,
    uu: f64,
    ug: f64,
    gg: f64,
}

/// Best (l₀, ω) and the sum of squares they leave.
#[derive(Debug, Clone, Copy)]
struct Best {
    level: f64,
    omega: f64,
    squares: f64,
}

impl Sums {
    fn new(y: &[f64], alpha: f64, lines: &[(f64, f64)], standard: bool) -> Self {
        let weights = Weights {
            alpha,
            beta: 0.0,
            phi: 0.0,
        };
        // The state starts at level 0: what it makes of the data is the part without l₀.
        let mut data = SmoothingState::new(weights, 0.0, 0.0);
        let (mut unit, mut reach) = (1.0, 1.0);
        let mut sums = Self {
            standard,
            ..Self::default()
        };
        for (&value, &(intercept, slope)) in y.iter().zip(lines) {
            if !value.is_finite() {
                data.advance(value);
                reach += 1.0;
                continue;
            }
            let gain = data.gain();
            let inverse = 1.0 / gain.variance;
            let a = value - data.level;
            let g = unit * intercept + reach * slope;
            sums.n += 1.0;
            sums.log_variances += gain.variance.ln();
            sums.aa += a * a * inverse;
            sums.au += a * unit * inverse;
            sums.ag += a * g * inverse;
            sums.uu += unit * unit * inverse;
            sums.ug += unit * g * inverse;
            sums.gg += g * g * inverse;
            data.advance(value);
            unit *= 1.0 - gain.level;
            reach = 1.0 + (1.0 - gain.level) * reach;
        }
        sums
    }

    fn at(&self, omega: f64) -> Best {
        let along = self.au - omega * self.ug;
        Best {
            level: along / self.uu,
            omega,
            squares: (self.aa - 2.0 * omega * self.ag + omega * omega * self.gg
                - along * along / self.uu)
                .max(0.0),
        }
    }

    fn best(&self) -> Best {
        let standard = self.at(OMEGA_STANDARD);
        let information = self.gg - self.ug * self.ug / self.uu;
        if self.standard || !(information > 1e-12 * self.gg) {
            return standard;
        }
        let free = (self.ag - self.ug * self.au / self.uu) / information;
        let pull = OMEGA_PRIOR * standard.squares / self.n;
        let omega = (information * free + pull * OMEGA_STANDARD) / (information + pull);
        self.at(omega.clamp(0.0, OMEGA_MAX))
    }

    /// −2·log-likelihood with l₀ integrated out, without constants.
    fn deviance(&self) -> f64 {
        let best = self.best();
        (self.n - 1.0) * best.squares.max(1e-25 * self.n).ln()
            + self.log_variances
            + self.uu.max(1e-300).ln()
    }
}

/// Fits to `y` (NaN = missing; scaled to moderate size by the caller), θ estimated or, `standard`,
/// held at 2. Gives the state before the data and the state after them.
pub fn fit(y: &[f64], lines: ThetaLines, standard: bool) -> (DynamicTheta, DynamicTheta) {
    let mut line = Line::default();
    let mut first = None;
    let running: Vec<(f64, f64)> = y
        .iter()
        .map(|&value| {
            let known = if line.is_empty() {
                (*first.get_or_insert(value), 0.0)
            } else {
                line.coefficients()
            };
            line.absorb(value);
            known
        })
        .collect();
    let fixed = line.coefficients();
    let used = match lines {
        ThetaLines::Fixed => vec![fixed; y.len()],
        ThetaLines::Dynamic => running,
    };
    let (alpha, _) = scalar(
        |alpha| Sums::new(y, alpha, &used, standard).deviance(),
        &ALPHA_GRID,
        ALPHA_TOLERANCE,
    );
    let best = Sums::new(y, alpha, &used, standard).best();
    let before = DynamicTheta::before(lines, alpha, best.omega, best.level, fixed);
    let mut after = before.clone();
    for &value in y {
        after.advance(value);
    }
    (before, after)
}
