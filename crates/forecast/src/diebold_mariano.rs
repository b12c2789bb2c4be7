//! Diebold–Mariano test with the Harvey–Leybourne–Newbold correction, and Holm's adjustment for
//! several models tested against one (definitions C3).

use crate::figure::Reason;
use crate::summation::{mean, sum};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Outcome of one comparison. Negative statistics favour the first model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DieboldMariano {
    /// Number of loss differences.
    pub n: usize,
    /// Horizon in units of the spacing of the differences: h − 1 autocovariances enter.
    pub horizon: usize,
    pub mean_difference: f64,
    /// Long-run variance of the mean, V = (γ₀ + 2Σγ_k)/n with γ divided by n.
    pub variance: f64,
    /// d̄/√V before the correction; null with `reason`.
    #[cfg_attr(feature = "schema", schema(required))]
    pub dm: Option<f64>,
    /// Corrected statistic (Harvey et al. 1997); null with `reason`.
    #[cfg_attr(feature = "schema", schema(required))]
    pub statistic: Option<f64>,
    /// Two-sided p against t with n − 1 degrees of freedom.
    #[cfg_attr(feature = "schema", schema(required))]
    pub p: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The one-step statistic, shown as such when the long-run variance is not positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_step_statistic: Option<f64>,
}

/// Tests the mean of `differences` = loss(first) − loss(second) for forecasts `horizon` apart.
pub fn diebold_mariano(differences: &[f64], horizon: usize) -> DieboldMariano {
    let n = differences.len();
    let horizon = horizon.max(1);
    let Some(centre) = mean(differences.iter().copied()).filter(|_| n >= 2) else {
        return DieboldMariano {
            n,
            horizon,
            mean_difference: differences.first().copied().unwrap_or(0.0),
            variance: 0.0,
            dm: None,
            statistic: None,
            p: None,
            reason: Some(Reason::TooFewObservations),
            one_step_statistic: None,
        };
    };
    let autocovariance = |lag: usize| {
        sum(differences
            .iter()
            .zip(&differences[lag..])
            .map(|(early, late)| (early - centre) * (late - centre)))
            / n as f64
    };
    let short_run = autocovariance(0);
    let lags = (horizon - 1).min(n - 1);
    let variance = (short_run + 2.0 * sum((1..=lags).map(autocovariance))) / n as f64;
    let mut test = DieboldMariano {
        n,
        horizon,
        mean_difference: centre,
        variance,
        dm: None,
        statistic: None,
        p: None,
        reason: None,
        one_step_statistic: None,
    };
    if !short_run.is_finite() || !centre.is_finite() {
        test.reason = Some(Reason::OutOfDomain);
        (test.mean_difference, test.variance) = (0.0, 0.0);
    } else if short_run <= (f64::EPSILON * centre).powi(2) {
        test.reason = Some(Reason::ZeroVariance);
    } else if variance <= 0.0 {
        test.reason = Some(Reason::NonPositiveLongRunVariance);
        let one_step = centre / (short_run / n as f64).sqrt();
        test.one_step_statistic = correction(n, 1).map(|factor| one_step * factor);
    } else {
        let dm = centre / variance.sqrt();
        test.dm = Some(dm);
        match correction(n, horizon) {
            Some(factor) => {
                test.statistic = Some(dm * factor);
                test.p = two_sided_p(dm * factor, n - 1);
            }
            None => test.reason = Some(Reason::TooFewObservations),
        }
    }
    test
}

/// √((n + 1 − 2h + h(h − 1)/n)/n), `None` when the sample is too short for the horizon.
fn correction(n: usize, horizon: usize) -> Option<f64> {
    let (n, h) = (n as f64, horizon as f64);
    let inside = (n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n;
    // Beyond n the polynomial turns up again although no such autocovariance exists.
    (inside > 0.0 && h <= n).then(|| inside.sqrt())
}

fn two_sided_p(statistic: f64, freedom: usize) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom as f64).ok()?;
    Some((2.0 * t.cdf(-statistic.abs())).clamp(0.0, 1.0))
}

/// Holm's step-down adjustment: p values to be read as if one test had been made. The order of
/// the input is kept.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut floor = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        floor = floor.max((p.len() - rank) as f64 * p[index]).min(1.0);
        adjusted[index] = floor;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_keeps_order_and_never_decreases() {
        let adjusted = holm(&[0.04, 0.01, 0.03]);
        assert!((adjusted[1] - 0.03).abs() < 1e-15);
        assert!((adjusted[2] - 0.06).abs() < 1e-15);
        assert!((adjusted[0] - 0.06).abs() < 1e-15);
    }

    #[test]
    fn equal_losses_have_no_statistic() {
        let test = diebold_mariano(&[0.0; 8], 1);
        assert_eq!(test.reason, Some(Reason::ZeroVariance));
        assert_eq!(
            diebold_mariano(&[1.0], 1).reason,
            Some(Reason::TooFewObservations)
        );
    }
}
