//! A keyed random order of the strata of a Latin hypercube that needs no memory: a Feistel network on the smallest power
//! of two that holds them, walked until it lands inside.

use super::generator::{Purpose, key, philox};

const ROUNDS: usize = 8;

/// A bijection of 0..n.
#[derive(Debug, Clone)]
pub struct Permutation {
    n: u64,
    left_bits: u32,
    right_bits: u32,
    keys: [u32; ROUNDS],
}

impl Permutation {
    /// The order of `n` strata for one input of one seed; `n` is at most 2^32.
    pub fn new(seed: u64, input: u32, n: u64) -> Self {
        debug_assert!((1..=1 << 32).contains(&n), "between 1 and 2^32 strata");
        let bits = u64::BITS - (n - 1).leading_zeros();
        let left_bits = bits / 2;
        let words = |block| {
            philox(
                [block, 0, input, Purpose::PermutationKeys as u32],
                key(seed),
            )
        };
        let (a, b) = (words(0), words(1));
        Self {
            n,
            left_bits,
            right_bits: bits - left_bits,
            keys: [a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]],
        }
    }

    pub fn len(&self) -> u64 {
        self.n
    }

    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The stratum of iteration `i` < n.
    pub fn at(&self, i: u64) -> u64 {
        let mut x = i;
        loop {
            x = self.shuffle(x);
            if x < self.n {
                return x;
            }
        }
    }

    fn shuffle(&self, x: u64) -> u64 {
        let (left_mask, right_mask) = (mask(self.left_bits), mask(self.right_bits));
        let mut left = (x >> self.right_bits) as u32 & left_mask;
        let mut right = x as u32 & right_mask;
        for pair in self.keys.chunks_exact(2) {
            left ^= mixed(right ^ pair[0]) & left_mask;
            right ^= mixed(left ^ pair[1]) & right_mask;
        }
        u64::from(left) << self.right_bits | u64::from(right)
    }
}

fn mask(bits: u32) -> u32 {
    ((1_u64 << bits) - 1) as u32
}

/// The finaliser of MurmurHash3.
#[inline]
fn mixed(mut h: u32) -> u32 {
    h ^= h >> 16;
    h = h.wrapping_mul(0x85EB_CA6B);
    h ^= h >> 13;
    h = h.wrapping_mul(0xC2B2_AE35);
    h ^ (h >> 16)
}
