//! Whether a matrix is a correlation matrix, and the nearest one when it is not.

use super::SymmetricMatrix;
use super::matrix::Eigen;

/// Smallest eigenvalue of what still counts as a correlation matrix.
const FLOOR: f64 = -1e-10;
const ACCURACY: f64 = 1e-12;
const ROUNDS: usize = 100_000;

/// Unit diagonal, cells between -1 and 1, no eigenvalue below -1e-10.
pub fn is_correlation(matrix: &SymmetricMatrix) -> bool {
    let n = matrix.len();
    (0..n).all(|i| {
        matrix.at(i, i).total_cmp(&1.0).is_eq() && (0..i).all(|j| matrix.at(i, j).abs() <= 1.0)
    }) && (n == 0 || matrix.smallest_eigenvalue() >= FLOOR)
}

/// The correlation matrix with the least Frobenius distance: Higham (2002), "Computing the nearest correlation matrix, a
/// problem from finance", algorithm 3.3, alternating projections with Dykstra's correction, run to 1e-12. It is singular
/// in general: factor it by its eigenvectors.
pub fn nearest_correlation(matrix: &SymmetricMatrix) -> SymmetricMatrix {
    let n = matrix.len();
    let mut unit = matrix.clone();
    let mut correction = SymmetricMatrix::from_fn(n, |_, _| 0.0);
    for _ in 0..ROUNDS {
        let corrected = unit.map(|i, j, value| value - correction.at(i, j));
        let semidefinite = positive_part(&corrected);
        correction = semidefinite.map(|i, j, value| value - corrected.at(i, j));
        let next = semidefinite.map(|i, j, value| if i == j { 1.0 } else { value });
        let moved = next.distance(&unit).max(next.distance(&semidefinite));
        unit = next;
        if moved <= ACCURACY * n as f64 {
            break;
        }
    }
    unit.map(|_, _, value| value.clamp(-1.0, 1.0))
}

/// The nearest positive semidefinite matrix: negative eigenvalues become 0.
fn positive_part(matrix: &SymmetricMatrix) -> SymmetricMatrix {
    let Eigen { values, vectors } = matrix.eigen();
    let n = matrix.len();
    SymmetricMatrix::from_fn(n, |i, j| {
        (0..n)
            .filter(|&k| values[k] > 0.0)
            .map(|k| vectors[i * n + k] * values[k] * vectors[j * n + k])
            .sum()
    })
}
