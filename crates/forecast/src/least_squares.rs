//! Small dense least squares: normal equations of up to a few dozen unknowns, solved by Cholesky.
//!
//! Not for many unknowns or for data matrices that exist as a whole (`regression`).

/// Σ uu', Σ ue and Σ e² over the rows u of a regression and its targets e. Only the lower triangle
/// of the matrix is kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Normal {
    q: usize,
    matrix: Vec<f64>,
    vector: Vec<f64>,
    pub(crate) squares: f64,
    factor: Vec<f64>,
    solution: Vec<f64>,
}

/// What solving leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Solved {
    /// Sum of squares after the best fit.
    pub(crate) rest: f64,
    /// ln|X'X|.
    pub(crate) log_determinant: f64,
}

/// Pivots below this share of their diagonal mean that the columns are dependent.
const DEPENDENT: f64 = 1e-13;

impl Normal {
    /// Forgets everything and expects rows of length `q`.
    pub(crate) fn reset(&mut self, q: usize) {
        self.q = q;
        self.squares = 0.0;
        self.matrix.clear();
        self.matrix.resize(q * q, 0.0);
        self.vector.clear();
        self.vector.resize(q, 0.0);
    }

    /// Adds one row with its target.
    #[inline]
    pub(crate) fn add(&mut self, row: &[f64], target: f64) {
        self.squares += target * target;
        // The sizes of the usual seasons get loops of known length.
        match self.q {
            1 => self.add_sized::<1>(row, target),
            2 => self.add_sized::<2>(row, target),
            4 => self.add_sized::<4>(row, target),
            5 => self.add_sized::<5>(row, target),
            12 => self.add_sized::<12>(row, target),
            13 => self.add_sized::<13>(row, target),
            _ => self.add_any(row, target),
        }
    }

    #[inline]
    fn add_sized<const Q: usize>(&mut self, row: &[f64], target: f64) {
        let (Some(row), Some(vector)) =
            (row.first_chunk::<Q>(), self.vector.first_chunk_mut::<Q>())
        else {
            return;
        };
        for (sum, value) in vector.iter_mut().zip(row) {
            *sum += value * target;
        }
        for (i, line) in self.matrix.chunks_exact_mut(Q).enumerate() {
            // Whole pairs: the entry right of the diagonal costs nothing in a vector register.
            let width = (i + 2).min(Q) & !1;
            let width = width.max(i + 1);
            let value = row[i];
            for (sum, other) in line[..width].iter_mut().zip(&row[..width]) {
                *sum += value * other;
            }
        }
    }

    fn add_any(&mut self, row: &[f64], target: f64) {
        for (sum, value) in self.vector.iter_mut().zip(row) {
            *sum += value * target;
        }
        for (i, line) in self.matrix.chunks_exact_mut(self.q).enumerate() {
            let value = row[i];
            for (sum, other) in line[..=i].iter_mut().zip(&row[..=i]) {
                *sum += value * other;
            }
        }
    }

    /// Replaces every row u by u − c·e/n·… as a common factor G on the targets demands: with targets
    /// r = εG and ln G the mean of ln μ, the derivative of r is G(∂ε + ε·c), c the mean of ∂ln μ.
    /// Rows hold −∂ε, so the matrix changes by −(vc' + cv') + S cc' and the vector by −S c.
    pub(crate) fn share_scale(&mut self, c: &[f64]) {
        let q = self.q;
        for (i, line) in self.matrix.chunks_exact_mut(q).enumerate() {
            for j in 0..=i {
                line[j] +=
                    self.squares * c[i] * c[j] - self.vector[i] * c[j] - c[i] * self.vector[j];
            }
        }
        for (value, c) in self.vector.iter_mut().zip(c) {
            *value -= self.squares * c;
        }
    }

    /// Solves for the coefficients, kept in [`Normal::solution`]. `None` when columns are dependent
    /// or a number is not finite.
    pub(crate) fn solve(&mut self) -> Option<Solved> {
        let q = self.q;
        self.factor.resize(q * q, 0.0);
        let factor = &mut self.factor;
        let mut determinant = 1.0_f64;
        let mut log_determinant = 0.0;
        for i in 0..q {
            for j in 0..=i {
                let (above, own) = factor.split_at_mut(i * q);
                let line = if j == i {
                    &own[..q]
                } else {
                    &above[j * q..(j + 1) * q]
                };
                let products: f64 = own[..j].iter().zip(&line[..j]).map(|(a, b)| a * b).sum();
                let rest = self.matrix[i * q + j] - products;
                if i == j {
                    if !(rest > DEPENDENT * self.matrix[i * q + i]) {
                        return None;
                    }
                    determinant *= rest;
                    if !(1e-100..1e100).contains(&determinant) {
                        log_determinant += determinant.ln();
                        determinant = 1.0;
                    }
                    own[i] = rest.sqrt();
                } else {
                    own[j] = rest / line[j];
                }
            }
        }
        log_determinant += determinant.ln();
        self.solution.clear();
        self.solution.extend_from_slice(&self.vector);
        let x = &mut self.solution;
        let mut explained = 0.0;
        for i in 0..q {
            let line = &factor[i * q..i * q + i];
            let known: f64 = line.iter().zip(&x[..i]).map(|(a, b)| a * b).sum();
            x[i] = (x[i] - known) / factor[i * q + i];
            explained += x[i] * x[i];
        }
        for i in (0..q).rev() {
            let known: f64 = (i + 1..q).map(|k| factor[k * q + i] * x[k]).sum();
            x[i] = (x[i] - known) / factor[i * q + i];
        }
        let rest = (self.squares - explained).max(0.0);
        (rest.is_finite() && log_determinant.is_finite()).then_some(Solved {
            rest,
            log_determinant,
        })
    }

    /// Coefficients found by the last [`Normal::solve`].
    pub(crate) fn solution(&self) -> &[f64] {
        &self.solution
    }

    #[cfg(test)]
    pub(crate) fn vector(&self) -> &[f64] {
        &self.vector
    }
}

/// Solution of the symmetric positive definite system whose lower triangle is given by rows.
pub(crate) fn solve(matrix: &[f64], right: &[f64]) -> Option<Vec<f64>> {
    let mut normal = Normal {
        q: right.len(),
        matrix: matrix.to_vec(),
        vector: right.to_vec(),
        ..Normal::default()
    };
    normal.solve()?;
    let x = std::mem::take(&mut normal.solution);
    x.iter().all(|value| value.is_finite()).then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_for_every_size_of_row() {
        for q in 1..16 {
            let mut normal = Normal::default();
            normal.reset(q);
            let truth: Vec<f64> = (0..q).map(|i| 1.0 - i as f64).collect();
            for t in 0..40_u32 {
                let row: Vec<f64> = (0..q)
                    .map(|i| (f64::from(t) * (1.3 + 0.37 * i as f64)).sin())
                    .collect();
                let target = row.iter().zip(&truth).map(|(a, b)| a * b).sum();
                normal.add(&row, target);
            }
            let solved = normal.solve().expect("independent columns");
            assert!(solved.rest < 1e-8, "{q}: {solved:?}");
            for (found, truth) in normal.solution().iter().zip(&truth) {
                assert!((found - truth).abs() < 1e-8, "{q}: {found} {truth}");
            }
        }
    }

    #[test]
    fn dependent_columns_are_refused() {
        let mut normal = Normal::default();
        normal.reset(2);
        for t in 0..5 {
            normal.add(&[f64::from(t), 2.0 * f64::from(t)], 1.0);
        }
        assert_eq!(normal.solve(), None);
    }
}
