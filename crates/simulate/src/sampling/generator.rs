//! The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011).

use crate::widest::widest;

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// The smallest u that can be drawn: 2^-53.
pub(crate) const SMALLEST: f64 = f64::EPSILON / 2.0;
/// The largest: 1 - 2^-53.
pub(crate) const LARGEST: f64 = 1.0 - f64::EPSILON / 2.0;

/// What a random block is for, so that different uses never share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Draw = 0,
    PermutationKeys = 1,
    Scrambling = 2,
}

/// The block of four words at a counter.
#[inline]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..ROUNDS {
        if round > 0 {
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        let a = u64::from(MULTIPLIERS[0]) * u64::from(counter[0]);
        let b = u64::from(MULTIPLIERS[1]) * u64::from(counter[2]);
        counter = [
            (b >> 32) as u32 ^ counter[1] ^ key[0],
            b as u32,
            (a >> 32) as u32 ^ counter[3] ^ key[1],
            a as u32,
        ];
    }
    counter
}

pub(super) fn key(seed: u64) -> [u32; 2] {
    [seed as u32, (seed >> 32) as u32]
}

/// u in (0, 1), ends excluded, from m of 52 bits: (m + ½)·2^-52.
///
/// The bits become the fraction of a number in [1, 2), from which all but 2^-53 of the 1 is taken: exact, and without a
/// conversion from integers.
#[inline(always)]
pub(super) fn middle_of(m: u64) -> f64 {
    f64::from_bits(1.0_f64.to_bits() | m) - LARGEST
}

/// [`middle_of`] the upper 52 bits of the word (high, low).
#[inline(always)]
fn open_unit(high: u64, low: u64) -> f64 {
    middle_of(high << 20 | low >> 12)
}

/// Counters worked on together, so that the rounds vectorise.
const WIDTH: usize = 16;

/// Words of [`philox`] for the counters `first`, `first + 1`, …: `words[i][c]` is word i of counter c. They are held in 64
/// bits, in which the products stand whole.
#[inline(always)]
fn philox_lanes(first: u64, input: u32, key: [u32; 2]) -> [[u64; WIDTH]; 4] {
    const LOW: u64 = u32::MAX as u64;
    let counters: [u64; WIDTH] = std::array::from_fn(|lane| first.wrapping_add(lane as u64));
    let mut words = [
        counters.map(|counter| counter & LOW),
        counters.map(|counter| counter >> 32),
        [u64::from(input); WIDTH],
        [Purpose::Draw as u64; WIDTH],
    ];
    let mut key = key;
    for round in 0..ROUNDS {
        if round > 0 {
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        let [x0, x1, x2, x3] = words;
        for lane in 0..WIDTH {
            let a = u64::from(MULTIPLIERS[0]) * (x0[lane] & LOW);
            let b = u64::from(MULTIPLIERS[1]) * (x2[lane] & LOW);
            words[0][lane] = b >> 32 ^ x1[lane] ^ u64::from(key[0]);
            words[1][lane] = b & LOW;
            words[2][lane] = a >> 32 ^ x3[lane] ^ u64::from(key[1]);
            words[3][lane] = a & LOW;
        }
    }
    words
}

widest! {
    /// The u of iterations `first`, `first + 1`, …: iterations 2j and 2j + 1 share block j.
    pub(super) fn fill_uniform(seed: u64, input: u32, first: u64, out: &mut [f64]) {
        debug_assert!(first.is_multiple_of(2), "blocks hold pairs of iterations");
        let key = key(seed);
        let mut counter = first / 2;
        for chunk in out.chunks_mut(2 * WIDTH) {
            let words = philox_lanes(counter, input, key);
            let mut values = [0.0; 2 * WIDTH];
            for lane in 0..WIDTH {
                values[2 * lane] = open_unit(words[0][lane], words[1][lane]);
                values[2 * lane + 1] = open_unit(words[2][lane], words[3][lane]);
            }
            chunk.copy_from_slice(&values[..chunk.len()]);
            counter += WIDTH as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_give_the_words_of_the_scalar_form() {
        let first = (7_u64 << 32) - 3;
        let words = philox_lanes(first, 11, key(0x0123_4567_89ab_cdef));
        for lane in 0..WIDTH {
            let counter = first + lane as u64;
            let block = [
                counter as u32,
                (counter >> 32) as u32,
                11,
                Purpose::Draw as u32,
            ];
            assert_eq!(
                words.map(|word| word[lane]),
                philox(block, key(0x0123_4567_89ab_cdef)).map(u64::from)
            );
        }
    }

    #[test]
    fn the_ends_are_never_drawn() {
        assert_eq!(open_unit(0, 0).to_bits(), SMALLEST.to_bits());
        assert_eq!(
            open_unit(u32::MAX.into(), u32::MAX.into()).to_bits(),
            LARGEST.to_bits()
        );
        assert_eq!(open_unit(1 << 31, 0).to_bits(), (0.5 + SMALLEST).to_bits());
    }
}
