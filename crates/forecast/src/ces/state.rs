//! The state of complex smoothing and its step.

use crate::state::{LONGEST_GAP, State, impulse_variances};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the season is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    None,
    Simple,
    Partial,
    Full,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::None, Self::Simple, Self::Partial, Self::Full];

    pub(super) fn is_seasonal(self) -> bool {
        self != Self::None
    }

    pub(super) fn has_line(self) -> bool {
        self != Self::Simple
    }

    /// Weights to estimate.
    pub(super) fn weights(self) -> usize {
        match self {
            Self::None | Self::Simple => 2,
            Self::Partial => 3,
            Self::Full => 4,
        }
    }

    /// Initial states.
    pub(super) fn states(self, m: usize) -> usize {
        match self {
            Self::None => 2,
            Self::Simple => 2 * m,
            Self::Partial => 2 + m - 1,
            Self::Full => 2 + 2 * m,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "CES(none)",
            Self::Simple => "CES(simple)",
            Self::Partial => "CES(partial)",
            Self::Full => "CES(full)",
        })
    }
}

/// α₀ + iα₁ of the line and β₀ + iβ₁ of the season; β₀ alone for an additive season.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub alpha_0: f64,
    pub alpha_1: f64,
    pub beta_0: f64,
    pub beta_1: f64,
}

/// Moves a complex pair by one step.
#[inline]
pub(super) fn turn(pair: [f64; 2], w0: f64, w1: f64, error: f64) -> [f64; 2] {
    [
        pair[0] - (1.0 - w1) * pair[1] + (w0 - w1) * error,
        pair[0] + (1.0 - w0) * pair[1] + (w0 + w1) * error,
    ]
}

/// Line and seasons after the data seen so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CesState {
    /// Named otherwise where it is stored: `kind` says there which model the state is of.
    #[serde(rename = "season_kind")]
    pub kind: Kind,
    pub weights: Weights,
    pub(super) line: [f64; 2],
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) seasons: Vec<[f64; 2]>,
    /// Season of the next observation.
    pub(super) next: usize,
    /// Missing values since the last observation. They move the state by its mean; the gain of the
    /// observation that follows is the plain one.
    pub(super) gap: usize,
}

impl CesState {
    pub(super) fn season_weights(&self) -> (f64, f64) {
        match self.kind {
            Kind::Simple => (self.weights.alpha_0, self.weights.alpha_1),
            Kind::None | Kind::Partial | Kind::Full => (self.weights.beta_0, self.weights.beta_1),
        }
    }

    #[inline]
    pub(super) fn mean(&self) -> f64 {
        let line = if self.kind.has_line() {
            self.line[0]
        } else {
            0.0
        };
        let season = self.seasons.get(self.next).map_or(0.0, |pair| pair[0]);
        line + season
    }

    /// One step in time with a given error; `backwards` walks the seasons the other way.
    #[inline]
    pub(super) fn step(&mut self, error: f64, backwards: bool) {
        if self.kind.has_line() {
            self.line = turn(self.line, self.weights.alpha_0, self.weights.alpha_1, error);
        }
        if self.seasons.is_empty() {
            return;
        }
        let (w0, w1) = self.season_weights();
        let m = self.seasons.len();
        let pair = &mut self.seasons[self.next];
        if self.kind == Kind::Partial {
            pair[0] += w0 * error;
        } else {
            *pair = turn(*pair, w0, w1, error);
        }
        self.next = match (backwards, self.next) {
            (true, 0) => m - 1,
            (true, at) => at - 1,
            (false, at) if at + 1 == m => 0,
            (false, at) => at + 1,
        };
    }

    pub(super) fn rescale(&mut self, scale: f64) {
        self.line = self.line.map(|value| value * scale);
        for pair in &mut self.seasons {
            *pair = pair.map(|value| value * scale);
        }
    }
}

impl State for CesState {
    fn next_mean(&self) -> f64 {
        self.mean()
    }

    fn next_variance(&self) -> f64 {
        match self.gap {
            0 => 1.0,
            gap => {
                let known = Self {
                    gap: 0,
                    ..self.clone()
                };
                impulse_variances(&known, gap + 1)[gap]
            }
        }
    }

    fn advance(&mut self, y: f64) {
        if y.is_finite() {
            let error = y - self.mean();
            self.step(error, false);
            self.gap = 0;
        } else {
            self.step(0.0, false);
            self.gap += 1;
        }
    }

    fn is_consistent(&self) -> bool {
        self.next < self.seasons.len().max(1) && self.gap <= LONGEST_GAP
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        (self.gap == 0).then(|| impulse_variances(self, horizon))
    }
}
