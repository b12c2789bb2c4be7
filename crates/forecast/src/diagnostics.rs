//! What the one-step residuals still hold: autocorrelation and the Ljung–Box test.

use crate::figure::{Figure, Reason};
use crate::season::autocorrelations;
use crate::summation::sum;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

const MAX_LAGS: usize = 24;

/// Residual diagnostics of a fitted model, in sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Diagnostics {
    pub n: usize,
    /// Autocorrelations at lags 1, 2, …
    pub autocorrelations: Vec<f64>,
    /// ±1.96/√n, the band of white noise.
    pub white_noise_bound: Figure,
    pub ljung_box_lags: usize,
    /// Q = n(n + 2) Σ r_k²/(n − k) (Ljung & Box 1978).
    pub ljung_box: Figure,
    /// Against χ² with as many degrees of freedom as lags: fitted weights are not deducted, so
    /// the p value errs towards white noise.
    pub p: Figure,
}

impl Diagnostics {
    pub(crate) fn new(residuals: &[f64], season_length: usize) -> Self {
        let n = residuals.len();
        let lags = if season_length > 1 {
            2 * season_length
        } else {
            10
        };
        let lags = lags.min(MAX_LAGS).min(n / 5);
        let r = autocorrelations(residuals, MAX_LAGS.min(n.saturating_sub(1)));
        let Some(r) = r.filter(|_| lags > 0) else {
            let reason = if n < 5 {
                Reason::TooFewObservations
            } else {
                Reason::ZeroVariance
            };
            return Self {
                n,
                autocorrelations: Vec::new(),
                white_noise_bound: Figure::unavailable(reason),
                ljung_box_lags: 0,
                ljung_box: Figure::unavailable(reason),
                p: Figure::unavailable(reason),
            };
        };
        let count = n as f64;
        let terms = r
            .iter()
            .take(lags)
            .enumerate()
            .map(|(k, r)| r * r / (count - (k + 1) as f64));
        let q = count * (count + 2.0) * sum(terms);
        let p = ChiSquared::new(lags as f64)
            .map(|chi| chi.sf(q))
            .map_err(|_| Reason::OutOfDomain);
        Self {
            n,
            autocorrelations: r,
            white_noise_bound: Figure::available(1.96 / count.sqrt()),
            ljung_box_lags: lags,
            ljung_box: Figure::available(q),
            p: p.into(),
        }
    }
}
