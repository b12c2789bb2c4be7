//! The steps of a plan: each computes one row of one period for a block of iterations.
//!
//! Rows hold money in the unit of the basis and quantities in their own unit; all conversion factors are already inside
//! the constants. A step reads only registers of steps before it.

use super::lanes::{LANES, Lanes};
use crate::economics::tax::LossTerms;
use crate::scenario::TierMode;

/// Index of a register: the place of its step in the order of evaluation.
pub(crate) type Register = usize;
/// Index of a parameter: one number per iteration, the same in all periods.
pub(crate) type ParameterId = usize;

/// A step and the factor its result is multiplied by.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) op: Op,
    pub(crate) scale: Option<ParameterId>,
}

#[derive(Debug, Clone)]
pub(crate) enum Op {
    /// A typed row.
    Column { values: Vec<f64> },
    /// The deck, or the path drawn for it. `price` indexes [`super::run::Scratch::price_scale`].
    Price {
        deck: Vec<f64>,
        path: Option<usize>,
        price: usize,
    },
    /// factor · a · b.
    Product {
        a: Register,
        b: Register,
        factor: f64,
    },
    /// factor · feed · grade · recovery.
    Metal {
        feed: Register,
        grade: Register,
        recovery: Register,
        factor: f64,
    },
    /// values[k] · factor, clipped to 0 … 1.
    Recovery {
        values: Vec<f64>,
        factor: ParameterId,
    },
    /// The curve at the grade times the factor, clipped to 0 … 1.
    RecoveryCurve {
        grade: Register,
        points: Vec<(f64, f64)>,
        factor: ParameterId,
    },
    /// values[k] · a.
    Multiple { a: Register, values: Vec<f64> },
    /// Σ sign · register.
    Sum { terms: Vec<(Register, f64)> },
    Royalty {
        base: Register,
        rate: ParameterId,
        tiers: Option<PriceTiers>,
        cap: Option<f64>,
        state: usize,
    },
    /// Σ_j matrix[k][j] · (outlay of period j), for methods that are linear in the outlays.
    Depreciation {
        of: Vec<Register>,
        matrix: Vec<Vec<f64>>,
        history: usize,
    },
    /// Book value over remaining units. `first` is the first period in service.
    UnitsDepreciation {
        of: Vec<Register>,
        units: Vec<f64>,
        first: usize,
        state: usize,
    },
    Tax {
        base: Register,
        deductions: Vec<Register>,
        rate: ParameterId,
        losses: Option<Losses>,
    },
    /// Growth of a balance of the last days of a row.
    Days {
        of: Register,
        shares: Vec<Vec<(usize, f64)>>,
        sign: f64,
        history: usize,
    },
    /// A given row that responds to another.
    Respond {
        given: Vec<f64>,
        to: Register,
        response: Reaction,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct PriceTiers {
    pub(crate) price: Register,
    pub(crate) mode: TierMode,
    pub(crate) steps: Vec<(f64, f64)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Losses {
    pub(crate) terms: LossTerms,
    /// What is left of earlier losses: one state slot, or one per period of origin when they expire.
    pub(crate) state: usize,
    /// What money carried from the period before is worth in this one: below 1 where a real model deflates the pool.
    pub(crate) carry: Vec<f64>,
}

/// How a given row follows the row it responds to; `reference` holds that row in the base case and is empty until the
/// base case has been run once, when the row is still exactly as given.
#[derive(Debug, Clone)]
pub(crate) enum Reaction {
    Proportional {
        reference: Vec<f64>,
    },
    EffectiveRate {
        reference: Vec<f64>,
    },
    MarginalRate {
        reference: Vec<f64>,
        rate: f64,
        state: Option<usize>,
    },
}

impl Reaction {
    pub(crate) fn reference_mut(&mut self) -> &mut Vec<f64> {
        match self {
            Self::Proportional { reference }
            | Self::EffectiveRate { reference }
            | Self::MarginalRate { reference, .. } => reference,
        }
    }
}

/// What steps may read and change besides their own register.
pub(crate) struct StepContext<'a> {
    pub(crate) period: usize,
    pub(crate) starts: &'a [f64],
    /// Registers of earlier steps.
    pub(crate) before: &'a [Lanes],
    pub(crate) parameters: &'a [Lanes],
    pub(crate) price_scale: &'a [Lanes],
    /// Prices of this period by path, where paths are drawn.
    pub(crate) paths: Option<&'a [Lanes]>,
    pub(crate) state: &'a mut [Lanes],
}

impl Step {
    #[inline(always)]
    pub(crate) fn evaluate(&self, context: &mut StepContext<'_>, out: &mut Lanes) {
        self.op.evaluate(context, out);
        if let Some(scale) = self.scale {
            let scale = &context.parameters[scale];
            for (out, scale) in out.iter_mut().zip(scale) {
                *out *= scale;
            }
        }
    }
}

impl Op {
    #[inline(always)]
    fn evaluate(&self, context: &mut StepContext<'_>, out: &mut Lanes) {
        let k = context.period;
        let before = context.before;
        match self {
            Self::Column { values } => *out = [values[k]; LANES],
            Self::Price { deck, path, price } => {
                match (path, context.paths) {
                    (Some(path), Some(paths)) => *out = paths[*path],
                    _ => *out = [deck[k]; LANES],
                }
                for (out, scale) in out.iter_mut().zip(&context.price_scale[*price]) {
                    *out *= scale;
                }
            }
            Self::Product { a, b, factor } => {
                let (a, b) = (&before[*a], &before[*b]);
                for lane in 0..LANES {
                    out[lane] = a[lane] * b[lane] * factor;
                }
            }
            Self::Metal {
                feed,
                grade,
                recovery,
                factor,
            } => {
                let (feed, grade, recovery) = (&before[*feed], &before[*grade], &before[*recovery]);
                for lane in 0..LANES {
                    out[lane] = feed[lane] * grade[lane] * recovery[lane] * factor;
                }
            }
            Self::Recovery { values, factor } => {
                for (out, factor) in out.iter_mut().zip(&context.parameters[*factor]) {
                    *out = (values[k] * factor).clamp(0.0, 1.0);
                }
            }
            Self::RecoveryCurve {
                grade,
                points,
                factor,
            } => {
                let (grade, factor) = (&before[*grade], &context.parameters[*factor]);
                for lane in 0..LANES {
                    let recovery = crate::economics::recovery::at_grade(points, grade[lane]);
                    out[lane] = (recovery * factor[lane]).clamp(0.0, 1.0);
                }
            }
            Self::Multiple { a, values } => {
                let (a, value) = (&before[*a], values[k]);
                for lane in 0..LANES {
                    out[lane] = a[lane] * value;
                }
            }
            Self::Sum { terms } => {
                *out = [0.0; LANES];
                for &(register, sign) in terms {
                    for (out, value) in out.iter_mut().zip(&before[register]) {
                        *out += sign * value;
                    }
                }
            }
            Self::Royalty {
                base,
                rate,
                tiers,
                cap,
                state,
            } => {
                let (base, rate) = (&before[*base], &context.parameters[*rate]);
                for lane in 0..LANES {
                    out[lane] = base[lane].max(0.0) * rate[lane];
                }
                if let Some(tiers) = tiers {
                    let price = &before[tiers.price];
                    for lane in 0..LANES {
                        out[lane] *= crate::economics::royalty::tier_rate(
                            &tiers.steps,
                            tiers.mode,
                            price[lane],
                        );
                    }
                }
                if let Some(cap) = cap {
                    let paid = &mut context.state[*state];
                    for lane in 0..LANES {
                        out[lane] = out[lane].min((cap - paid[lane]).max(0.0));
                        paid[lane] += out[lane];
                    }
                }
            }
            Self::Depreciation {
                of,
                matrix,
                history,
            } => {
                remember(context, of, *history + k);
                *out = [0.0; LANES];
                for (j, &share) in matrix[k].iter().enumerate().take(k + 1) {
                    if share != 0.0 {
                        for (out, outlay) in out.iter_mut().zip(&context.state[history + j]) {
                            *out += share * outlay;
                        }
                    }
                }
            }
            Self::UnitsDepreciation {
                of,
                units,
                first,
                state,
            } => {
                let book = &mut context.state[*state];
                for &register in of {
                    for (book, outlay) in book.iter_mut().zip(&before[register]) {
                        *book += outlay;
                    }
                }
                let remaining: f64 = units[k..].iter().sum();
                let share = if k >= *first && remaining > 0.0 {
                    units[k] / remaining
                } else {
                    0.0
                };
                for (out, book) in out.iter_mut().zip(book) {
                    *out = *book * share;
                    *book -= *out;
                }
            }
            Self::Tax {
                base,
                deductions,
                rate,
                losses,
            } => {
                *out = before[*base];
                for &deduction in deductions {
                    for (income, deduction) in out.iter_mut().zip(&before[deduction]) {
                        *income -= deduction;
                    }
                }
                if let Some(losses) = losses {
                    losses.apply(k, context.starts, context.state, out);
                }
                for (tax, rate) in out.iter_mut().zip(&context.parameters[*rate]) {
                    *tax = tax.max(0.0) * rate;
                }
            }
            Self::Days {
                of,
                shares,
                sign,
                history,
            } => {
                context.state[history + k] = before[*of];
                let mut balance = [0.0; LANES];
                for &(j, share) in &shares[k] {
                    for (balance, flow) in balance.iter_mut().zip(&context.state[history + j]) {
                        *balance += share * flow;
                    }
                }
                let previous = &mut context.state[history + shares.len()];
                for lane in 0..LANES {
                    out[lane] = sign * (balance[lane] - previous[lane]);
                }
                *previous = balance;
            }
            Self::Respond {
                given,
                to,
                response,
            } => {
                response.apply(k, given[k], &before[*to], context.state, out);
            }
        }
    }
}

/// Adds the registers up into a state slot.
#[inline(always)]
fn remember(context: &mut StepContext<'_>, of: &[Register], slot: usize) {
    let total = &mut context.state[slot];
    *total = [0.0; LANES];
    for &register in of {
        for (total, value) in total.iter_mut().zip(&context.before[register]) {
            *total += value;
        }
    }
}

impl Losses {
    /// Replaces income by what is left after losses; a loss is stored and leaves nothing to tax.
    #[inline(always)]
    fn apply(&self, period: usize, starts: &[f64], state: &mut [Lanes], income: &mut Lanes) {
        let carry = self.carry[period];
        let mut allowed = *income;
        for allowed in &mut allowed {
            *allowed = self.terms.allowed(*allowed);
        }
        let Some(expiry_years) = self.terms.expiry_years else {
            let pool = &mut state[self.state];
            for lane in 0..LANES {
                let available = pool[lane] * carry;
                let used = available.min(allowed[lane]).max(0.0);
                pool[lane] = available - used + (-income[lane]).max(0.0);
                income[lane] = (income[lane] - used).max(0.0);
            }
            return;
        };
        let pools = &mut state[self.state..=self.state + period];
        for (made, pool) in pools[..period].iter_mut().enumerate() {
            if starts[period] - starts[made] > f64::from(expiry_years) + 1e-9 {
                *pool = [0.0; LANES];
                continue;
            }
            for lane in 0..LANES {
                let available = pool[lane] * carry;
                let used = available.min(allowed[lane]).max(0.0);
                pool[lane] = available - used;
                allowed[lane] -= used;
                income[lane] -= used;
            }
        }
        for (pool, income) in pools[period].iter_mut().zip(income.iter_mut()) {
            *pool = (-*income).max(0.0);
            *income = income.max(0.0);
        }
    }
}

impl Reaction {
    #[inline(always)]
    fn apply(&self, k: usize, given: f64, to: &Lanes, state: &mut [Lanes], out: &mut Lanes) {
        match self {
            Self::Proportional { reference } => match reference.get(k) {
                Some(&reference) if reference != 0.0 => {
                    for (out, to) in out.iter_mut().zip(to) {
                        *out = given * (to / reference);
                    }
                }
                _ => *out = [given; LANES],
            },
            Self::EffectiveRate { reference } => match reference.get(k) {
                Some(&reference) if reference > 0.0 => {
                    for (out, to) in out.iter_mut().zip(to) {
                        *out = given * (to / reference).max(0.0);
                    }
                }
                _ => *out = [given; LANES],
            },
            Self::MarginalRate {
                reference,
                rate,
                state: slot,
            } => {
                let Some(&reference) = reference.get(k) else {
                    *out = [given; LANES];
                    return;
                };
                for (out, to) in out.iter_mut().zip(to) {
                    *out = to - reference;
                }
                if let Some(slot) = slot {
                    let implied = given / rate;
                    for (change, pool) in out.iter_mut().zip(&mut state[*slot]) {
                        let income = implied + *change;
                        let used = pool.min(income.max(0.0));
                        *pool += (-income).max(0.0) - used;
                        *change -= used;
                    }
                }
                for out in out.iter_mut() {
                    *out = (given + rate * *out).max(0.0);
                }
            }
        }
    }
}
