//! The Sobol sequence with Owen's nested scrambling (definitions B3): points that fill the unit cube evenly in every
//! projection, random enough that independent scramblings give an error.

use std::sync::LazyLock;

use super::generator::{Purpose, key, middle_of, philox};

/// Dimensions with direction numbers.
pub const SOBOL_DIMENSIONS: usize = 2048;
/// Bits of a point: those of an f64 below 1.
const BITS: usize = 53;

/// Polynomial and initial numbers per dimension, written by `joe_kuo.py` beside this file.
static JOE_KUO: &[u8] = include_bytes!("joe_kuo.bin");

/// Where each dimension after the first begins in [`JOE_KUO`], in words.
static PLACES: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let mut places = Vec::with_capacity(SOBOL_DIMENSIONS - 1);
    let mut at = 0;
    while at < JOE_KUO.len() / 2 {
        places.push(at);
        at += 1 + degree(word(at));
    }
    places
});

fn word(at: usize) -> u64 {
    u64::from(u16::from_le_bytes([JOE_KUO[2 * at], JOE_KUO[2 * at + 1]]))
}

fn degree(polynomial: u64) -> usize {
    polynomial.ilog2() as usize
}

/// One coordinate of the sequence.
#[derive(Debug, Clone)]
pub struct SobolDimension {
    /// Direction numbers, the first bit of the fraction on top of 64 bits.
    directions: [u64; BITS],
    /// Keys of the scrambling; none for the plain sequence.
    scrambling: Option<[u64; 4]>,
}

impl SobolDimension {
    /// The plain sequence, point 0 at the origin; `dimension` counts from 0 and is below [`SOBOL_DIMENSIONS`].
    pub fn plain(dimension: usize) -> Self {
        let mut numbers = [1_u64; BITS];
        if let Some(before) = dimension.checked_sub(1) {
            let place = PLACES[before];
            let polynomial = word(place);
            let degree = degree(polynomial);
            for (i, number) in numbers.iter_mut().enumerate().take(degree) {
                *number = word(place + 1 + i);
            }
            for i in degree..BITS {
                let mut number = numbers[i - degree];
                for k in 0..degree {
                    if polynomial >> (degree - 1 - k) & 1 == 1 {
                        number ^= numbers[i - k - 1] << (k + 1);
                    }
                }
                numbers[i] = number;
            }
        }
        let mut directions = [0; BITS];
        for (i, (direction, number)) in directions.iter_mut().zip(numbers).enumerate() {
            *direction = number << (u64::BITS as usize - 1 - i);
        }
        Self {
            directions,
            scrambling: None,
        }
    }

    /// The sequence scrambled by a seed. `stream` names what is drawn, so that two inputs are scrambled independently and
    /// an input keeps its scrambling when others come and go.
    pub fn scrambled(dimension: usize, seed: u64, stream: u32) -> Self {
        let words = |block| philox([block, 0, stream, Purpose::Scrambling as u32], key(seed));
        let (a, b) = (words(0), words(1));
        let wide =
            |words: &[u32; 4], at: usize| u64::from(words[at]) << 32 | u64::from(words[at + 1]);
        Self {
            scrambling: Some([wide(&a, 0), wide(&a, 2), wide(&b, 0), wide(&b, 2)]),
            ..Self::plain(dimension)
        }
    }

    /// The points `first`, `first + 1`, … in Gray-code order.
    pub fn fill(&self, first: u64, out: &mut [f64]) {
        let mut gray = first ^ first >> 1;
        let mut bits = 0;
        while gray != 0 {
            bits ^= self.directions[gray.trailing_zeros() as usize];
            gray &= gray - 1;
        }
        let mut index = first;
        for u in out {
            *u = match &self.scrambling {
                None => (bits >> (u64::BITS as usize - BITS)) as f64 * (f64::EPSILON / 2.0),
                Some(keys) => middle_of(scramble(bits, keys) >> 12),
            };
            index += 1;
            bits ^= self.directions[index.trailing_zeros() as usize];
        }
    }
}

/// A permutation in which each bit is flipped by a function of the bits above it, which is Owen's nested scrambling with
/// pseudo-random flips. Adding, multiplying by odd numbers and xoring with even multiples carry upwards only, so they do
/// it on the bits in reverse order (Laine & Karras 2011, "Stratified sampling for stochastic transparency", in two rounds
/// of 64 bits).
fn scramble(bits: u64, keys: &[u64; 4]) -> u64 {
    const EVEN: [u64; 4] = [
        0x3D20_ADEA_9E37_79BA,
        0x0552_6C56_C2B2_AE34,
        0x53A2_2864_85EB_CA6C,
        0x27D4_EB2F_1656_67C6,
    ];
    let mut x = bits.reverse_bits();
    for (round, pair) in keys.chunks_exact(2).enumerate() {
        x ^= x.wrapping_mul(EVEN[2 * round]);
        x = x.wrapping_add(pair[0]);
        x = x.wrapping_mul(pair[1] | 1);
        x ^= x.wrapping_mul(EVEN[2 * round + 1]);
    }
    x.reverse_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_has_its_numbers() {
        assert_eq!(PLACES.len(), SOBOL_DIMENSIONS - 1);
        let last = PLACES[SOBOL_DIMENSIONS - 2];
        assert_eq!(2 * (last + 1 + degree(word(last))), JOE_KUO.len());
        for &place in PLACES.iter() {
            for i in 0..degree(word(place)) {
                let number = word(place + 1 + i);
                assert!(number % 2 == 1 && number < 1 << (i + 1));
            }
        }
    }
}
