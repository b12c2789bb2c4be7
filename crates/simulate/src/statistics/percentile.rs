//! Percentiles of type 7 (Hyndman & Fan 1996): h = (n - 1)p + 1, linear between order statistics.

/// Quantile at p in [0, 1] of values in any order; null without values.
pub fn percentile(values: &[f64], p: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    percentile_of_sorted(&sorted, p)
}

/// The same for values already sorted.
pub fn percentile_of_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    if sorted.is_empty() || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let h = (sorted.len() - 1) as f64 * p;
    let below = h.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    Some(interpolate(sorted[below], sorted[above], h - below as f64))
}

/// Quantiles at rising p without a full sort; reorders `values`.
pub fn percentiles_by_selection<const N: usize>(
    values: &mut [f64],
    p: [f64; N],
) -> Option<[f64; N]> {
    if values.is_empty() {
        return None;
    }
    let n = values.len();
    let mut result = [0.0; N];
    let mut done = 0;
    for (slot, p) in result.iter_mut().zip(p) {
        let h = (n - 1) as f64 * p;
        let below = h.floor() as usize;
        debug_assert!(below + 1 >= done, "levels rise");
        let start = done.min(below);
        let (_, low, rest) = values[start..].select_nth_unstable_by(below - start, f64::total_cmp);
        let low = *low;
        let high = rest.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
        *slot = interpolate(low, high, h - below as f64);
        done = below;
    }
    Some(result)
}

fn interpolate(low: f64, high: f64, share: f64) -> f64 {
    if share <= 0.0 {
        low
    } else {
        low + share * (high - low)
    }
}
