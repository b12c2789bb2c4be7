//! Iman–Conover reordering: gives columns a wanted rank correlation without changing what is in them.

use rayon::prelude::*;

use super::SymmetricMatrix;
use crate::distribution::standard_normals;
use crate::statistics::sorted_with_places;

/// Reorders each column so that its van der Waerden scores, Φ⁻¹(rank/(n+1)), have the correlation `target` (Iman & Conover
/// 1982, "A distribution-free approach to inducing rank correlation among input variables"). The scores stand in the order
/// of each column's own ranks (ties by place), so nothing random is added. The rank correlation reached is near the
/// target, not equal to it: report what was reached.
///
/// `None` when the columns' own scores or the target are singular: then there is no such order by this method.
pub fn iman_conover(columns: &[Vec<f64>], target: &SymmetricMatrix) -> Option<Vec<Vec<f64>>> {
    let k = columns.len();
    let n = columns.first()?.len();
    debug_assert!(k == target.len() && columns.iter().all(|column| column.len() == n));
    let scores = scores(n);
    let sorted: Vec<Vec<(f64, u32)>> = columns
        .par_iter()
        .map(|column| sorted_with_places(column))
        .collect();
    let own: Vec<Vec<f64>> = sorted
        .par_iter()
        .map(|order| {
            let mut own = vec![0.0; n];
            for (&score, &(_, place)) in scores.iter().zip(order) {
                own[place as usize] = score;
            }
            own
        })
        .collect();
    let pairs: Vec<(usize, usize)> = (0..k).flat_map(|i| (i..k).map(move |j| (i, j))).collect();
    let products: Vec<f64> = pairs
        .par_iter()
        .map(|&(i, j)| own[i].iter().zip(&own[j]).map(|(a, b)| a * b).sum::<f64>() / n as f64)
        .collect();
    let mut reached = SymmetricMatrix::identity(k);
    for (&(i, j), product) in pairs.iter().zip(products) {
        reached.set(i, j, product);
    }
    let change = change(&reached, target)?;
    let mut reordered = Vec::with_capacity(k);
    (0..k)
        .into_par_iter()
        .map(|j| {
            let mut wanted = vec![0.0; n];
            for (i, own) in own.iter().enumerate() {
                let weight = change[i * k + j];
                if weight != 0.0 {
                    for (wanted, score) in wanted.iter_mut().zip(own) {
                        *wanted += weight * score;
                    }
                }
            }
            let mut column = vec![0.0; n];
            for (&(value, _), (_, place)) in sorted[j].iter().zip(sorted_with_places(&wanted)) {
                column[place as usize] = value;
            }
            column
        })
        .collect_into_vec(&mut reordered);
    Some(reordered)
}

/// Φ⁻¹(i/(n+1)), i = 1..n, divided by their standard deviation.
fn scores(n: usize) -> Vec<f64> {
    let mut scores: Vec<f64> = (1..=n).map(|i| i as f64 / (n as f64 + 1.0)).collect();
    standard_normals(&mut scores);
    let square: f64 = scores.iter().map(|score| score * score).sum();
    let sd = (square / n as f64).sqrt();
    for score in &mut scores {
        *score /= sd;
    }
    scores
}

/// chol(E)⁻ᵀ · chol(C)ᵀ, row-major: turns scores with correlation E into scores with correlation C.
fn change(reached: &SymmetricMatrix, target: &SymmetricMatrix) -> Option<Vec<f64>> {
    let k = target.len();
    let (from, to) = (reached.cholesky()?, target.cholesky()?);
    let mut change = vec![0.0; k * k];
    for j in 0..k {
        // Solves Fᵀ x = column j of Tᵀ backwards.
        for i in (0..k).rev() {
            let known: f64 = (i + 1..k)
                .map(|m| from[m * k + i] * change[m * k + j])
                .sum();
            change[i * k + j] = (to[j * k + i] - known) / from[i * k + i];
        }
    }
    Some(change)
}
