//! Small symmetric matrices: as many rows as there are correlated inputs.

/// A dense symmetric matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct SymmetricMatrix {
    n: usize,
    /// Row-major, both halves.
    values: Vec<f64>,
}

/// Eigenvalues in no order, eigenvector j in column j of the row-major matrix.
#[derive(Debug, Clone)]
pub(super) struct Eigen {
    pub(super) values: Vec<f64>,
    pub(super) vectors: Vec<f64>,
}

impl SymmetricMatrix {
    pub fn identity(n: usize) -> Self {
        Self::from_fn(n, |i, j| f64::from(u8::from(i == j)))
    }

    /// From a function of i ≤ j.
    pub fn from_fn(n: usize, mut value: impl FnMut(usize, usize) -> f64) -> Self {
        let mut values = vec![0.0; n * n];
        for i in 0..n {
            for j in i..n {
                let value = value(i, j);
                values[i * n + j] = value;
                values[j * n + i] = value;
            }
        }
        Self { n, values }
    }

    pub fn len(&self) -> usize {
        self.n
    }

    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.values[i * self.n + j]
    }

    pub fn set(&mut self, i: usize, j: usize, value: f64) {
        self.values[i * self.n + j] = value;
        self.values[j * self.n + i] = value;
    }

    #[must_use]
    pub fn map(&self, mut change: impl FnMut(usize, usize, f64) -> f64) -> Self {
        Self::from_fn(self.n, |i, j| change(i, j, self.at(i, j)))
    }

    /// √Σ (a - b)² over all cells.
    pub fn distance(&self, other: &Self) -> f64 {
        let squares = self.values.iter().zip(&other.values);
        squares.map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    pub fn smallest_eigenvalue(&self) -> f64 {
        let Eigen { values, .. } = self.eigen();
        values.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// Cyclic Jacobi rotations (Golub & Van Loan, *Matrix Computations*, 4th ed., algorithm 8.5.3): exact to rounding for
    /// matrices of this size, and indifferent to singular ones.
    pub(super) fn eigen(&self) -> Eigen {
        const SWEEPS: usize = 60;
        let n = self.n;
        let mut a = self.values.clone();
        let mut vectors = Self::identity(n).values;
        for _ in 0..SWEEPS {
            let off: f64 = (0..n)
                .flat_map(|i| (0..i).map(move |j| (i, j)))
                .map(|(i, j)| a[i * n + j].powi(2))
                .sum();
            let size: f64 = (0..n).map(|i| a[i * n + i].powi(2)).sum();
            if off <= f64::EPSILON.powi(2) * size.max(f64::MIN_POSITIVE) {
                break;
            }
            for p in 0..n {
                for q in p + 1..n {
                    rotate(&mut a, &mut vectors, n, p, q);
                }
            }
        }
        Eigen {
            values: (0..n).map(|i| a[i * n + i]).collect(),
            vectors,
        }
    }

    /// F with F·Fᵀ equal to the matrix, negative eigenvalues taken as 0: row-major, any positive semidefinite matrix.
    pub(crate) fn factor(&self) -> Vec<f64> {
        let Eigen { values, vectors } = self.eigen();
        let n = self.n;
        let mut factor = vectors;
        for row in factor.chunks_exact_mut(n.max(1)) {
            for (cell, value) in row.iter_mut().zip(&values) {
                *cell *= value.max(0.0).sqrt();
            }
        }
        factor
    }

    /// Lower triangular L with L·Lᵀ equal to the matrix, row-major; `None` when it is not positive definite.
    pub(crate) fn cholesky(&self) -> Option<Vec<f64>> {
        let n = self.n;
        let mut l = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| l[i * n + k] * l[j * n + k]).sum();
                let rest = self.at(i, j) - known;
                if i == j {
                    if rest <= 0.0 {
                        return None;
                    }
                    l[i * n + i] = rest.sqrt();
                } else {
                    l[i * n + j] = rest / l[j * n + j];
                }
            }
        }
        Some(l)
    }
}

/// Makes a[p][q] zero.
fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    let apq = a[p * n + q];
    if apq == 0.0 {
        return;
    }
    let tau = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    let t = tau.signum() / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = c * x - s * y;
        a[k * n + q] = s * x + c * y;
    }
    for k in 0..n {
        let (x, y) = (a[p * n + k], a[q * n + k]);
        a[p * n + k] = c * x - s * y;
        a[q * n + k] = s * x + c * y;
    }
    for row in vectors.chunks_exact_mut(n) {
        let (x, y) = (row[p], row[q]);
        row[p] = c * x - s * y;
        row[q] = s * x + c * y;
    }
}
