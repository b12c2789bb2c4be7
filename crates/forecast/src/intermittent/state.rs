//! The state of every method for intermittent demand.

use super::buckets::Buckets;
use super::croston::Croston;
use super::tsb::Tsb;
use crate::state::{FARTHEST_STEP, State};
use serde::{Deserialize, Serialize};

/// What holds the rate of demand per period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Rate {
    Croston(Croston),
    Tsb(Tsb),
    Buckets(Buckets),
}

impl Rate {
    pub(super) fn mean(&self) -> Option<f64> {
        match self {
            Self::Croston(rate) => rate.mean(),
            Self::Tsb(rate) => rate.mean(),
            Self::Buckets(rate) => rate.mean(),
        }
    }

    fn observe(&mut self, y: f64) {
        match self {
            Self::Croston(rate) => rate.observe(y),
            Self::Tsb(rate) => rate.observe(y),
            Self::Buckets(rate) => rate.observe(y),
        }
    }
}

/// A rate of demand after the data seen so far.
///
/// `absorb` runs the method itself. `advance` takes values drawn around the mean, which are demands
/// of no kind (never exactly zero, sometimes below it); it moves the mean by `gain` times the error,
/// the local level whose variances grow as fast as the method's own mean wanders. A missing
/// value leaves the rate and its clock alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntermittentState {
    rate: Rate,
    gain: f64,
    /// What drawn values have added to the mean.
    moved: f64,
    /// Missing values since the last one.
    gap: usize,
}

impl IntermittentState {
    pub(super) fn new(rate: Rate, gain: f64) -> Self {
        Self {
            rate,
            gain,
            moved: 0.0,
            gap: 0,
        }
    }

    pub fn rate(&self) -> &Rate {
        &self.rate
    }

    /// Share of an error by which the mean moves, on average.
    pub fn gain(&self) -> f64 {
        self.gain
    }

    fn variance(&self, step: usize) -> f64 {
        1.0 + (self.gap + step) as f64 * self.gain * self.gain
    }
}

impl State for IntermittentState {
    /// Zero before there is anything to tell by.
    fn next_mean(&self) -> f64 {
        self.rate.mean().unwrap_or(0.0) + self.moved
    }

    fn next_variance(&self) -> f64 {
        self.variance(0)
    }

    fn advance(&mut self, y: f64) {
        if y.is_finite() {
            self.moved += self.gain * (y - self.next_mean());
            self.gap = 0;
        } else {
            self.gap += 1;
        }
    }

    fn absorb(&mut self, y: f64) {
        if y.is_finite() {
            self.rate.observe(y);
            self.moved = 0.0;
            self.gap = 0;
        } else {
            self.gap += 1;
        }
    }

    fn is_consistent(&self) -> bool {
        let rate = match &self.rate {
            Rate::Croston(_) | Rate::Tsb(_) => true,
            Rate::Buckets(buckets) => buckets.is_consistent(),
        };
        rate && self.gap <= FARTHEST_STEP
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        Some((0..horizon).map(|step| self.variance(step)).collect())
    }
}
