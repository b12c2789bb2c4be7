//! Ranks and rank correlation (definitions B6).

use rayon::prelude::*;

/// Ranks from 1; equal values share the average of their places.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let order = super::order::sorted_with_places(values);
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && order[to].0.total_cmp(&order[from].0).is_eq() {
            to += 1;
        }
        let rank = (from + to + 1) as f64 / 2.0;
        for &(_, index) in &order[from..to] {
            ranks[index as usize] = rank;
        }
        from = to;
    }
    ranks
}

/// Linear correlation; null when either side does not vary.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let n = x.len() as f64;
    let (mean_x, mean_y) = (
        super::sum(x.iter().copied()) / n,
        super::sum(y.iter().copied()) / n,
    );
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (&a, &b) in x.iter().zip(y) {
        let (a, b) = (a - mean_x, b - mean_y);
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    (xx > 0.0 && yy > 0.0).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// Linear correlation of every two columns: places i < j, row by row.
pub fn pairwise_pearson(columns: &[&[f64]]) -> Vec<(usize, usize, Option<f64>)> {
    let pairs: Vec<(usize, usize)> = (0..columns.len())
        .flat_map(|i| (i + 1..columns.len()).map(move |j| (i, j)))
        .collect();
    pairs
        .into_par_iter()
        .map(|(i, j)| (i, j, pearson(columns[i], columns[j])))
        .collect()
}

/// Linear correlation of average ranks.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&average_ranks(x), &average_ranks(y))
}

/// Standardised rank regression: the coefficients of the ranks of y on the ranks of all inputs together, each scaled to a
/// standard deviation of one. Null when an input does not vary or the inputs determine each other.
pub fn standardised_rank_regression(inputs: &[Vec<f64>], y: &[f64]) -> Option<Vec<f64>> {
    let y = average_ranks(y);
    let ranks: Vec<Vec<f64>> = inputs.iter().map(|input| average_ranks(input)).collect();
    let n = inputs.len();
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(n);
    for a in &ranks {
        let mut row: Vec<f64> = ranks.iter().map(|b| pearson(a, b)).collect::<Option<_>>()?;
        row.push(pearson(a, &y)?);
        rows.push(row);
    }
    for column in 0..n {
        let pivot =
            (column..n).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        if rows[pivot][column].abs() < 1e-12 {
            return None;
        }
        rows.swap(column, pivot);
        let lead = rows[column].clone();
        for row in rows.iter_mut().skip(column + 1) {
            let factor = row[column] / lead[column];
            for (value, lead) in row.iter_mut().zip(&lead) {
                *value -= factor * lead;
            }
        }
    }
    let mut coefficients = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| rows[row][k] * coefficients[k]).sum();
        coefficients[row] = (rows[row][n] - known) / rows[row][row];
    }
    Some(coefficients)
}
