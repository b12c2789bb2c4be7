//! Running a plan over a block of iterations, period by period.
//!
//! Registers of one period stay in the first-level cache; only the after-tax flow of each period is kept. All memory is
//! allocated once per thread in [`Scratch`].

use super::Plan;
use super::lanes::{LANES, Lanes, exp_lanes};
use super::op::{Register, Step, StepContext};
use super::paths::PathSource;
use crate::widest::widest;

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
    /// Room for the correlated inputs while their dependence is made.
    pub(crate) correlated: Vec<Lanes>,
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
    /// After tax, by [`crate::scenario::Timing::ALL`].
    pub(crate) npv: [Lanes; 3],
    /// Before tax, in the same order.
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
            correlated: vec![zero; self.dependence.as_ref().map_or(0, |own| own.members.len())],
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

    /// Runs the block whose draws stand in `scratch`, every step of it. `first` is its first iteration when price paths are
    /// drawn by `source`, which is `None` for deterministic runs on the decks. `flows[k * LANES + lane]` receives the
    /// after-tax flow; `record` is called with all registers after each period.
    pub(crate) fn run_block(
        &self,
        scratch: &mut Scratch,
        source: Option<(&PathSource, u64)>,
        flows: &mut [f64],
        mut record: impl FnMut(usize, &[Lanes]),
    ) -> BlockResult {
        let mut before_tax = [[0.0; LANES]; 3];
        let npv = self.run_periods(
            scratch,
            source,
            &self.all_steps,
            |period, registers, discounting| {
                let after_tax = &registers[self.after_tax];
                flows[period * LANES..(period + 1) * LANES].copy_from_slice(after_tax);
                discounting.add(period, &registers[self.before_tax], &mut before_tax);
                record(period, registers);
            },
        );
        BlockResult {
            npv,
            npv_before_tax: before_tax,
        }
    }

    /// The same for the after-tax flow and its NPV alone, leaving out the steps they do not need.
    pub(crate) fn run_block_after_tax(
        &self,
        scratch: &mut Scratch,
        source: (&PathSource, u64),
        flows: &mut [f64],
    ) -> [Lanes; 3] {
        self.run_periods(
            scratch,
            Some(source),
            &self.after_tax_steps,
            |period, registers, _| {
                flows[period * LANES..(period + 1) * LANES]
                    .copy_from_slice(&registers[self.after_tax]);
            },
        )
    }

    /// Evaluates `steps` in every period and gives the NPV after tax.
    fn run_periods(
        &self,
        scratch: &mut Scratch,
        source: Option<(&PathSource, u64)>,
        steps: &[Register],
        mut after_period: impl FnMut(usize, &[Lanes], &Discounting<'_>),
    ) -> [Lanes; 3] {
        let Scratch {
            draws,
            correlated: _,
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

        let mut npv = [[0.0; LANES]; 3];
        let discounting = Discounting::new(self, &parameters[self.rate]);
        for period in 0..self.periods.len() {
            if let Some((source, first)) = source {
                source.advance(paths, first, period);
            }
            let inputs = PeriodInputs {
                period,
                starts: self.periods.starts(),
                parameters,
                price_scale,
                paths: source.map(|_| paths.prices.as_slice()),
            };
            evaluate_period(&self.steps, steps, &inputs, registers, state);
            discounting.add(period, &registers[self.after_tax], &mut npv);
            after_period(period, registers, &discounting);
        }
        npv
    }
}

/// What the steps of one period read besides the registers.
struct PeriodInputs<'a> {
    period: usize,
    starts: &'a [f64],
    parameters: &'a [Lanes],
    price_scale: &'a [Lanes],
    paths: Option<&'a [Lanes]>,
}

widest! {
    /// Evaluates `order` of the steps, each into its register.
    fn evaluate_period(
        steps: &[Step],
        order: &[Register],
        inputs: &PeriodInputs<'_>,
        registers: &mut [Lanes],
        state: &mut [Lanes],
    ) {
        for &register in order {
            let (before, rest) = registers.split_at_mut(register);
            let mut context = StepContext {
                period: inputs.period,
                starts: inputs.starts,
                before,
                parameters: inputs.parameters,
                price_scale: inputs.price_scale,
                paths: inputs.paths,
                state,
            };
            steps[register].evaluate(&mut context, &mut rest[0]);
        }
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

widest! {
    fn add_discounted(flow: &Lanes, factors: [f64; 3], npv: &mut [Lanes; 3]) {
        for (npv, factor) in npv.iter_mut().zip(factors) {
            for (npv, flow) in npv.iter_mut().zip(flow) {
                *npv += flow * factor;
            }
        }
    }
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

    /// Adds the present value of one period's flow to each timing.
    fn add(&self, period: usize, flow: &Lanes, npv: &mut [Lanes; 3]) {
        match self {
            Self::Constant(factors) => {
                add_discounted(
                    flow,
                    [factors[0][period], factors[1][period], factors[2][period]],
                    npv,
                );
            }
            Self::Drawn { plan, minus_log } => {
                for (npv, times) in npv.iter_mut().zip(&plan.times) {
                    let mut factor = *minus_log;
                    for value in &mut factor {
                        *value *= times[period];
                    }
                    exp_lanes(&mut factor);
                    for lane in 0..LANES {
                        npv[lane] += flow[lane] * factor[lane];
                    }
                }
            }
        }
    }
}
