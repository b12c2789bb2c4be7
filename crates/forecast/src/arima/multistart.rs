//! What plain likelihood needs beyond one descent: several starts, and the last digits.

use super::order::Order;
use crate::least_squares;

/// First unconstrained coefficients of the AR and of the MA factors.
const STARTS: [(f64, f64); 6] = [
    (1.0, 0.4),
    (0.4, 1.0),
    (0.4, -0.4),
    (-0.4, 0.4),
    (-1.0, -0.4),
    (1.0, -1.0),
];

/// Starts away from each other; the other coefficients are 0.
pub(super) fn starts(order: &Order) -> impl Iterator<Item = Vec<f64>> {
    let blocks = order.blocks();
    STARTS.into_iter().map(move |(ar, ma)| {
        let firsts = [ar, ma, ar, ma];
        let block = |(count, first): (usize, f64)| {
            (0..count).map(move |i| if i == 0 { first } else { 0.0 })
        };
        blocks.into_iter().zip(firsts).flat_map(block).collect()
    })
}

const STEP: f64 = 1e-3;
const ROUNDS: usize = 20;

/// Newton steps on the criterion itself by central differences, inside ±`bound`: Gauss–Newton creeps
/// where two coefficients trade off.
pub(super) fn polish(
    mut z: Vec<f64>,
    mut now: f64,
    bound: f64,
    mut criterion: impl FnMut(&[f64]) -> f64,
) -> Vec<f64> {
    let count = z.len();
    let mut damping = 1e-6;
    for _ in 0..ROUNDS {
        // A coefficient at the edge stays there: differences across it say nothing.
        let free: Vec<usize> = (0..count).filter(|&i| z[i].abs() < bound - 1.0).collect();
        let mut at = |moves: &[(usize, f64)]| {
            let mut point = z.clone();
            for &(i, by) in moves {
                point[i] += by;
            }
            criterion(&point)
        };
        let size = free.len();
        let (mut matrix, mut slope) = (vec![0.0; size * size], vec![0.0; size]);
        for (row, &i) in free.iter().enumerate() {
            let (up, down) = (at(&[(i, STEP)]), at(&[(i, -STEP)]));
            slope[row] = -(up - down) / (2.0 * STEP);
            matrix[row * size + row] = (up - 2.0 * now + down) / (STEP * STEP);
            for (column, &j) in free[..row].iter().enumerate() {
                let mixed = at(&[(i, STEP), (j, STEP)])
                    - at(&[(i, STEP), (j, -STEP)])
                    - at(&[(i, -STEP), (j, STEP)])
                    + at(&[(i, -STEP), (j, -STEP)]);
                matrix[row * size + column] = mixed / (4.0 * STEP * STEP);
            }
        }
        let mut moved = None;
        for _ in 0..10 {
            let mut damped = matrix.clone();
            for i in 0..size {
                damped[i * size + i] += damping * (1.0 + matrix[i * size + i].abs());
            }
            if let Some(direction) = least_squares::solve(&damped, &slope) {
                let mut point = z.clone();
                for (&i, d) in free.iter().zip(&direction) {
                    point[i] = (z[i] + d.clamp(-0.5, 0.5)).clamp(-bound, bound);
                }
                let value = criterion(&point);
                if value < now {
                    moved = Some((point, value));
                    break;
                }
            }
            damping = (10.0 * damping).max(1e-6);
        }
        let Some((point, value)) = moved else { break };
        let gain = now - value;
        (z, now) = (point, value);
        damping *= 0.1;
        if gain < 1e-10 {
            break;
        }
    }
    z
}
