//! Running a plan over a block of iterations, period by period.
//!
//! Registers of one period stay in the first-level cache; only the after-tax flow of each period is kept. All memory is
//! allocated once per thread in [`Scratch`].

use super::Plan;
use super::lanes::{LANES, Lanes, exp_lanes};
use super::op::StepContext;
use super::paths::PathSource;
use crate::scenario::Timing;

/// One factor of a parameter: draw · slope + offset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term {
    /// Index of the uncertain input.
    pub(crate) input: usize,
    pub(crate) slope: f64,
    pub(crate) offset: f64,
}

/// A number per iteration: constant · Π (draw · slope + offset).
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameter {
    pub(crate) constant: f64,
    pub(crate) terms: Vec<Term>,
}

/// Memory of one thread.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    /// Value of each uncertain input in each iteration; filled by the caller.
    pub(crate) draws: Vec<Lanes>,
    /// Factor on each price, 1 unless a break-even or a swing is sought.
    pub(crate) price_scale: Vec<Lanes>,
    parameters: Vec<Lanes>,
    registers: Vec<Lanes>,
    state: Vec<Lanes>,
    pub(crate) paths: PathScratch,
}

/// Paths being drawn, by path of the plan.
#[derive(Debug, Clone)]
pub(crate) struct PathScratch {
    /// Price of the current period.
    pub(crate) prices: Vec<Lanes>,
    /// The process's deviation, for processes.
    pub(crate) deviations: Vec<Lanes>,
    /// Row of the sample, for stored forecasts.
    pub(crate) chosen: Vec<[u32; LANES]>,
    /// Quantity-weighted average over the periods.
    pub(crate) averages: Vec<Lanes>,
}

/// What a block gives back.
#[derive(Debug, Clone)]
pub(crate) struct BlockResult {
    /// After tax, by [`Timing::ALL`].
    pub(crate) npv: [Lanes; 3],
    /// Before tax, by [`Timing::ALL`].
    pub(crate) npv_before_tax: [Lanes; 3],
}

impl Plan {
    pub(crate) fn scratch(&self) -> Scratch {
        let zero = [0.0; LANES];
        Scratch {
            draws: self
                .inputs
                .iter()
                .map(|input| [input.base; LANES])
                .collect(),
            price_scale: vec![[1.0; LANES]; self.price_count],
            parameters: vec![zero; self.parameters.len()],
            registers: vec![zero; self.steps.len()],
            state: vec![zero; self.state_slots],
            paths: PathScratch {
                prices: vec![zero; self.paths.len()],
                deviations: vec![zero; self.paths.len()],
                chosen: vec![[0; LANES]; self.paths.len()],
                averages: vec![zero; self.paths.len()],
            },
        }
    }

    /// The discount rate of one lane after a block has run.
    pub(crate) fn rate_in_lane(&self, scratch: &Scratch, lane: usize) -> f64 {
        scratch.parameters[self.rate][lane]
    }

    /// Runs the block whose draws stand in `scratch`. `first` is its first iteration when price paths are drawn by
    /// `source`, which is `None` for deterministic runs on the decks. `flows[k * LANES + lane]` receives the after-tax
    /// flow; `record` is called with all registers after each period.
    pub(crate) fn run_block(
        &self,
        scratch: &mut Scratch,
        source: Option<(&PathSource, u64)>,
        flows: &mut [f64],
        mut record: impl FnMut(usize, &[Lanes]),
    ) -> BlockResult {
        let Scratch {
            draws,
            price_scale,
            parameters,
            registers,
            state,
            paths,
        } = scratch;
        for (lanes, parameter) in parameters.iter_mut().zip(&self.parameters) {
            *lanes = [parameter.constant; LANES];
            for term in &parameter.terms {
                for (value, draw) in lanes.iter_mut().zip(&draws[term.input]) {
                    *value *= draw * term.slope + term.offset;
                }
            }
        }
        state.fill([0.0; LANES]);
        if let Some((source, first)) = source {
            source.begin(paths, first);
        }

        let mut result = BlockResult {
            npv: [[0.0; LANES]; 3],
            npv_before_tax: [[0.0; LANES]; 3],
        };
        let mut discounting = Discounting::new(self, &parameters[self.rate]);
        for period in 0..self.periods.len() {
            if let Some((source, first)) = source {
                source.advance(paths, first, period);
            }
            for (register, step) in self.steps.iter().enumerate() {
                let (before, rest) = registers.split_at_mut(register);
                let mut context = StepContext {
                    period,
                    starts: self.periods.starts(),
                    before,
                    parameters,
                    price_scale,
                    paths: source.map(|_| paths.prices.as_slice()),
                    state,
                };
                step.evaluate(&mut context, &mut rest[0]);
            }
            let after_tax = &registers[self.after_tax];
            flows[period * LANES..(period + 1) * LANES].copy_from_slice(after_tax);
            discounting.add(period, after_tax, &registers[self.before_tax], &mut result);
            record(period, registers);
        }
        result
    }
}

/// Discount factors of the three timings, period after period.
#[expect(
    clippy::large_enum_variant,
    reason = "one lives on the stack while a block runs"
)]
enum Discounting<'a> {
    /// The same rate in every iteration.
    Constant(&'a [Vec<f64>; 3]),
    /// (1+r) drawn per iteration: -ln(1+r).
    Drawn { plan: &'a Plan, minus_log: Lanes },
}

impl<'a> Discounting<'a> {
    fn new(plan: &'a Plan, rate: &Lanes) -> Self {
        if let Some(factors) = &plan.discount_factors {
            return Self::Constant(factors);
        }
        let mut minus_log = *rate;
        for value in &mut minus_log {
            *value = -value.ln_1p();
        }
        Self::Drawn { plan, minus_log }
    }

    fn add(&mut self, period: usize, after: &Lanes, before: &Lanes, result: &mut BlockResult) {
        match self {
            Self::Constant(factors) => {
                for (timing, factors) in factors.iter().enumerate() {
                    let factor = factors[period];
                    for lane in 0..LANES {
                        result.npv[timing][lane] += after[lane] * factor;
                        result.npv_before_tax[timing][lane] += before[lane] * factor;
                    }
                }
            }
            Self::Drawn { plan, minus_log } => {
                for timing in Timing::ALL {
                    let t = plan.times[timing as usize][period];
                    let mut factor = *minus_log;
                    for value in &mut factor {
                        *value *= t;
                    }
                    exp_lanes(&mut factor);
                    for lane in 0..LANES {
                        result.npv[timing as usize][lane] += after[lane] * factor[lane];
                        result.npv_before_tax[timing as usize][lane] += before[lane] * factor[lane];
                    }
                }
            }
        }
    }
}
