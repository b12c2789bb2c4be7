//! Sobol indices: the share of variance one input explains alone, and together with others.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::sampling::{Sampling, StreamPlace, UniformStream};
use crate::statistics::percentiles_by_selection;

/// Indices of one input with bootstrap percentile 95 % intervals. Independent inputs only. A small negative value is noise
/// around 0 and is not cut off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SobolIndex {
    /// Share of the variance that goes when the input is known.
    pub first: f64,
    pub first_interval: (f64, f64),
    /// Share that stays when all others are known.
    pub total: f64,
    pub total_interval: (f64, f64),
}

/// Sᵢ = mean(f_B·(f_ABᵢ - f_A))/Var (Saltelli et al. 2010, Table 2 b) and STᵢ = mean((f_A - f_ABᵢ)²)/(2 Var) (Jansen
/// 1999; ibid. f), Var that of f_A and f_B together, outputs centred and scaled first.
///
/// `a`, `b`: outputs at the N base points of two independent samples; `ab[i]`: at the points of A with input i from B.
/// Intervals come from `resamples` resamplings of the base points, drawn by `seed`. Null when the output does not vary.
pub fn sobol_indices(
    a: &[f64],
    b: &[f64],
    ab: &[Vec<f64>],
    resamples: u32,
    seed: u64,
) -> Option<Vec<SobolIndex>> {
    let n = a.len();
    debug_assert!(b.len() == n && ab.iter().all(|column| column.len() == n));
    let all = || a.iter().chain(b).chain(ab.iter().flatten()).copied();
    let count = (n * (2 + ab.len())) as f64;
    let mean = crate::statistics::sum(all()) / count;
    let sd = (crate::statistics::sum(all().map(|y| (y - mean).powi(2))) / count).sqrt();
    if !(sd > 0.0 && sd.is_finite()) {
        return None;
    }
    let scaled = |values: &[f64]| values.iter().map(|y| (y - mean) / sd).collect::<Vec<f64>>();
    let (a, b) = (scaled(a), scaled(b));
    let whole: Vec<u32> = (0..n as u32).collect();
    let choices: Vec<Vec<u32>> = (0..resamples).map(|k| resample(n, seed, k)).collect();
    let found = ab
        .par_iter()
        .map(|ab| {
            let ab = scaled(ab);
            let (first, total) = estimate(&a, &b, &ab, &whole);
            let (mut firsts, mut totals): (Vec<f64>, Vec<f64>) = choices
                .iter()
                .map(|places| estimate(&a, &b, &ab, places))
                .unzip();
            SobolIndex {
                first,
                first_interval: interval(&mut firsts, first),
                total,
                total_interval: interval(&mut totals, total),
            }
        })
        .collect();
    Some(found)
}

/// First and total index over the given base points.
fn estimate(a: &[f64], b: &[f64], ab: &[f64], places: &[u32]) -> (f64, f64) {
    let n = places.len() as f64;
    let (mut sum, mut squares, mut product, mut distance) = (0.0, 0.0, 0.0, 0.0);
    for &place in places {
        let (a, b, ab) = (a[place as usize], b[place as usize], ab[place as usize]);
        sum += a + b;
        squares += a * a + b * b;
        product += b * (ab - a);
        distance += (a - ab).powi(2);
    }
    let mean = sum / (2.0 * n);
    // Outputs are centred and scaled, so this form loses nothing.
    let variance = squares / (2.0 * n) - mean * mean;
    (product / n / variance, distance / (2.0 * n) / variance)
}

fn resample(n: usize, seed: u64, which: u32) -> Vec<u32> {
    let place = StreamPlace {
        stream: which,
        dimension: 0,
    };
    let mut u = vec![0.0; n];
    UniformStream::new(Sampling::MonteCarlo, seed, place, n as u64).fill(0, &mut u);
    u.into_iter().map(|u| (u * n as f64) as u32).collect()
}

fn interval(values: &mut [f64], alone: f64) -> (f64, f64) {
    percentiles_by_selection(values, [0.025, 0.975])
        .map_or((alone, alone), |[low, high]| (low, high))
}
