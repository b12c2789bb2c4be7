//! Small symmetric matrices of the search.

use super::likelihood::{SIZE, Vector};

pub(super) type Matrix = [[f64; SIZE]; SIZE];

pub(super) fn identity() -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }))
}

pub(super) fn times(a: &Matrix, x: &Vector) -> Vector {
    std::array::from_fn(|i| dot(&a[i], x))
}

pub(super) fn dot(a: &Vector, b: &Vector) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// a·b·a' .
pub(super) fn sandwich(a: &Matrix, b: &Matrix) -> Matrix {
    let half: Matrix = std::array::from_fn(|i| {
        std::array::from_fn(|j| (0..SIZE).map(|k| a[i][k] * b[k][j]).sum())
    });
    std::array::from_fn(|i| std::array::from_fn(|j| dot(&half[i], &a[j])))
}

/// Inverse of a positive definite matrix; nothing for another.
///
/// Scaled to a unit diagonal first, as ω and ν differ by orders of magnitude; then by its Cholesky
/// factor.
pub(super) fn inverse(a: &Matrix) -> Option<Matrix> {
    let scale: Vector = std::array::from_fn(|i| a[i][i].sqrt());
    if !scale.iter().all(|s| s.is_finite() && *s > 0.0) {
        return None;
    }
    let mut factor = [[0.0; SIZE]; SIZE];
    for i in 0..SIZE {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let rest = a[i][j] / (scale[i] * scale[j]) - known;
            factor[i][j] = if i == j {
                if !(rest > 1e-12) {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / factor[j][j]
            };
        }
    }
    // Columns of the inverse of the factor.
    let columns: [Vector; SIZE] = std::array::from_fn(|column| {
        let mut solution = [0.0; SIZE];
        for i in column..SIZE {
            let known = dot(&factor[i], &solution);
            let right = if i == column { 1.0 } else { 0.0 };
            solution[i] = (right - known) / factor[i][i];
        }
        solution
    });
    Some(std::array::from_fn(|i| {
        std::array::from_fn(|j| dot(&columns[i], &columns[j]) / (scale[i] * scale[j]))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let mut a = identity();
        for (i, row) in a.iter_mut().enumerate() {
            for (j, value) in row.iter_mut().enumerate() {
                *value += 1.0 / (1 + i + j) as f64;
            }
        }
        let inverse = inverse(&a).expect("positive definite");
        // The inverse is symmetric: its rows are its columns.
        for (i, column) in inverse.iter().enumerate() {
            let product = times(&a, column);
            for (j, value) in product.iter().enumerate() {
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((value - expected).abs() < 1e-12);
            }
        }
        a[2][2] = -1.0;
        assert!(super::inverse(&a).is_none());
    }
}
