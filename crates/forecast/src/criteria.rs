//! Information criteria (definitions C4). Compare only models of the same data, differencing and
//! transform.

use crate::figure::{Figure, Reason};
use serde::{Deserialize, Serialize};

/// Criteria of a fit with `k` parameters: smoothing parameters, free initial states and σ².
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Criteria {
    pub log_likelihood: f64,
    pub k: usize,
    pub n: usize,
    pub aic: f64,
    /// Null when n − k − 1 ≤ 0.
    pub aicc: Figure,
    pub bic: f64,
}

impl Criteria {
    pub fn new(log_likelihood: f64, k: usize, n: usize) -> Self {
        let (count, free) = (n as f64, k as f64);
        let aic = -2.0 * log_likelihood + 2.0 * free;
        let aicc = if n > k + 1 {
            Figure::available(aic + 2.0 * free * (free + 1.0) / (count - free - 1.0))
        } else {
            Figure::unavailable(Reason::TooFewObservations)
        };
        Self {
            log_likelihood,
            k,
            n,
            aic,
            aicc,
            bic: -2.0 * log_likelihood + free * count.ln(),
        }
    }
}

/// Gaussian log-likelihood with σ² at its maximum, constants included:
/// −n/2·(ln(2π·SSE/n) + 1) − ½Σ ln F_t, where F_t are the relative error variances (1 without
/// gaps).
pub fn concentrated_log_likelihood(sse: f64, n: usize, sum_log_variances: f64) -> f64 {
    let n = n as f64;
    -0.5 * n * ((2.0 * std::f64::consts::PI * sse / n).ln() + 1.0) - 0.5 * sum_log_variances
}
