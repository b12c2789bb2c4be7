//! A random walk whose steps have a volatility of their own.

use super::process::Process;
use crate::state::{LONGEST_GAP, State};
use serde::{Deserialize, Serialize};

/// y' = y + μ + e with the variance of e moving by a [`Process`], after the data seen so far.
///
/// After a gap of g missing values the next step covers g + 1 periods. The variance then learns from
/// the last period's part of it: the shock is the whole step over its standard deviation, on top of
/// the variance foretold for the last period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VolatilityState {
    process: Process,
    last: f64,
    /// Variance of the step after the last observation.
    variance: f64,
    /// Missing values since the last observation.
    gap: usize,
    /// Mean square of the errors of the fit: the unit of the variances.
    unit: f64,
    /// Variance of the estimated mean in that unit.
    mean_variance: f64,
}

impl VolatilityState {
    /// After an observation `last`, with `variance` for the step to come.
    pub(super) fn new(
        process: Process,
        last: f64,
        variance: f64,
        unit: f64,
        mean_variance: f64,
    ) -> Self {
        Self {
            process,
            last,
            variance,
            gap: 0,
            unit,
            mean_variance,
        }
    }

    pub fn process(&self) -> &Process {
        &self.process
    }

    /// σ² of the next period.
    pub fn conditional_variance(&self) -> f64 {
        self.outstanding().1
    }

    /// Variance of the step from the last observation to the next, and of the last period in it.
    fn outstanding(&self) -> (f64, f64) {
        if self.gap == 0 {
            return (self.variance, self.variance);
        }
        let variances = self.process.variances_ahead(self.variance, self.gap + 1);
        (variances.iter().sum(), variances[self.gap])
    }
}

impl State for VolatilityState {
    fn next_mean(&self) -> f64 {
        self.last + self.process.parameters.mean * (self.gap + 1) as f64
    }

    fn next_variance(&self) -> f64 {
        self.outstanding().0 / self.unit
    }

    fn advance(&mut self, y: f64) {
        if !y.is_finite() {
            self.gap += 1;
            return;
        }
        let (step, latest) = self.outstanding();
        let z = (y - self.next_mean()) / step.sqrt();
        self.variance = self.process.step(latest, z);
        self.last = y;
        self.gap = 0;
    }

    fn parameter_variance(&self, step: usize) -> f64 {
        ((self.gap + step) as f64).powi(2) * self.mean_variance
    }

    fn is_consistent(&self) -> bool {
        self.gap <= LONGEST_GAP
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        let periods = self
            .process
            .variances_ahead(self.variance, self.gap + horizon);
        let (before, after) = periods.split_at(self.gap);
        let mut total: f64 = before.iter().sum();
        let steps = after.iter().map(|variance| {
            total += variance;
            total / self.unit
        });
        Some(steps.collect())
    }
}
