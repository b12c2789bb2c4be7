//! The modified internal rate of return (definitions A2).

use super::{Reason, TimingError};

/// (Σ CF⁺(1+i)^(T-t) / Σ|CF⁻|(1+f)^(-t))^(1/T) - 1 with finance rate f, reinvestment rate i and T the last time: the form
/// of Excel's MIRR.
pub fn mirr(
    flows: &[f64],
    times: &[f64],
    finance_rate: f64,
    reinvest_rate: f64,
) -> Result<Result<f64, Reason>, TimingError> {
    for rate in [finance_rate, reinvest_rate] {
        if rate.is_nan() || rate <= -1.0 {
            return Err(TimingError::RateNotAboveMinusOne { rate });
        }
    }
    if flows.len() != times.len() {
        return Err(TimingError::LengthMismatch {
            flows: flows.len(),
            periods: times.len(),
        });
    }
    let Some(&last) = times.last() else {
        return Ok(Err(Reason::NoData));
    };
    let (mut gains, mut outlays) = (0.0, 0.0);
    for (&flow, &t) in flows.iter().zip(times) {
        if flow > 0.0 {
            gains += flow * (1.0 + reinvest_rate).powf(last - t);
        } else {
            outlays -= flow * (1.0 + finance_rate).powf(-t);
        }
    }
    if gains <= 0.0 || outlays <= 0.0 {
        return Ok(Err(Reason::NoSignChange));
    }
    if last <= 0.0 {
        return Ok(Err(Reason::DivisionByZero));
    }
    Ok(Ok((gains / outlays).powf(1.0 / last) - 1.0))
}
