//! Working capital by days (definitions A4): the balance is what the last D days brought in or cost.

use super::PeriodLengths;

/// Days in a year of the schedule when no calendar is given.
pub const DAYS_PER_YEAR: f64 = 365.0;

/// For each period, the share of every earlier period (and its own) that falls in the last `days` days before its end.
///
/// Row k holds (period j, share) with shares in (0, 1]; a period's flow is even over its days.
pub fn balance_shares(
    periods: &PeriodLengths,
    days: f64,
    days_per_year: f64,
) -> Vec<Vec<(usize, f64)>> {
    (0..periods.len())
        .map(|k| {
            let mut remaining = days;
            let mut shares = Vec::new();
            for j in (0..=k).rev() {
                if remaining <= 0.0 {
                    break;
                }
                let length = periods.lengths()[j] * days_per_year;
                shares.push((j, (remaining / length).min(1.0)));
                remaining -= length;
            }
            shares
        })
        .collect()
}

/// The balance at the end of each period.
pub fn balances(flows: &[f64], periods: &PeriodLengths, days: f64, days_per_year: f64) -> Vec<f64> {
    balance_shares(periods, days, days_per_year)
        .iter()
        .map(|shares| shares.iter().map(|&(j, share)| flows[j] * share).sum())
        .collect()
}

/// balance_k - balance_{k-1}, with one more entry that releases the last balance in the period after the last flow.
pub fn increases(balances: &[f64]) -> Vec<f64> {
    let mut previous = 0.0;
    let mut increases: Vec<f64> = balances
        .iter()
        .map(|&balance| {
            let increase = balance - previous;
            previous = balance;
            increase
        })
        .collect();
    increases.push(-previous);
    increases
}
