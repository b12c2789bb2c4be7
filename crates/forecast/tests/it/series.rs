//! Artificial series for the tests.

/// Numbers that look random and are the same everywhere, in (−1, 1).
pub(crate) fn noise(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(2).wrapping_add(0x9E37_79B9_7F4A_7C15);
    (0..n)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
        })
        .collect()
}

pub(crate) fn random_walk(n: usize, seed: u64) -> Vec<f64> {
    let mut level = 80.0;
    noise(n, seed)
        .into_iter()
        .map(|step| {
            level += step;
            level
        })
        .collect()
}

/// Level, trend, yearly season of months and noise; positive.
pub(crate) fn seasonal(n: usize, seed: u64) -> Vec<f64> {
    noise(n, seed)
        .into_iter()
        .enumerate()
        .map(|(t, e)| {
            let season = (t as f64 * std::f64::consts::TAU / 12.0).sin();
            100.0 + 0.4 * t as f64 + 15.0 * season + 2.0 * e
        })
        .collect()
}
