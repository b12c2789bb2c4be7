//! The filter π(B) = φ(B)(1 − B)^d/θ(B) that turns data into one-step errors, and effects into the
//! traces they leave in them.

/// π(B) by its numerator and denominator.
#[derive(Debug, Clone)]
pub(super) struct Whitening {
    /// Of φ(B)(1 − B)^d, the leading 1 left out.
    numerator: Vec<f64>,
    theta: Vec<f64>,
}

impl Whitening {
    pub(super) fn new(ar: &[f64], ma: &[f64], d: u8) -> Self {
        let mut polynomial = vec![1.0];
        polynomial.extend(ar.iter().map(|phi| -phi));
        polynomial.resize(polynomial.len() + usize::from(d), 0.0);
        for _ in 0..d {
            for k in (1..polynomial.len()).rev() {
                polynomial[k] -= polynomial[k - 1];
            }
        }
        Self {
            numerator: polynomial.split_off(1),
            theta: ma.to_vec(),
        }
    }

    /// Values at the front that leave no error behind.
    pub(super) fn lost(&self) -> usize {
        self.numerator.len()
    }

    /// One-step errors, conditional on the first values: those have none. The centre of the data
    /// stays in them.
    pub(super) fn residuals(&self, z: &[f64]) -> Vec<f64> {
        self.run(z, self.lost())
    }

    /// π(B) on values before which everything was zero.
    pub(super) fn traced(&self, z: &[f64]) -> Vec<f64> {
        self.run(z, 0)
    }

    /// What the unknown errors before the data leave in those after [`Whitening::lost`]: one response
    /// of 1/θ(B) per moving-average coefficient.
    pub(super) fn starts(&self, n: usize) -> Vec<Vec<f64>> {
        let moving_average = Self {
            numerator: Vec::new(),
            theta: self.theta.clone(),
        };
        (0..self.theta.len())
            .map(|i| {
                let mut shock = vec![0.0; n];
                if let Some(first) = shock.get_mut(self.lost() + i) {
                    *first = 1.0;
                }
                moving_average.traced(&shock)
            })
            .collect()
    }

    fn run(&self, z: &[f64], from: usize) -> Vec<f64> {
        let mut errors = vec![0.0; z.len()];
        for t in from..z.len() {
            let mut error = z[t];
            for (value, weight) in z[..t].iter().rev().zip(&self.numerator) {
                error += weight * value;
            }
            for (past, theta) in errors[..t].iter().rev().zip(&self.theta) {
                error -= theta * past;
            }
            errors[t] = error;
        }
        errors
    }
}

/// Missing values on straight lines between their neighbours, so that the filter can pass. The errors
/// there are not used.
pub(super) fn filled(z: &[f64]) -> Vec<f64> {
    let mut filled = z.to_vec();
    let mut last: Option<usize> = None;
    for t in 0..z.len() {
        if !z[t].is_finite() {
            continue;
        }
        let (from, start) = match last {
            Some(at) => (at, z[at]),
            None => (0, z[t]),
        };
        let first_missing = last.map_or(0, |at| at + 1);
        let steps = (t - from).max(1) as f64;
        for (step, value) in filled[first_missing..t].iter_mut().enumerate() {
            let share = (first_missing + step - from) as f64 / steps;
            *value = start + share * (z[t] - start);
        }
        last = Some(t);
    }
    let tail = last.map_or(0.0, |at| z[at]);
    for value in &mut filled[last.map_or(0, |at| at + 1)..] {
        *value = tail;
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_become_lines() {
        let nan = f64::NAN;
        assert_eq!(
            filled(&[nan, 2.0, nan, nan, 5.0, nan]),
            [2.0, 2.0, 3.0, 4.0, 5.0, 5.0]
        );
        assert_eq!(filled(&[nan, nan]), [0.0, 0.0]);
    }

    #[test]
    fn the_filter_is_that_of_the_model() {
        // (1 − 0.5B)(1 − B)/(1 + 0.4B): 1, −1.9, …
        let whitening = Whitening::new(&[0.5], &[0.4], 1);
        let trace = whitening.traced(&[1.0, 0.0, 0.0]);
        assert!((trace[1] + 1.9).abs() < 1e-12 && (trace[2] - 1.26).abs() < 1e-12);
        let errors = whitening.residuals(&[3.0, 3.0, 3.0, 4.0]);
        assert_eq!(errors, [0.0, 0.0, 0.0, 1.0]);
    }
}
