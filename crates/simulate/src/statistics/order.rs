//! Sorting numbers by where they stand between the smallest and the largest, several times faster than by comparison for
//! the sizes of a simulation.

use std::cmp::Ordering;

/// Bits looked at in one pass.
const DIGIT: u32 = 11;
const BUCKETS: usize = 1 << DIGIT;
/// The upper half of an item is its key, the lower half its place.
const KEY: u32 = 32;
const PASSES: usize = KEY.div_ceil(DIGIT) as usize;
/// Below this a comparison sort is faster.
const SMALL: usize = 2_000;

/// Sorts in the order of [`f64::total_cmp`].
pub(crate) fn sort(values: &mut [f64]) {
    let Some(scale) = Scale::of(values) else {
        values.sort_unstable_by(f64::total_cmp);
        return;
    };
    let items = scale.items(values);
    let sorted: Vec<f64> = items.iter().map(|&item| values[place(item)]).collect();
    values.copy_from_slice(&sorted);
    finish(&items, values, f64::total_cmp);
}

/// The values in the order of [`f64::total_cmp`] with the places they came from, equal values in their first order.
pub(crate) fn sorted_with_places(values: &[f64]) -> Vec<(f64, u32)> {
    if let Some(scale) = Scale::of(values) {
        let items = scale.items(values);
        let mut pairs: Vec<(f64, u32)> = items
            .iter()
            .map(|&item| (values[place(item)], item as u32))
            .collect();
        finish(&items, &mut pairs, |a, b| a.0.total_cmp(&b.0));
        return pairs;
    }
    let mut pairs: Vec<(f64, u32)> = values.iter().copied().zip(0..).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    pairs
}

/// Maps values to 32 bits that never fall as the value rises.
struct Scale {
    low: f64,
    per_unit: f64,
}

impl Scale {
    /// `None` where keys do not help: few values, all equal, or not finite.
    fn of(values: &[f64]) -> Option<Self> {
        if values.len() < SMALL || values.len() > u32::MAX as usize {
            return None;
        }
        let (low, high) = super::extremes(values)?;
        let per_unit = f64::from(u32::MAX) / (high - low);
        per_unit.is_normal().then_some(Self { low, per_unit })
    }

    /// Key and place of every value, in the order of the keys.
    fn items(&self, values: &[f64]) -> Vec<u64> {
        let key = |value: f64| ((value - self.low) * self.per_unit) as u64;
        let mut items: Vec<u64> = values
            .iter()
            .zip(0..)
            .map(|(&value, place)| key(value) << KEY | place)
            .collect();
        radix_sort(&mut items);
        items
    }
}

fn place(item: u64) -> usize {
    item as u32 as usize
}

/// Sorts what the keys could not tell apart, which still stands in its first order.
fn finish<T>(items: &[u64], sorted: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut from = 0;
    for run in items.chunk_by(|a, b| a >> KEY == b >> KEY) {
        if run.len() > 1 {
            sorted[from..from + run.len()].sort_by(&compare);
        }
        from += run.len();
    }
}

/// By the upper half, least significant digit first; stable. Digits that are the same in all keys are skipped.
fn radix_sort(items: &mut Vec<u64>) {
    let digit =
        |item: u64, pass: usize| (item >> (KEY + pass as u32 * DIGIT)) as usize & (BUCKETS - 1);
    let mut counts = vec![[0_u32; BUCKETS]; PASSES];
    for &item in items.iter() {
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[digit(item, pass)] += 1;
        }
    }
    let mut other = vec![0; items.len()];
    for (pass, counts) in counts.iter_mut().enumerate() {
        if counts.contains(&(items.len() as u32)) {
            continue;
        }
        let mut next = 0;
        for count in counts.iter_mut() {
            next += std::mem::replace(count, next);
        }
        for &item in items.iter() {
            let place = &mut counts[digit(item, pass)];
            other[*place as usize] = item;
            *place += 1;
        }
        std::mem::swap(items, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_order_as_numbers() {
        let mut values = vec![
            0.0,
            -0.0,
            1.5,
            -1.5,
            f64::MAX,
            f64::MIN,
            1e-310,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ];
        let mut x = 0.3_f64;
        for k in 0..5_000 {
            x = 3.99 * x * (1.0 - x);
            values.push((x - 0.5) * 10.0_f64.powi(k % 40 - 20));
        }
        values.extend_from_within(..100);
        let mut expected = values.clone();
        expected.sort_by(f64::total_cmp);
        let pairs = sorted_with_places(&values);
        for ((value, place), expected) in pairs.iter().zip(&expected) {
            assert_eq!(value.to_bits(), expected.to_bits());
            assert_eq!(values[*place as usize].to_bits(), value.to_bits());
        }
        sort(&mut values);
        assert!(
            values
                .iter()
                .map(|x| x.to_bits())
                .eq(expected.iter().map(|x| x.to_bits()))
        );
    }
}
