//! Buffers of a fit, reused by every evaluation of every model of a series.

use crate::least_squares::Normal;

/// Mean below which a multiplicative model has left its domain (data scaled to mean 1).
pub(super) const MEAN_MIN: f64 = 1e-8;
/// Seasonal factor below which division is meaningless.
pub(super) const SEASON_MIN: f64 = 1e-4;

#[derive(Debug, Clone, Default)]
pub(super) struct Workspace {
    pub(super) normal: Normal,
    /// One row of the regression on the initial states.
    pub(super) row: Vec<f64>,
    /// Σ ∂ln μ over the data, by initial state.
    pub(super) drift: Vec<f64>,
    pub(super) seasons: Vec<f64>,
    pub(super) ring: Vec<f64>,
    pub(super) tangents: Vec<f64>,
}

/// What one pass over the data gives besides the normal equations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pass {
    /// Σ ln of the error's relative standard deviation: of the mean for multiplicative errors, and
    /// of √F after gaps.
    pub(super) log_spread: f64,
    pub(super) observed: usize,
}

/// Σ ln x as the logarithm of running products: a logarithm costs more than the rest of a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogSum {
    total: f64,
    product: f64,
}

impl LogSum {
    pub(super) fn new() -> Self {
        Self {
            total: 0.0,
            product: 1.0,
        }
    }

    #[inline]
    pub(super) fn add(&mut self, x: f64) {
        self.product *= x;
        if !(1e-100..1e100).contains(&self.product) {
            self.total += self.product.ln();
            self.product = 1.0;
        }
    }

    pub(super) fn value(self) -> f64 {
        self.total + self.product.ln()
    }
}
