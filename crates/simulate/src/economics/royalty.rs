//! Royalties (definitions A6): tiers, caps and profit floors.

use crate::scenario::TierMode;

/// The rate on the whole base at a price, from `[from price, rate]` steps in rising order.
///
/// Slab: the bracket's rate. Marginal: each slice of the price pays its own rate, so the rate on the base is the weighted
/// mean. Below the first step, and at prices that are not positive, nothing is due.
pub fn tier_rate(steps: &[(f64, f64)], mode: TierMode, price: f64) -> f64 {
    match mode {
        TierMode::Slab => steps
            .iter()
            .take_while(|(from, _)| price >= *from)
            .last()
            .map_or(0.0, |(_, rate)| *rate),
        TierMode::Marginal => {
            if price <= 0.0 {
                return 0.0;
            }
            let mut due = 0.0;
            for (k, &(from, rate)) in steps.iter().enumerate() {
                let to = steps.get(k + 1).map_or(f64::INFINITY, |step| step.0);
                due += rate * (price.min(to) - from).max(0.0);
            }
            due / price
        }
    }
}

/// rate × max(0, base), until the cumulative cap is reached.
pub fn royalty(base: &[f64], rate: f64, cumulative_cap: Option<f64>) -> Vec<f64> {
    let mut paid = 0.0;
    base.iter()
        .map(|&base| {
            let due = rate * base.max(0.0);
            let due = cumulative_cap.map_or(due, |cap| due.min((cap - paid).max(0.0)));
            paid += due;
            due
        })
        .collect()
}
