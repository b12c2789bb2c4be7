//! Payback, peak funding and the profitability index (definitions A3).

use serde::{Deserialize, Serialize};

use super::{PeriodLengths, Reason};

/// Where the points of the cumulative flow stand on the time axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaybackConvention {
    /// A period's flow is spread evenly over its calendar time: the point stands at the period's end.
    Spread,
    /// Outlay at time zero, flow k earned over the year that ends at k: the point stands at the period's start.
    Point,
}

/// When the cumulative flow turns positive, in years from the start of the first period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Payback {
    #[cfg_attr(feature = "schema", schema(required))]
    pub years: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The cumulative flow falls below zero again afterwards.
    pub recrosses: bool,
    /// The last time it rises through zero, when it recrosses and recovers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_years: Option<f64>,
}

/// First time the cumulative flow rises through zero; 0 when it never is negative.
pub fn payback(flows: &[f64], periods: &PeriodLengths, convention: PaybackConvention) -> Payback {
    let point = |k: usize| match convention {
        PaybackConvention::Spread => periods.end(k),
        PaybackConvention::Point => periods.starts()[k],
    };
    let (mut cumulative, mut previous_point) = (0.0, 0.0);
    let (mut first, mut last) = (None, None);
    let (mut was_negative, mut recrosses) = (false, false);
    for (k, &flow) in flows.iter().enumerate() {
        let next = cumulative + flow;
        let end = point(k);
        if cumulative < 0.0 && next >= 0.0 {
            let crossing =
                previous_point + (end - previous_point) * (-cumulative / (next - cumulative));
            first.get_or_insert(crossing);
            last = Some(crossing);
        }
        if next < 0.0 {
            was_negative = true;
            recrosses |= first.is_some();
        }
        cumulative = next;
        previous_point = end;
    }
    let years = if was_negative { first } else { Some(0.0) };
    Payback {
        years,
        reason: years.is_none().then_some(Reason::NotRecovered),
        recrosses,
        final_years: if recrosses && cumulative >= 0.0 {
            last
        } else {
            None
        },
    }
}

/// The deepest point of the undiscounted cumulative flow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PeakFunding {
    /// -min(0, min C_k), positive.
    pub value: f64,
    /// Index of the period at whose end it stands; null when no funding is needed.
    #[cfg_attr(feature = "schema", schema(required))]
    pub period: Option<usize>,
}

pub fn peak_funding(flows: &[f64]) -> PeakFunding {
    let (mut cumulative, mut lowest, mut period) = (0.0, 0.0, None);
    for (k, &flow) in flows.iter().enumerate() {
        cumulative += flow;
        if cumulative < lowest {
            lowest = cumulative;
            period = Some(k);
        }
    }
    PeakFunding {
        value: -lowest,
        period,
    }
}

/// 1 + NPV / PV(initial capital), both at the same timing.
pub fn profitability_index(npv: f64, initial_capital_pv: f64) -> Result<f64, Reason> {
    if initial_capital_pv > 0.0 {
        Ok(1.0 + npv / initial_capital_pv)
    } else {
        Err(Reason::DivisionByZero)
    }
}
