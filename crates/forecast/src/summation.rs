//! Compensated sums: one rounding error for a whole reduction instead of one per term.
//!
//! Not for the inner loops of the model recursions, where each term depends on the last.

/// Neumaier's running sum.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    pub fn add(&mut self, term: f64) {
        let next = self.total + term;
        self.lost += if self.total.abs() >= term.abs() {
            (self.total - next) + term
        } else {
            (term - next) + self.total
        };
        self.total = next;
    }

    pub fn value(self) -> f64 {
        let corrected = self.total + self.lost;
        // An overflowed total carries a NaN correction; the infinity is the honest answer.
        if corrected.is_nan() {
            self.total
        } else {
            corrected
        }
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }
}

/// Compensated sum of all terms.
pub fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    terms.into_iter().collect::<Sum>().value()
}

/// Arithmetic mean, `None` for no terms.
pub fn mean(terms: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut total = Sum::default();
    let mut count = 0_usize;
    for term in terms {
        total.add(term);
        count += 1;
    }
    (count > 0).then(|| total.value() / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_a_large_one() {
        assert!((sum([1e16, 1.0, 1.0, -1e16]) - 2.0).abs() < f64::EPSILON);
        assert_eq!(mean([]), None);
        assert_eq!(mean([2.0, 4.0]), Some(3.0));
    }
}
