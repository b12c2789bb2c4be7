//! Summation whose error does not grow with the number of terms.

/// The sum of `terms` with a running correction of what each addition rounds away (Neumaier 1974,
/// Zeitschrift für Angewandte Mathematik und Mechanik 54, algorithm IV). NaN and infinities carry over.
pub fn compensated(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = 0.0_f64;
    let mut lost = 0.0_f64;
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() {
            (sum - next) + term
        } else {
            (term - next) + sum
        };
        sum = next;
    }
    if sum.is_finite() { sum + lost } else { sum }
}

#[cfg(test)]
mod tests {
    use super::compensated;

    #[test]
    fn small_terms_survive_large_ones() {
        assert!((compensated([1.0, 1e100, 1.0, -1e100]) - 2.0).abs() < f64::EPSILON);
        assert!((compensated(std::iter::repeat_n(0.1, 1_000_000)) - 100_000.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_finite_is_not_hidden() {
        assert!(compensated([1.0, f64::NAN]).is_nan());
        assert!(compensated([1.0, f64::INFINITY]).is_infinite());
        assert!(compensated([]).abs() < f64::EPSILON);
    }
}
