//! When flows fall, and what they are worth today (definitions A1, A2).

use crate::scenario::Timing;
use crate::statistics::sum;

/// Why present values are refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TimingError {
    #[error("rate_not_above_minus_one: the rate is {rate}; it must be above -1")]
    RateNotAboveMinusOne { rate: f64 },
    #[error("{flows} flows for {periods} periods")]
    LengthMismatch { flows: usize, periods: usize },
    #[error("period {period} has the length {length}; it must be a positive number of years")]
    BadLength { period: usize, length: f64 },
}

/// Lengths of consecutive periods in years, the first starting at the valuation date.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodLengths {
    lengths: Vec<f64>,
    starts: Vec<f64>,
}

impl PeriodLengths {
    pub fn new(lengths: Vec<f64>) -> Result<Self, TimingError> {
        let mut starts = Vec::with_capacity(lengths.len());
        let mut start = 0.0;
        for (period, &length) in lengths.iter().enumerate() {
            if !(length > 0.0 && length.is_finite()) {
                return Err(TimingError::BadLength { period, length });
            }
            starts.push(start);
            start += length;
        }
        Ok(Self { lengths, starts })
    }

    /// `count` periods of `length` years.
    pub fn equal(count: usize, length: f64) -> Result<Self, TimingError> {
        Self::new(vec![length; count]).map(|mut periods| {
            for (k, start) in periods.starts.iter_mut().enumerate() {
                *start = k as f64 * length;
            }
            periods
        })
    }

    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    pub fn lengths(&self) -> &[f64] {
        &self.lengths
    }

    /// Years from the valuation date to the start of each period.
    pub fn starts(&self) -> &[f64] {
        &self.starts
    }

    /// Years from the valuation date to the end of period `k`.
    pub fn end(&self, k: usize) -> f64 {
        self.starts[k] + self.lengths[k]
    }

    /// Whether every period has the length of the first.
    pub fn are_equal(&self) -> bool {
        self.lengths
            .windows(2)
            .all(|pair| pair[0].to_bits() == pair[1].to_bits())
    }

    /// The times t_k at which flows fall.
    pub fn times(&self, timing: Timing) -> Vec<f64> {
        self.starts
            .iter()
            .zip(&self.lengths)
            .map(|(&start, &length)| match timing {
                Timing::Start => start,
                Timing::Mid => start + length / 2.0,
                Timing::End => start + length,
            })
            .collect()
    }

    /// (1+r)^(-t_k) for every period.
    pub fn discount_factors(&self, rate: f64, timing: Timing) -> Result<Vec<f64>, TimingError> {
        if rate.is_nan() || rate <= -1.0 {
            return Err(TimingError::RateNotAboveMinusOne { rate });
        }
        let growth = rate.ln_1p();
        Ok(self
            .times(timing)
            .into_iter()
            .map(|t| (-growth * t).exp())
            .collect())
    }
}

/// Σ CF_k (1+r)^(-t_k) over periods of any lengths.
pub fn npv(
    flows: &[f64],
    periods: &PeriodLengths,
    rate: f64,
    timing: Timing,
) -> Result<f64, TimingError> {
    if flows.len() != periods.len() {
        return Err(TimingError::LengthMismatch {
            flows: flows.len(),
            periods: periods.len(),
        });
    }
    let factors = periods.discount_factors(rate, timing)?;
    Ok(sum(flows
        .iter()
        .zip(&factors)
        .map(|(flow, factor)| flow * factor)))
}

/// The same with explicit times in years.
pub fn net_present_value(flows: &[f64], times: &[f64], rate: f64) -> Result<f64, TimingError> {
    if flows.len() != times.len() {
        return Err(TimingError::LengthMismatch {
            flows: flows.len(),
            periods: times.len(),
        });
    }
    if rate.is_nan() || rate <= -1.0 {
        return Err(TimingError::RateNotAboveMinusOne { rate });
    }
    let growth = rate.ln_1p();
    Ok(sum(flows
        .iter()
        .zip(times)
        .map(|(flow, t)| flow * (-growth * t).exp())))
}
