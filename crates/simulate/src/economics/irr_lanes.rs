//! Rates of return of many cash-flow rows at once, with the status of [`super::irr`].
//!
//! Most rows are settled by a sign rule on their cumulative flows. With x = 1/(1+r), NPV = ∫ C(s) x^s ds · (-ln x) over the
//! cumulative flow C, and the integral has no more zeros than C has sign changes (variation diminishing property of the
//! Laplace transform; Norstrom 1972 is the case of one change). So exactly one change with both ends of C non-zero proves
//! exactly one rate above zero, which Newton finds for all lanes together. Other rows go through the full isolation.

use super::{Irr, IrrStatus, Reason, irr_at_times};
use crate::widest::widest;

/// The outcome for one row, without the list of roots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LaneStatus {
    Unique,
    Several,
    None(Reason),
}

/// Scratch for blocks of up to `lanes` rows over fixed times.
#[derive(Debug, Clone)]
pub(crate) struct IrrLanes {
    times: Vec<f64>,
    /// Set when all times are whole multiples of one step from the first.
    step: Option<f64>,
    lanes: usize,
    x: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    value: Vec<f64>,
    slope: Vec<f64>,
    /// The sign of NPV at x = 0.
    toward_zero: Vec<f64>,
    /// 1 while a lane's root is sought, then 0.
    active: Vec<f64>,
    state: Vec<State>,
    row: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// One positive rate is proved.
    Searching,
    Found,
    Unproved,
}

const MAX_STEPS: usize = 80;

impl IrrLanes {
    pub(crate) fn new(times: Vec<f64>, lanes: usize) -> Self {
        let step = equal_step(&times);
        let zeros = vec![0.0; lanes];
        Self {
            row: Vec::with_capacity(times.len()),
            times,
            step,
            lanes,
            x: zeros.clone(),
            low: zeros.clone(),
            high: zeros.clone(),
            value: zeros.clone(),
            slope: zeros.clone(),
            toward_zero: zeros.clone(),
            active: zeros,
            state: vec![State::Unproved; lanes],
        }
    }

    /// `flows[k * stride + lane]` for the lanes below `count`; writes a rate (NaN without one) and a status for each.
    pub(crate) fn solve(
        &mut self,
        flows: &[f64],
        stride: usize,
        count: usize,
        start: f64,
        rates: &mut [f64],
        statuses: &mut [LaneStatus],
    ) {
        debug_assert!(
            count <= self.lanes && count <= stride,
            "a block holds at most as many rows as it has lanes"
        );
        if let Some(step) = self.step {
            self.classify(flows, stride, count);
            self.search(flows, stride, count, (1.0 + start).powf(-step));
            for lane in 0..count {
                if self.state[lane] == State::Found {
                    let x = self.x[lane];
                    rates[lane] = if is_one(step) {
                        1.0 / x
                    } else {
                        x.powf(-1.0 / step)
                    } - 1.0;
                    statuses[lane] = LaneStatus::Unique;
                }
            }
        } else {
            self.state[..count].fill(State::Unproved);
        }
        for lane in 0..count {
            if self.state[lane] != State::Found {
                self.row.clear();
                self.row
                    .extend((0..self.times.len()).map(|k| flows[k * stride + lane]));
                let irr = irr_at_times(&self.row, &self.times);
                rates[lane] = irr.value.unwrap_or(f64::NAN);
                statuses[lane] = status_of(&irr);
            }
        }
    }

    /// Counts the sign changes of every lane's cumulative flow.
    fn classify(&mut self, flows: &[f64], stride: usize, count: usize) {
        for from in (0..count).step_by(GROUP) {
            let lanes = GROUP.min(count - from);
            let mut signs = Signs::default();
            count_signs(flows, stride, from, lanes, self.times.len(), &mut signs);
            for lane in 0..lanes {
                // A final sum that is rounding of zero says nothing about its sign.
                let decided = signs.cumulative[lane].abs() > 1e-12 * signs.size[lane];
                let first = signs.first[lane];
                let changed_once = (0.5..1.5).contains(&signs.changes[lane]);
                let proved = changed_once && decided && signs.last[lane] * first < 0.0;
                self.state[from + lane] = if proved {
                    State::Searching
                } else {
                    State::Unproved
                };
                self.toward_zero[from + lane] = first;
            }
        }
        self.low[..count].fill(0.0);
        self.high[..count].fill(1.0);
    }

