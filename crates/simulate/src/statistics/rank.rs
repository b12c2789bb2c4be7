//! Ranks and rank correlation (definitions B6).

use rayon::prelude::*;

use crate::widest::widest;

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
    if x.len() != y.len() {
        return None;
    }
    Some(dot(&standardised(x)?, &standardised(y)?).clamp(-1.0, 1.0))
}

/// A column less its mean, at length one, so that a product of two is their correlation; null when it does not vary.
pub(crate) fn standardised(column: &[f64]) -> Option<Vec<f64>> {
    let (mean, _) = super::mean_and_sd(column);
    let mut centred: Vec<f64> = column.iter().map(|value| value - mean).collect();
    let length = dot(&centred, &centred).sqrt();
    if column.len() < 2 || length.is_nan() || length <= 0.0 {
        return None;
    }
    for value in &mut centred {
        *value /= length;
    }
    Some(centred)
}

/// Correlation of every two standardised columns, null where one is missing: places i < j, row by row.
pub(crate) fn pairwise_correlation(
    columns: &[Option<Vec<f64>>],
) -> Vec<(usize, usize, Option<f64>)> {
    let pairs: Vec<(usize, usize)> = (0..columns.len())
        .flat_map(|i| (i + 1..columns.len()).map(move |j| (i, j)))
        .collect();
    pairs
        .into_par_iter()
        .with_min_len(8)
        .map(|(i, j)| (i, j, correlation(columns[i].as_ref(), columns[j].as_ref())))
        .collect()
}

/// Correlation of two standardised columns; null where one is missing.
pub(crate) fn correlation(x: Option<&Vec<f64>>, y: Option<&Vec<f64>>) -> Option<f64> {
    Some(dot(x?, y?).clamp(-1.0, 1.0))
}

/// Sums kept beside each other: the same digits for every width of registers.
const SUMS: usize = 32;

widest! {
    fn dot(x: &[f64], y: &[f64]) -> f64 {
        let mut sums = [0.0; SUMS];
        let (x, x_rest) = x.as_chunks::<SUMS>();
        let (y, y_rest) = y.as_chunks::<SUMS>();
        for (x, y) in x.iter().zip(y) {
            for lane in 0..SUMS {
                sums[lane] += x[lane] * y[lane];
            }
        }
        let mut width = SUMS;
        while width > 1 {
            width /= 2;
            for lane in 0..width {
                sums[lane] += sums[lane + width];
            }
        }
        let mut rest = 0.0;
        for (x, y) in x_rest.iter().zip(y_rest) {
            rest += x * y;
        }
        sums[0] + rest
    }
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
