//! Means of the past: of everything, or of a window of the latest values.

use crate::state::State;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The mean of the values seen, or of the latest `window` of them. As its own forecasts repeat the
/// mean, a gap moves nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeanState {
    window: Option<usize>,
    /// The values of the window; empty for the mean of everything.
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    latest: VecDeque<f64>,
    count: f64,
    mean: f64,
}

impl MeanState {
    pub fn new(window: Option<usize>) -> Self {
        Self {
            window,
            latest: VecDeque::new(),
            count: 0.0,
            mean: 0.0,
        }
    }
}

impl State for MeanState {
    fn next_mean(&self) -> f64 {
        self.mean
    }

    fn next_variance(&self) -> f64 {
        1.0
    }

    fn advance(&mut self, _y: f64) {}

    fn absorb(&mut self, y: f64) {
        if !y.is_finite() {
            return;
        }
        if let Some(window) = self.window {
            self.latest.push_back(y);
            if self.latest.len() > window {
                self.latest.pop_front();
            }
            self.count = self.latest.len() as f64;
            self.mean = self.latest.iter().sum::<f64>() / self.count;
        } else {
            self.count += 1.0;
            self.mean += (y - self.mean) / self.count;
        }
    }

    /// The mean itself is estimated from `count` values.
    fn parameter_variance(&self, _step: usize) -> f64 {
        if self.count > 0.0 {
            1.0 / self.count
        } else {
            0.0
        }
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        Some(vec![1.0; horizon])
    }
}
