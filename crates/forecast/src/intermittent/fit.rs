//! Fitting: the weights, one run over the data, and how fast the mean wanders.

use super::buckets::Buckets;
use super::croston::Croston;
use super::smoothing::optimal_weight;
use super::state::{IntermittentState, Rate};
use super::tsb::Tsb;
use crate::refusal::ModelRefusal;
use crate::state::State;
use crate::summation::{mean, sum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Demands below which an interval is the accident of one of them.
const MIN_DEMANDS: usize = 2;
/// Croston's weights where they are not chosen by the data.
const CROSTON_ALPHA: f64 = 0.1;
/// Bound on the bucket of ADIDA, which keeps one level per period of it.
const MAX_BUCKET: usize = 1_000;
/// Bound on the longest bucket of IMAPA, which keeps the square of it.
const MAX_BUCKETS: usize = 64;

/// The methods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Croston (1972), both weights 0.1.
    Croston,
    /// Croston's rate times 0.95, the correction of Syntetos & Boylan (2005) for weights of 0.1.
    CrostonSba,
    /// Croston's method, each weight within [0.1, 0.3] by least squares.
    CrostonOptimised,
    /// Teunter, Syntetos & Babai (2011) with the weights of size and probability; values outside
    /// [0, 1] count as the nearer end.
    Tsb { alpha_d: f64, alpha_p: f64 },
    /// Nikolopoulos et al. (2011): buckets as long as the mean interval.
    Adida,
    /// Petropoulos & Kourentzes (2015): the mean over buckets of all lengths up to the mean interval.
    Imapa,
}

/// A fitted method.
#[derive(Debug, Clone, PartialEq)]
pub struct IntermittentFit {
    pub state: IntermittentState,
    /// One-step errors from the first forecast on, over their relative standard deviation.
    pub errors: Vec<f64>,
    /// Weights and lengths by name.
    pub parameters: BTreeMap<String, f64>,
}

/// What the data say about size and frequency.
struct Demand {
    /// Sizes in order.
    sizes: Vec<f64>,
    /// Periods from one demand to the next, the first counted from the start.
    intervals: Vec<f64>,
    /// Share of the periods with demand.
    share: f64,
}

impl Demand {
    fn of(y: &[f64]) -> Self {
        let (mut sizes, mut intervals) = (Vec::new(), Vec::new());
        let mut since = 0.0;
        for &value in y {
            since += 1.0;
            if value > 0.0 {
                sizes.push(value);
                intervals.push(since);
                since = 0.0;
            }
        }
        let share = sizes.len() as f64 / y.len().max(1) as f64;
        Self {
            sizes,
            intervals,
            share,
        }
    }

    /// The mean interval in whole periods, ties to even.
    fn bucket(&self) -> usize {
        let mean_interval = mean(self.intervals.iter().copied()).unwrap_or(1.0);
        (mean_interval.round_ties_even() as usize).max(1)
    }

    /// Squared coefficient of variation of the sizes.
    fn size_variation(&self) -> f64 {
        let centre = mean(self.sizes.iter().copied()).unwrap_or(1.0);
        let squares = sum(self.sizes.iter().map(|size| (size / centre - 1.0).powi(2)));
        squares / self.sizes.len().max(1) as f64
    }

    /// Variance by which the mean moves in a period over the variance of a value, to first order,
    /// for demands that come independently with probability π and sizes of mean z and variance s².
    ///
    /// A value has variance π(1 − π)z² + πs². With intervals geometric, of variance (1 − π)/π²,
    /// Croston's mean moves by π³α²s² + π³(1 − π)β²z² per period; TSB's by
    /// π³α_d²s² + π(1 − π)α_p²z².
    fn wander(&self, alpha_size: f64, frequency_term: f64) -> f64 {
        let (pi, variation) = (self.share, self.size_variation());
        let value = (1.0 - pi) + variation;
        if value > 0.0 {
            let size_term = (pi * alpha_size).powi(2) * variation;
            (size_term + (1.0 - pi) * frequency_term) / value
        } else {
            0.0
        }
    }

