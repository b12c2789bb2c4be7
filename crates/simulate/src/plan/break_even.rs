//! Break-even prices: the factor on one deck at which the NPV is zero, taxes and royalties recomputed (definitions A3).

use super::lanes::LANES;
use super::{Plan, Scratch};
use crate::economics::Reason;
use crate::result::{BreakEven, Figure};

/// Factors searched, from zero.
const LARGEST_FACTOR: f64 = 100.0;
/// Each round narrows the bracket 63-fold.
const ROUNDS: usize = 12;

impl Plan {
    pub(super) fn break_even(&self) -> Vec<BreakEven> {
        let mut scratch = self.scratch();
        let mut flows = vec![0.0; self.periods.len() * LANES];
        self.scenario
            .prices
            .iter()
            .enumerate()
            .map(|(index, price)| {
                let mut factor = |after_tax: bool| {
                    let found = self.break_even_factor(&mut scratch, &mut flows, index, after_tax);
                    scratch.price_scale[index] = [1.0; LANES];
                    found
                };
                let (after, before) = (factor(true), factor(false));
                let flat = price.deck.as_ref().and_then(crate::scenario::Values::flat);
                let level = |factor: Result<f64, Reason>| match flat {
                    Some(level) => factor.map(|factor| factor * level),
                    None => Err(Reason::NoData),
                };
                BreakEven {
                    price: price.id.clone(),
                    name: price.name.clone(),
                    after_tax: Figure::new(level(after), &price.unit),
                    before_tax: Figure::new(level(before), &price.unit),
                    after_tax_factor: Figure::new(after, "1"),
                    before_tax_factor: Figure::new(before, "1"),
                }
            })
            .collect()
    }

    /// The smallest factor at which the NPV changes sign. All lanes are used to cut the bracket in one run.
    fn break_even_factor(
        &self,
        scratch: &mut Scratch,
        flows: &mut [f64],
        price: usize,
        after_tax: bool,
    ) -> Result<f64, Reason> {
        let (mut low, mut high) = (0.0_f64, LARGEST_FACTOR);
        for round in 0..ROUNDS {
            for lane in 0..LANES {
                scratch.price_scale[price][lane] =
                    low + (high - low) * lane as f64 / (LANES - 1) as f64;
            }
            let factors = scratch.price_scale[price];
            let (after, before) = self.headline_npv(scratch, flows);
            let npv = if after_tax { after } else { before };
            let Some(lane) =
                (0..LANES - 1).find(|&lane| (npv[lane] <= 0.0) != (npv[lane + 1] <= 0.0))
            else {
                // Rounding may hide the change once the bracket is a few units in the last place wide.
                return if round == 0 {
                    Err(Reason::NoSignChange)
                } else {
                    Ok(f64::midpoint(low, high))
                };
            };
            let (a, b) = (factors[lane], factors[lane + 1]);
            if b - a <= 1e-7 * b {
                // The NPV is linear over so short a stretch.
                return Ok(a + (b - a) * npv[lane] / (npv[lane] - npv[lane + 1]));
            }
            (low, high) = (a, b);
        }
        Ok(f64::midpoint(low, high))
    }
}
