//! The internal rate of return with its status: every real root above -1, and which of them answers (definitions A2).

use serde::{Deserialize, Serialize};

use super::exponential_sum::ExponentialSum;
use super::{PeriodLengths, Reason};
use crate::scenario::Timing;

/// Rates closer to zero than this count as zero, that is as non-negative.
const ZERO_RATE: f64 = 1e-13;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IrrStatus {
    Unique,
    Several,
    None,
}

/// Whether the flows lend (NPV falls as the rate rises) or borrow at the chosen rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IrrKind {
    Investment,
    /// Accept when the rate is below the hurdle.
    Borrowing,
}

/// The rate, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Irr {
    pub status: IrrStatus,
    /// Decimal per year.
    #[cfg_attr(feature = "schema", schema(required))]
    pub value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Every rate above -1 at which the NPV changes sign, rising.
    pub roots: Vec<f64>,
    /// `roots` without `value`.
    pub other_roots: Vec<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<IrrKind>,
}

impl Irr {
    fn none(reason: Reason) -> Self {
        Self {
            status: IrrStatus::None,
            value: None,
            reason: Some(reason),
            roots: Vec::new(),
            other_roots: Vec::new(),
            kind: None,
        }
    }
}

/// e^u - 1, kept above -1 and finite where the rate itself is too close to a limit for a double to hold.
fn rate_of(u: f64) -> f64 {
    u.exp_m1().clamp(-1.0 + f64::EPSILON / 2.0, f64::MAX)
}

/// IRR of one flow per period. The timing matters for periods of mixed length only.
pub fn irr(flows: &[f64], periods: &PeriodLengths, timing: Timing) -> Irr {
    irr_at_times(flows, &periods.times(timing))
}

/// IRR of flows at rising times in years.
pub fn irr_at_times(flows: &[f64], times: &[f64]) -> Irr {
    let sum = ExponentialSum::new(flows, times);
    if sum.coefficients.is_empty() {
        return Irr::none(Reason::AllZero);
    }
    if sum.sign_variations() == 0 {
        return Irr::none(Reason::NoSignChange);
    }
    let found = sum.roots();
    let crossing: Vec<f64> = found
        .iter()
        .filter(|root| root.crosses)
        .map(|root| root.u)
        .collect();
    if crossing.is_empty() {
        return Irr::none(if found.is_empty() {
            Reason::NoRealRoot
        } else {
            Reason::TouchesOnly
        });
    }
    let roots: Vec<f64> = crossing.iter().map(|&u| rate_of(u)).collect();
    let first_non_negative = roots
        .iter()
        .position(|r| *r >= -ZERO_RATE)
        .unwrap_or(roots.len());
    let chosen = match roots.len() - first_non_negative {
        0 => roots.len() - 1,
        1 => first_non_negative,
        _ => {
            return Irr {
                status: IrrStatus::Several,
                value: None,
                reason: Some(Reason::SeveralRoots),
                other_roots: roots.clone(),
                roots,
                kind: None,
            };
        }
    };
    let (_, slope, _) = sum.value_and_slope(crossing[chosen]);
    Irr {
        status: IrrStatus::Unique,
        value: Some(roots[chosen]),
        reason: None,
        other_roots: roots
            .iter()
            .enumerate()
            .filter(|(k, _)| *k != chosen)
            .map(|(_, r)| *r)
            .collect(),
        roots,
        kind: Some(if slope > 0.0 {
            IrrKind::Borrowing
        } else {
            IrrKind::Investment
        }),
    }
}