    fn croston(&self, alpha_size: f64, alpha_interval: f64, factor: f64) -> (Rate, f64) {
        let wander = self.wander(alpha_size, (self.share * alpha_interval).powi(2));
        let rate = Rate::Croston(Croston::new(alpha_size, alpha_interval, factor));
        (rate, factor * wander.sqrt())
    }
}

/// Fits `method` to `y`, which must not be negative. Missing values (NaN) are left out, as if their
/// periods had not been.
pub fn fit(y: &[f64], method: Method) -> Result<IntermittentFit, ModelRefusal> {
    let seen: Vec<f64> = y.iter().copied().filter(|v| v.is_finite()).collect();
    if seen.iter().any(|value| *value < 0.0) {
        return Err(ModelRefusal::Negative);
    }
    if seen.is_empty() {
        return Err(ModelRefusal::TooShort {
            have: 0,
            needed: MIN_DEMANDS,
        });
    }
    let demand = Demand::of(&seen);
    match demand.sizes.len() {
        0 => return Err(ModelRefusal::NoDemand),
        have if have < MIN_DEMANDS => {
            return Err(ModelRefusal::TooFewDemands {
                have,
                needed: MIN_DEMANDS,
            });
        }
        _ => {}
    }
    if seen.iter().all(|value| value.total_cmp(&seen[0]).is_eq()) {
        return Err(ModelRefusal::Constant);
    }
    let (rate, gain) = match method {
        Method::Croston => demand.croston(CROSTON_ALPHA, CROSTON_ALPHA, 1.0),
        Method::CrostonSba => {
            demand.croston(CROSTON_ALPHA, CROSTON_ALPHA, 1.0 - 0.5 * CROSTON_ALPHA)
        }
        Method::CrostonOptimised => demand.croston(
            optimal_weight(&demand.sizes),
            optimal_weight(&demand.intervals),
            1.0,
        ),
        Method::Tsb { alpha_d, alpha_p } => {
            let (alpha_d, alpha_p) = (alpha_d.clamp(0.0, 1.0), alpha_p.clamp(0.0, 1.0));
            let wander = demand.wander(alpha_d, alpha_p.powi(2));
            (Rate::Tsb(Tsb::new(alpha_d, alpha_p)), wander.sqrt())
        }
        Method::Adida => {
            let length = demand.bucket().min(MAX_BUCKET);
            let buckets = Buckets::new(&seen, std::iter::once(length));
            let gain = buckets.gain();
            (Rate::Buckets(buckets), gain)
        }
        Method::Imapa => {
            let buckets = Buckets::new(&seen, 1..=demand.bucket().min(MAX_BUCKETS));
            let gain = buckets.gain();
            (Rate::Buckets(buckets), gain)
        }
    };
    let parameters = named(&rate);
    let mut state = IntermittentState::new(rate, gain);
    let mut errors = Vec::with_capacity(seen.len());
    for &value in y {
        if value.is_finite() && state.rate().mean().is_some() {
            errors.push((value - state.next_mean()) / state.next_variance().sqrt());
        }
        state.absorb(value);
    }
    if state.next_mean().is_finite() && gain.is_finite() && errors.iter().all(|e| e.is_finite()) {
        Ok(IntermittentFit {
            state,
            errors,
            parameters,
        })
    } else {
        Err(ModelRefusal::NotFinite)
    }
}

fn named(rate: &Rate) -> BTreeMap<String, f64> {
    let pairs = match rate {
        Rate::Croston(croston) => vec![
            ("alpha_size", croston.alpha_size),
            ("alpha_interval", croston.alpha_interval),
        ],
        Rate::Tsb(tsb) => vec![("alpha_d", tsb.alpha_d), ("alpha_p", tsb.alpha_p)],
        Rate::Buckets(buckets) => {
            let mut pairs = vec![("bucket", buckets.longest() as f64)];
            pairs.extend(buckets.only_alpha().map(|alpha| ("alpha", alpha)));
            pairs
        }
    };
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
