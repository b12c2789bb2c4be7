//! The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011).

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// The smallest u that can be drawn: 2^-53.
pub(super) const SMALLEST: f64 = f64::EPSILON / 2.0;
/// The largest: 1 - 2^-53.
pub(super) const LARGEST: f64 = 1.0 - f64::EPSILON / 2.0;

/// What a random block is for, so that different uses never share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Draw = 0,
    PermutationKeys = 1,
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

/// u in (0, 1), ends excluded, from the upper 52 bits.
#[inline]
fn open_unit(high: u32, low: u32) -> f64 {
    const STEP: f64 = f64::EPSILON;
    let bits = (u64::from(high) << 20) | u64::from(low >> 12);
    (bits as f64 + 0.5) * STEP
}

/// The u of iterations `first`, `first + 1`, …: iterations 2j and 2j + 1 share block j.
pub(super) fn fill_uniform(seed: u64, input: u32, first: u64, out: &mut [f64]) {
    debug_assert!(first.is_multiple_of(2), "blocks hold pairs of iterations");
    let key = key(seed);
    for (block, pair) in (first / 2..).zip(out.chunks_mut(2)) {
        let words = philox(
            [
                block as u32,
                (block >> 32) as u32,
                input,
                Purpose::Draw as u32,
            ],
            key,
        );
        pair[0] = open_unit(words[0], words[1]);
        if let Some(second) = pair.get_mut(1) {
            *second = open_unit(words[2], words[3]);
        }
    }
}
