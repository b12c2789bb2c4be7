//! Whether failures become more or less frequent.

use crate::economics::Reason;

use super::Truncation;

/// Laplace's U = (mean(t) - T/2)/(T√(1/12n)): about standard normal without a trend; above 0 failures become more
/// frequent. A failure-truncated record leaves its last failure out, which ends it (Ascher & Feingold 1984).
///
/// # Errors
/// `too_few_observations` when no failure is left, `out_of_domain` when a time is not between 0 and the end.
pub fn laplace_trend(times: &[f64], truncation: Truncation) -> Result<f64, Reason> {
    let (&last, before) = times.split_last().ok_or(Reason::TooFewObservations)?;
    let (end, counted) = match truncation {
        Truncation::AtFailure => (last, before),
        Truncation::At(end) => (end, times),
    };
    if counted.is_empty() {
        return Err(Reason::TooFewObservations);
    }
    if !(end > 0.0 && end.is_finite()) || counted.iter().any(|t| !(*t >= 0.0 && *t <= end)) {
        return Err(Reason::OutOfDomain);
    }
    let n = counted.len() as f64;
    let mean = counted.iter().sum::<f64>() / n;
    Ok((mean - end / 2.0) / (end * (1.0 / (12.0 * n)).sqrt()))
}
