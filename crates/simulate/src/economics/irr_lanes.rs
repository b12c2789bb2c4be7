//! Rates of return of many cash-flow rows at once, with the status of [`super::irr`].
//!
//! Most rows are settled by a sign rule on their cumulative flows. With x = 1/(1+r), NPV = ∫ C(s) x^s ds · (-ln x) over the
//! cumulative flow C, and the integral has no more zeros than C has sign changes (variation diminishing property of the
//! Laplace transform; Norstrom 1972 is the case of one change). So exactly one change with both ends of C non-zero proves
//! exactly one rate above zero, which Newton finds for all lanes together. Other rows go through the full isolation.

use super::{Irr, IrrStatus, Reason, irr_at_times};

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
    state: Vec<State>,
    row: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// One positive rate is proved; NPV is negative at x = 0 (false) or positive (true).
    Searching {
        positive_at_zero: bool,
    },
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
            slope: zeros,
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
                    rates[lane] = self.x[lane].powf(-1.0 / step) - 1.0;
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
        for lane in 0..count {
            let (mut cumulative, mut size) = (0.0_f64, 0.0_f64);
            let (mut sign, mut first, mut changes) = (0_i8, 0_i8, 0_u32);
            for k in 0..self.times.len() {
                let flow = flows[k * stride + lane];
                cumulative += flow;
                size += flow.abs();
                let now = i8::from(cumulative > 0.0) - i8::from(cumulative < 0.0);
                if now != 0 && now != sign {
                    if sign == 0 {
                        first = now;
                    } else {
                        changes += 1;
                    }
                    sign = now;
                }
            }
            // A final sum that is rounding of zero says nothing about its sign.
            let decided = cumulative.abs() > 1e-12 * size;
            self.state[lane] = if changes == 1 && decided && sign == -first {
                self.low[lane] = 0.0;
                self.high[lane] = 1.0;
                State::Searching {
                    positive_at_zero: first > 0,
                }
            } else {
                State::Unproved
            };
        }
    }

    /// Newton on the polynomial in x^step, kept inside a bracket that starts as (0, 1).
    fn search(&mut self, flows: &[f64], stride: usize, count: usize, start: f64) {
        let start = if start > 0.0 && start < 1.0 {
            start
        } else {
            0.9
        };
        self.x[..count].fill(start);
        for _ in 0..MAX_STEPS {
            self.evaluate(flows, stride, count);
            let mut searching = false;
            for lane in 0..count {
                let State::Searching { positive_at_zero } = self.state[lane] else {
                    continue;
                };
                let (x, value) = (self.x[lane], self.value[lane]);
                if (value > 0.0) == positive_at_zero {
                    self.low[lane] = x;
                } else {
                    self.high[lane] = x;
                }
                let step = value / self.slope[lane];
                let next = x - step;
                // Newton's error squares: after a step this small the next one is below rounding.
                if value == 0.0 || step.abs() <= 1e-9 * x {
                    self.x[lane] = next.clamp(self.low[lane], self.high[lane]);
                    self.state[lane] = State::Found;
                    continue;
                }
                self.x[lane] = if next > self.low[lane] && next < self.high[lane] {
                    next
                } else {
                    f64::midpoint(self.low[lane], self.high[lane])
                };
                searching = true;
            }
            if !searching {
                return;
            }
        }
    }

    /// Horner's rule for all lanes together.
    fn evaluate(&mut self, flows: &[f64], stride: usize, count: usize) {
        let (x, value, slope) = (
            &self.x[..count],
            &mut self.value[..count],
            &mut self.slope[..count],
        );
        value.fill(0.0);
        slope.fill(0.0);
        for k in (0..self.times.len()).rev() {
            let row = &flows[k * stride..k * stride + count];
            for lane in 0..count {
                slope[lane] = slope[lane] * x[lane] + value[lane];
                value[lane] = value[lane] * x[lane] + row[lane];
            }
        }
    }
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
