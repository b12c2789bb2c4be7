//! Drift and seasonal naive states. The naive forecast itself is exponential smoothing with α = 1.

use crate::state::State;
use serde::{Deserialize, Serialize};

/// Random walk with drift: the line through the first and the last observation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftState {
    first: f64,
    last: f64,
    /// Periods from the first to the last observation.
    elapsed: f64,
    /// Periods since the last observation.
    gap: f64,
    slope: f64,
    learnt: f64,
}

impl DriftState {
    /// State after `y`, which must hold two observations; `None` otherwise.
    pub fn new(y: &[f64]) -> Option<Self> {
        let start = y.iter().position(|value| value.is_finite())?;
        let mut state = Self {
            first: y[start],
            last: y[start],
            elapsed: 0.0,
            gap: 0.0,
            slope: 0.0,
            learnt: 0.0,
        };
        y[start + 1..].iter().for_each(|&value| state.absorb(value));
        (state.elapsed > 0.0).then_some(state)
    }

    pub fn slope(&self) -> f64 {
        self.slope
    }

    /// The state before the second observation of `y`, with the slope of the whole.
    pub(crate) fn rewound(&self) -> Self {
        Self {
            last: self.first,
            elapsed: 0.0,
            gap: 0.0,
            ..self.clone()
        }
    }
}

impl State for DriftState {
    fn next_mean(&self) -> f64 {
        self.last + self.slope * (self.gap + 1.0)
    }

    fn next_variance(&self) -> f64 {
        self.gap + 1.0
    }

    fn advance(&mut self, y: f64) {
        self.gap += 1.0;
        if y.is_finite() {
            self.last = y;
            self.elapsed += self.gap;
            self.gap = 0.0;
        }
    }

    fn absorb(&mut self, y: f64) {
        self.advance(y);
        if y.is_finite() {
            self.slope = (self.last - self.first) / self.elapsed;
            self.learnt = self.elapsed;
        }
    }

    fn parameter_variance(&self, step: usize) -> f64 {
        (step * step) as f64 / self.learnt
    }
}

/// The last observation of each season.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeasonalNaiveState {
    seasons: Vec<f64>,
    /// Cycles since each season was observed.
    missed: Vec<f64>,
    next: usize,
}

impl SeasonalNaiveState {
    /// State before any observation: every season holds `stand_in`, which counts as never seen.
    pub(crate) fn before(m: usize, stand_in: f64) -> Self {
        Self {
            seasons: vec![stand_in; m.max(1)],
            missed: vec![0.0; m.max(1)],
            next: 0,
        }
    }
}

impl State for SeasonalNaiveState {
    fn next_mean(&self) -> f64 {
        self.seasons[self.next]
    }

    fn next_variance(&self) -> f64 {
        self.missed[self.next] + 1.0
    }

    fn advance(&mut self, y: f64) {
        if y.is_finite() {
            self.seasons[self.next] = y;
            self.missed[self.next] = 0.0;
        } else {
            self.missed[self.next] += 1.0;
        }
        self.next = (self.next + 1) % self.seasons.len();
    }

    fn is_consistent(&self) -> bool {
        self.next < self.seasons.len() && self.missed.len() == self.seasons.len()
    }
}
