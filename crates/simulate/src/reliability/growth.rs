//! Failures of one machine that is repaired and goes on: the power-law (Crow–AMSAA) process.

use crate::economics::Reason;

/// When observation ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Truncation {
    /// With the last failure.
    AtFailure,
    /// At this time.
    At(f64),
}

/// Failures expected by time t: λtᵝ. Below 1 β means that failures become rarer, above 1 that they become more frequent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrowAmsaa {
    pub beta: f64,
    pub lambda: f64,
    /// β with its small-sample bias removed (MIL-HDBK-189C, §5.3); null below three failures.
    pub beta_unbiased: Option<f64>,
    /// Mean time between failures at the end of observation.
    pub mean_time_between_at_end: f64,
}

/// Maximum likelihood: β = n/Σln(T/tᵢ), λ = n/Tᵝ, MTBF(T) = 1/(λβT^(β-1)) (Crow 1974; MIL-HDBK-189C). `times` are the
/// cumulative operating times of the failures.
///
/// # Errors
/// `too_few_observations` below two failures, `out_of_domain` when a time is not above 0, falls behind the one before or
/// lies after the end; `zero_variance` when all lie at the end.
pub fn crow_amsaa(times: &[f64], truncation: Truncation) -> Result<CrowAmsaa, Reason> {
    let (Some(&last), true) = (times.last(), times.len() >= 2) else {
        return Err(Reason::TooFewObservations);
    };
    let end = match truncation {
        Truncation::AtFailure => last,
        Truncation::At(end) => end,
    };
    let in_order = times.windows(2).all(|pair| pair[0] <= pair[1]);
    if !(times[0] > 0.0 && in_order && last <= end && end.is_finite()) {
        return Err(Reason::OutOfDomain);
    }
    let n = times.len() as f64;
    let logs: f64 = times.iter().map(|t| (end / t).ln()).sum();
    if logs == 0.0 {
        return Err(Reason::ZeroVariance);
    }
    let beta = n / logs;
    let lambda = n / end.powf(beta);
    let lost = match truncation {
        Truncation::AtFailure => 2.0,
        Truncation::At(_) => 1.0,
    };
    Ok(CrowAmsaa {
        beta,
        lambda,
        beta_unbiased: (n > 2.0).then_some(beta * (n - lost) / n),
        mean_time_between_at_end: 1.0 / (lambda * beta * end.powf(beta - 1.0)),
    })
}
