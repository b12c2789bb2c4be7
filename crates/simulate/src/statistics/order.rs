//! Sorting numbers by their bits, several times faster than by comparison for the sizes of a simulation.

/// Bits looked at in one pass.
const DIGIT: u32 = 11;
const BUCKETS: usize = 1 << DIGIT;
const PASSES: usize = u64::BITS.div_ceil(DIGIT) as usize;
/// Below this a comparison sort is faster.
const SMALL: usize = 2_000;

/// Sorts in the order of [`f64::total_cmp`].
pub(crate) fn sort(values: &mut [f64]) {
    if values.len() < SMALL {
        values.sort_unstable_by(f64::total_cmp);
        return;
    }
    let mut keys: Vec<u64> = values.iter().map(|value| key_of(*value)).collect();
    radix_sort(&mut keys, |key| *key);
    for (value, key) in values.iter_mut().zip(keys) {
        *value = value_of(key);
    }
}

/// The values in the order of [`f64::total_cmp`] with the places they came from, equal values in their first order.
pub(crate) fn sorted_with_places(values: &[f64]) -> Vec<(f64, u32)> {
    let mut keyed: Vec<(u64, u32)> = values.iter().map(|value| key_of(*value)).zip(0..).collect();
    if keyed.len() < SMALL {
        keyed.sort_unstable();
    } else {
        radix_sort(&mut keyed, |pair| pair.0);
    }
    keyed
        .into_iter()
        .map(|(key, place)| (value_of(key), place))
        .collect()
}

/// Bits that order as the numbers do.
fn key_of(value: f64) -> u64 {
    let bits = value.to_bits();
    let is_negative = bits >> 63 == 1;
    if is_negative { !bits } else { bits | (1 << 63) }
}

fn value_of(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 {
        key & !(1 << 63)
    } else {
        !key
    })
}

/// Least significant digit first; stable. Digits that are the same in all keys are skipped.
fn radix_sort<T: Copy + Default>(items: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    let digit =
        |item: &T, pass: usize| (key(item) >> (pass as u32 * DIGIT)) as usize & (BUCKETS - 1);
    let mut counts = vec![[0_usize; BUCKETS]; PASSES];
    for item in items.iter() {
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[digit(item, pass)] += 1;
        }
    }
    let mut other = vec![T::default(); items.len()];
    for (pass, counts) in counts.iter_mut().enumerate() {
        if counts.contains(&items.len()) {
            continue;
        }
        let mut next = 0;
        for count in counts.iter_mut() {
            next += std::mem::replace(count, next);
        }
        for item in items.iter() {
            let place = &mut counts[digit(item, pass)];
            other[*place] = *item;
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
