//! Lives of parts that fail once: the Weibull distribution fitted to failures and to parts still running.

use statrs::function::gamma::gamma;

use super::rising_root;
use crate::economics::Reason;

/// A fitted Weibull distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeibullFit {
    /// η, in the unit of the times: 63.2 % have failed by then.
    pub scale: f64,
    /// β: below 1 early failures, 1 chance, above 1 wear.
    pub shape: f64,
    pub log_likelihood: f64,
    pub failures: usize,
    pub censored: usize,
}

/// Maximum likelihood from times to failure and times of parts that had not failed when they were last seen (right
/// censored): the root β of Σtᵝ ln t/Σtᵝ - 1/β - mean_failed(ln t) = 0, η = (Σtᵝ/r)^(1/β) (Meeker & Escobar 1998,
/// *Statistical Methods for Reliability Data*, §8.4).
///
/// # Errors
/// `too_few_observations` below two failures at different times, `out_of_domain` when a time is not above 0.
pub fn weibull_fit(failures: &[f64], censored: &[f64]) -> Result<WeibullFit, Reason> {
    let times: Vec<f64> = failures.iter().chain(censored).copied().collect();
    if times.iter().any(|t| !(*t > 0.0 && t.is_finite())) {
        return Err(Reason::OutOfDomain);
    }
    if failures.len() < 2 || failures.iter().all(|t| t.total_cmp(&failures[0]).is_eq()) {
        return Err(Reason::TooFewObservations);
    }
    // Times in units of the longest, so that no power overflows.
    let longest = times.iter().copied().fold(0.0, f64::max);
    let logs: Vec<f64> = times.iter().map(|t| (t / longest).ln()).collect();
    let r = failures.len() as f64;
    let mean_log = logs[..failures.len()].iter().sum::<f64>() / r;
    // Rises from below 0 to above: Σtᵝ ln t/Σtᵝ tends to ln of the longest, which is 0.
    let score = |shape: f64| {
        let (mut weighted, mut total) = (0.0, 0.0);
        for log in &logs {
            let power = (shape * log).exp();
            weighted += power * log;
            total += power;
        }
        weighted / total - 1.0 / shape - mean_log
    };
    let shape = rising_root(1e-3, score).ok_or(Reason::OutOfDomain)?;
    let total: f64 = logs.iter().map(|log| (shape * log).exp()).sum();
    let scale = longest * (total / r).powf(1.0 / shape);
    let log_likelihood = r * (shape.ln() - shape * (scale / longest).ln() - longest.ln())
        + (shape - 1.0) * r * mean_log
        - times.iter().map(|t| (t / scale).powf(shape)).sum::<f64>();
    Ok(WeibullFit {
        scale,
        shape,
        log_likelihood,
        failures: failures.len(),
        censored: censored.len(),
    })
}

/// Mean life ηΓ(1 + 1/β).
pub fn weibull_mean(scale: f64, shape: f64) -> f64 {
    scale * gamma(1.0 + 1.0 / shape)
}

/// MTBF/(MTBF + MTTR): the share of time a machine would run with no waiting and no planned stops.
pub fn inherent_availability(mean_time_between: f64, mean_time_to_repair: f64) -> f64 {
    mean_time_between / (mean_time_between + mean_time_to_repair)
}
