//! Least squares with an L1 penalty on some coefficients and an L2 penalty on the rest, exactly.
//!
//! ½β'(X'X + σ²D)β − β'X'y + (σ²/τ) Σ|δ| by feature-sign search (Lee, Battle, Raina & Ng 2006): with the
//! signs of the changes known the problem is linear, and each step towards its solution that changes
//! no sign, or the best one that changes some, lowers the objective. Coordinate descent needs
//! thousands of passes here: neighbouring changes of slope are nearly the same column.

use super::design::Design;
use crate::least_squares;

const STEPS: usize = 1_000;
/// Added to the diagonal, relative to it, for columns that are the same.
const JITTER: f64 = 1e-11;

struct Problem<'a> {
    matrix: Vec<f64>,
    moments: &'a [f64],
    penalised: Vec<bool>,
    penalty: f64,
}

impl Problem<'_> {
    fn size(&self) -> usize {
        self.moments.len()
    }

    /// Derivative of the smooth part.
    fn slope(&self, x: &[f64], i: usize) -> f64 {
        let row = &self.matrix[i * self.size()..(i + 1) * self.size()];
        row.iter().zip(x).map(|(a, x)| a * x).sum::<f64>() - self.moments[i]
    }

    fn objective(&self, x: &[f64]) -> f64 {
        let mut value = 0.0;
        for i in 0..x.len() {
            if x[i] != 0.0 {
                value += 0.5 * x[i] * (self.slope(x, i) - self.moments[i]);
                if self.penalised[i] {
                    value += self.penalty * x[i].abs();
                }
            }
        }
        value
    }

    /// The least point with these signs, zero where there is none.
    fn with_signs(&self, signs: &[i8]) -> Option<Vec<f64>> {
        let p = self.size();
        let active: Vec<usize> = (0..p)
            .filter(|&i| !self.penalised[i] || signs[i] != 0)
            .collect();
        let q = active.len();
        let mut matrix = vec![0.0; q * q];
        let mut right = Vec::with_capacity(q);
        for (row, &i) in active.iter().enumerate() {
            for (column, &j) in active[..=row].iter().enumerate() {
                matrix[row * q + column] = self.matrix[i * p + j];
            }
            let penalty = if self.penalised[i] {
                self.penalty * f64::from(signs[i])
            } else {
                0.0
            };
            right.push(self.moments[i] - penalty);
        }
        let solution = least_squares::solve(&matrix, &right)?;
        let mut x = vec![0.0; p];
        for (&i, value) in active.iter().zip(solution) {
            x[i] = value;
        }
        Some(x)
    }

    /// The change that most wants to leave zero, with the sign it would take.
    fn entering(&self, x: &[f64]) -> Option<(usize, i8)> {
        let mut best: Option<(usize, i8)> = None;
        let mut largest = self.penalty * (1.0 + 1e-9);
        for i in 0..x.len() {
            if self.penalised[i] && x[i] == 0.0 {
                let slope = self.slope(x, i);
                if slope.abs() > largest {
                    largest = slope.abs();
                    best = Some((i, -sign(slope)));
                }
            }
        }
        best
    }
}

fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}

/// Coefficients at noise variance `variance` and prior scale `scale` of the changes, from those given
/// on. `None` where the numbers leave the finite ones.
pub(super) fn solve(
    design: &Design,
    variance: f64,
    scale: f64,
    coefficients: &mut Vec<f64>,
) -> Option<()> {
    let p = coefficients.len();
    let mut matrix = design.gram.clone();
    for (i, precision) in design.precisions.iter().enumerate() {
        matrix[i * p + i] *= 1.0 + JITTER;
        matrix[i * p + i] += variance * precision.unwrap_or(0.0);
    }
    let problem = Problem {
        matrix,
        moments: &design.moments,
        penalised: design.precisions.iter().map(Option::is_none).collect(),
        penalty: variance / scale,
    };
    let mut x = coefficients.clone();
    let mut signs: Vec<i8> = x.iter().map(|&x| sign(x)).collect();
    let mut entered = None;
    for _ in 0..STEPS {
        let aim = problem.with_signs(&signs)?;
        let crossing: Vec<usize> = (0..p)
            .filter(|&i| problem.penalised[i] && signs[i] != 0 && sign(aim[i]) != signs[i])
            .collect();
        if crossing.is_empty() {
            x = aim;
            let next = problem.entering(&x);
            match next {
                Some((i, sign)) => {
                    signs[i] = sign;
                    entered = Some(i);
                    continue;
                }
                None => break,
            }
        }
        // Rounding may send what has just entered straight back: it stays at zero.
        if entered.is_some_and(|i: usize| crossing.contains(&i) && x[i] == 0.0) {
            break;
        }
        let mut best = (problem.objective(&aim), aim.clone());
        for &i in &crossing {
            let share = x[i] / (x[i] - aim[i]);
            if !(0.0..1.0).contains(&share) {
                continue;
            }
            let mut point: Vec<f64> = x
                .iter()
                .zip(&aim)
                .map(|(from, to)| from + share * (to - from))
                .collect();
            point[i] = 0.0;
            let value = problem.objective(&point);
            if value < best.0 {
                best = (value, point);
            }
        }
        x = best.1;
        for (own, &x) in signs.iter_mut().zip(&x) {
            *own = sign(x);
        }
    }
    x.iter().all(|x| x.is_finite()).then(|| *coefficients = x)
}
