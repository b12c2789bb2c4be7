//! Working capital by days (definitions A4): the balance is what the last D days brought in or cost.

/// For each period, the share of every earlier period (and its own) that falls in the last `days` days before its end.
///
/// Row k holds (period j, share) with shares in (0, 1]; a period's flow is even over its days.
pub fn balance_shares(period_days: &[f64], days: f64) -> Vec<Vec<(usize, f64)>> {
    (0..period_days.len())
        .map(|k| {
            let mut remaining = days;
            let mut shares = Vec::new();
            for j in (0..=k).rev() {
                if remaining <= 0.0 {
                    break;
                }
                shares.push((j, (remaining / period_days[j]).min(1.0)));
                remaining -= period_days[j];
            }
            shares
        })
        .collect()
}

/// The balance at the end of each period.
pub fn balances(flows: &[f64], period_days: &[f64], days: f64) -> Vec<f64> {
    balance_shares(period_days, days)
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
