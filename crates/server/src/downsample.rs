//! Fewer points for a chart without losing what the eye looks for: the range is cut into buckets of
//! equally many observations and each keeps its smallest and its largest value, in their order.

/// Indices of the points to keep, ascending; at most `points` (4 or more), always the first and the
/// last. A bucket that is all missing keeps one of its points, so that a gap stays a gap.
pub(crate) fn extremes(values: &[f64], points: usize) -> Vec<usize> {
    let points = points.max(4);
    let n = values.len();
    if n <= points {
        return (0..n).collect();
    }
    let buckets = (points - 2) / 2;
    let inner = n - 2;
    let mut kept = Vec::with_capacity(points);
    kept.push(0);
    for bucket in 0..buckets {
        let from = 1 + bucket * inner / buckets;
        let to = 1 + (bucket + 1) * inner / buckets;
        let present = || (from..to).filter(|&i| !values[i].is_nan());
        let low = present().min_by(|&a, &b| values[a].total_cmp(&values[b]));
        let high = present().max_by(|&a, &b| values[a].total_cmp(&values[b]));
        match (low, high) {
            (Some(low), Some(high)) if low == high => kept.push(low),
            (Some(low), Some(high)) => kept.extend([low.min(high), low.max(high)]),
            _ => kept.push(from),
        }
    }
    kept.push(n - 1);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_and_ends_survive() {
        let mut values: Vec<f64> = (0..10_000).map(|i| f64::from(i % 7)).collect();
        values[4_321] = -100.0;
        values[8_765] = 100.0;
        let kept = extremes(&values, 400);
        assert!(kept.len() <= 400, "{}", kept.len());
        assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
        for index in [0, 4_321, 8_765, 9_999] {
            assert!(kept.contains(&index), "{index}");
        }
    }

    #[test]
    fn short_series_are_kept_whole_and_gaps_stay() {
        assert_eq!(extremes(&[1.0, f64::NAN, 3.0], 100), [0, 1, 2]);
        let mut values = vec![1.0; 1_000];
        values[200..600].fill(f64::NAN);
        let kept = extremes(&values, 20);
        assert!(kept.iter().any(|&i| values[i].is_nan()));
    }
}
