//! Percentiles of type 7 (Hyndman & Fan 1996): h = (n - 1)p + 1, linear between order statistics.

use crate::widest::widest;

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

/// Quantiles at rising p without a sort: values are counted in equal buckets between their ends, and only the buckets that
/// hold a wanted order statistic are looked into. Reorders `values`.
pub fn percentiles_by_selection<const N: usize>(
    values: &mut [f64],
    p: [f64; N],
) -> Option<[f64; N]> {
    if values.is_empty() {
        return None;
    }
    let places = p.map(|p| {
        let h = (values.len() - 1) as f64 * p;
        (h.floor() as usize, h - h.floor())
    });
    let last = values.len() - 1;
    let ranks: Vec<usize> = places
        .iter()
        .flat_map(|(below, _)| [*below, (below + 1).min(last)])
        .collect();
    let found = if let Some(buckets) = Buckets::of(values) {
        buckets.select(values, &ranks)
    } else {
        values.sort_unstable_by(f64::total_cmp);
        ranks.iter().map(|rank| values[*rank]).collect()
    };
    let mut result = [0.0; N];
    for (slot, ((_, share), pair)) in result
        .iter_mut()
        .zip(places.iter().zip(found.chunks_exact(2)))
    {
        *slot = interpolate(pair[0], pair[1], *share);
    }
    Some(result)
}

const BUCKETS: usize = 2048;
/// Below this a sort is faster.
const SMALL: usize = 4 * BUCKETS;

/// Equal buckets between the smallest and the largest value.
struct Buckets {
    low: f64,
    per_unit: f64,
}

impl Buckets {
    /// `None` where buckets do not help: few values, all equal, or not finite.
    fn of(values: &[f64]) -> Option<Self> {
        if values.len() < SMALL {
            return None;
        }
        let (low, high) = super::extremes(values)?;
        let per_unit = BUCKETS as f64 / (high - low);
        per_unit.is_normal().then_some(Self { low, per_unit })
    }

    /// The order statistics of the given ranks, counted from 0.
    fn select(&self, values: &[f64], ranks: &[usize]) -> Vec<f64> {
        const UNWANTED: u8 = u8::MAX;
        let mut places = vec![0_u16; values.len()];
        bucket_places(self, values, &mut places);
        let mut counts = vec![0_u32; BUCKETS];
        for &place in &places {
            counts[usize::from(place)] += 1;
        }
        let mut firsts = Vec::with_capacity(BUCKETS);
        let mut first = 0;
        for &count in &counts {
            firsts.push(first);
            first += count as usize;
        }
        let bucket_of = |rank: usize| firsts.partition_point(|first| *first <= rank) - 1;
        let mut wanted = vec![UNWANTED; BUCKETS];
        let mut contents: Vec<Vec<f64>> = Vec::new();
        for &rank in ranks {
            let slot = &mut wanted[bucket_of(rank)];
            if *slot == UNWANTED {
                *slot = contents.len() as u8;
                contents.push(Vec::with_capacity(counts[bucket_of(rank)] as usize));
            }
        }
        for (&value, &place) in values.iter().zip(&places) {
            if let Some(bucket) = contents.get_mut(usize::from(wanted[usize::from(place)])) {
                bucket.push(value);
            }
        }
        for bucket in &mut contents {
            bucket.sort_unstable_by(f64::total_cmp);
        }
        ranks
            .iter()
            .map(|&rank| {
                let bucket = bucket_of(rank);
                contents[usize::from(wanted[bucket])][rank - firsts[bucket]]
            })
            .collect()
    }
}

widest! {
    /// The bucket of each value. It never falls as the value rises, so buckets are in the order of their values.
    fn bucket_places(buckets: &Buckets, values: &[f64], places: &mut [u16]) {
        const LAST: f64 = (BUCKETS - 1) as f64;
        for (place, value) in places.iter_mut().zip(values) {
            let position = (value - buckets.low) * buckets.per_unit;
            *place = if position < LAST { position } else { LAST } as i32 as u16;
        }
    }
}

fn interpolate(low: f64, high: f64, share: f64) -> f64 {
    if share <= 0.0 {
        low
    } else {
        low + share * (high - low)
    }
}
