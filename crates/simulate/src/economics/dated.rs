//! Present value and rate of return of dated flows: actual days over 365 from the first flow (definitions A1).

use super::{Irr, Reason, TimingError, irr_at_times, net_present_value};

/// Flows with the days on which they fall, sorted by day, several on one day added together.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedFlows {
    years: Vec<f64>,
    amounts: Vec<f64>,
}

impl DatedFlows {
    /// `days` counts days from any fixed day; only differences matter.
    pub fn new(days: &[i64], amounts: &[f64]) -> Result<Self, Reason> {
        if days.is_empty() || days.len() != amounts.len() {
            return Err(Reason::NoData);
        }
        let mut flows: Vec<(i64, f64)> =
            days.iter().copied().zip(amounts.iter().copied()).collect();
        flows.sort_by_key(|flow| flow.0);
        let first = flows[0].0;
        let (mut years, mut merged): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        let mut last_day = None;
        for (day, amount) in flows {
            if last_day == Some(day) {
                *merged.last_mut().expect("a day was seen before") += amount;
            } else {
                years.push((day - first) as f64 / 365.0);
                merged.push(amount);
                last_day = Some(day);
            }
        }
        Ok(Self {
            years,
            amounts: merged,
        })
    }
}

/// Σ amount (1+r)^(-days/365).
pub fn xnpv(flows: &DatedFlows, rate: f64) -> Result<f64, TimingError> {
    net_present_value(&flows.amounts, &flows.years, rate)
}

/// The rate at which [`xnpv`] is zero, with the status rules of [`super::irr`].
pub fn xirr(flows: &DatedFlows) -> Irr {
    irr_at_times(&flows.amounts, &flows.years)
}