    /// Newton on the polynomial in x^step, kept inside a bracket that starts as (0, 1).
    fn search(&mut self, flows: &[f64], stride: usize, count: usize, start: f64) {
        let start = if start > 0.0 && start < 1.0 {
            start
        } else {
            0.9
        };
        self.x[..count].fill(start);
        for (active, state) in self.active.iter_mut().zip(&self.state[..count]) {
            *active = if *state == State::Searching { 1.0 } else { 0.0 };
        }
        for _ in 0..MAX_STEPS {
            newton_step(self, flows, stride, count);
            if self.active[..count].iter().all(|active| *active == 0.0) {
                break;
            }
        }
        for (state, active) in self.state[..count].iter_mut().zip(&self.active) {
            if *state == State::Searching && *active == 0.0 {
                *state = State::Found;
            }
        }
    }
}

/// Lanes whose signs are counted together.
const GROUP: usize = 16;

/// The course of the cumulative flows of a group of lanes; numbers as f64 so that all is done in the same registers.
#[derive(Debug, Default)]
struct Signs {
    cumulative: [f64; GROUP],
    size: [f64; GROUP],
    /// Of the last cumulative flow that is not zero, and of the first.
    last: [f64; GROUP],
    first: [f64; GROUP],
    changes: [f64; GROUP],
}

widest! {
    fn count_signs(flows: &[f64], stride: usize, from: usize, lanes: usize, periods: usize, signs: &mut Signs) {
        for k in 0..periods {
            let mut row = [0.0; GROUP];
            row[..lanes].copy_from_slice(&flows[k * stride + from..k * stride + from + lanes]);
            for (lane, flow) in row.into_iter().enumerate() {
                let cumulative = signs.cumulative[lane] + flow;
                signs.cumulative[lane] = cumulative;
                signs.size[lane] += flow.abs();
                let sign = if cumulative > 0.0 { 1.0 } else { 0.0 } - if cumulative < 0.0 { 1.0 } else { 0.0 };
                // A cumulative flow of zero keeps the sign before it.
                let last = signs.last[lane];
                let now = if sign == 0.0 { last } else { sign };
                signs.changes[lane] += if now * last < 0.0 { 1.0 } else { 0.0 };
                signs.first[lane] = if signs.first[lane] == 0.0 { now } else { signs.first[lane] };
                signs.last[lane] = now;
            }
        }
    }
}

widest! {
    /// One step of every lane that is still searching.
    fn newton_step(own: &mut IrrLanes, flows: &[f64], stride: usize, count: usize) {
        let x = &mut own.x[..count];
        let (value, slope) = (&mut own.value[..count], &mut own.slope[..count]);
        let (low, high) = (&mut own.low[..count], &mut own.high[..count]);
        let (active, toward_zero) = (&mut own.active[..count], &own.toward_zero[..count]);
        value.fill(0.0);
        slope.fill(0.0);
        // Horner's rule for all lanes together.
        for k in (0..own.times.len()).rev() {
            let row = &flows[k * stride..k * stride + count];
            for lane in 0..count {
                slope[lane] = slope[lane] * x[lane] + value[lane];
                value[lane] = value[lane] * x[lane] + row[lane];
            }
        }
        for lane in 0..count {
            let (is_active, at, value) = (active[lane] != 0.0, x[lane], value[lane]);
            let is_low = (value > 0.0) == (toward_zero[lane] > 0.0);
            let from = if is_low { at } else { low[lane] };
            let to = if is_low { high[lane] } else { at };
            let step = value / slope[lane];
            let next = at - step;
            // Newton's error squares: after a step this small the next one is below rounding.
            let is_found = (value == 0.0) | (step.abs() <= 1e-9 * at);
            let held = if next < from { from } else { next };
            let held = if held > to { to } else { held };
            let halved = if next > from && next < to { next } else { 0.5 * (from + to) };
            let moved = if is_found { held } else { halved };
            low[lane] = if is_active { from } else { low[lane] };
            high[lane] = if is_active { to } else { high[lane] };
            x[lane] = if is_active { moved } else { at };
            active[lane] = if is_active && !is_found { 1.0 } else { 0.0 };
        }
    }
}

/// Whether periods are years, for which the power is a division.
fn is_one(step: f64) -> bool {
    (step - 1.0).abs() < f64::EPSILON
}

fn status_of(irr: &Irr) -> LaneStatus {
    match irr.status {
        IrrStatus::Unique => LaneStatus::Unique,
        IrrStatus::Several => LaneStatus::Several,
        IrrStatus::None => LaneStatus::None(irr.reason.unwrap_or(Reason::NoData)),
    }
}

/// The common distance of consecutive times.
fn equal_step(times: &[f64]) -> Option<f64> {
    let step = times.get(1)? - times.first()?;
    times
        .windows(2)
        .all(|pair| ((pair[1] - pair[0]) - step).abs() <= 1e-12 * step)
        .then_some(step)
        .filter(|step| *step > 0.0)
}
