//! Lag polynomials: from unconstrained numbers to stationary and invertible coefficients, products
//! with seasonal factors, and the distance of roots from the unit circle.

use super::order::Order;

/// Roots nearer to the unit circle than this are refused (definitions C4).
const ROOT_MODULUS_MIN: f64 = 1.01;

/// φ of 1 − Σφ_i Bⁱ and θ of 1 + Σθ_j Bʲ, seasonal factors multiplied in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Polynomials {
    pub(super) phi: Vec<f64>,
    pub(super) theta: Vec<f64>,
}

/// The four factors before multiplication.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Factors {
    pub(super) ar: Vec<f64>,
    pub(super) ma: Vec<f64>,
    pub(super) seasonal_ar: Vec<f64>,
    pub(super) seasonal_ma: Vec<f64>,
}

impl Factors {
    /// From one unconstrained number per coefficient: tanh makes partial autocorrelations, which
    /// give stationary (invertible) coefficients (Barndorff-Nielsen & Schou 1973; Monahan 1984).
    pub(super) fn from_unconstrained(order: &Order, z: &[f64]) -> Self {
        let mut rest = z;
        let mut take = |count: usize| {
            let (own, others) = rest.split_at(count);
            rest = others;
            from_partial(own)
        };
        let [p, q, seasonal_p, seasonal_q] = order.blocks();
        let (ar, ma) = (take(p), take(q));
        let (seasonal_ar, seasonal_ma) = (take(seasonal_p), take(seasonal_q));
        let negated = |values: Vec<f64>| values.into_iter().map(|value| -value).collect();
        Self {
            ar,
            ma: negated(ma),
            seasonal_ar,
            seasonal_ma: negated(seasonal_ma),
        }
    }

    pub(super) fn multiply(&self, m: usize, into: &mut Polynomials) {
        multiply(&self.ar, &self.seasonal_ar, m, -1.0, &mut into.phi);
        multiply(&self.ma, &self.seasonal_ma, m, 1.0, &mut into.theta);
    }

    /// Every root of every factor is outside the circle of [`ROOT_MODULUS_MIN`].
    pub(super) fn roots_are_clear(&self, m: usize) -> bool {
        let plain = ROOT_MODULUS_MIN;
        let seasonal = ROOT_MODULUS_MIN.powi(i32::try_from(m).unwrap_or(i32::MAX));
        let negated = |values: &[f64]| values.iter().map(|value| -value).collect::<Vec<_>>();
        roots_outside(&self.ar, plain)
            && roots_outside(&negated(&self.ma), plain)
            && roots_outside(&self.seasonal_ar, seasonal)
            && roots_outside(&negated(&self.seasonal_ma), seasonal)
    }
}

/// Coefficients a of 1 − Σa_i Bⁱ from the arc-hyperbolic tangents of partial autocorrelations, by
/// the Durbin–Levinson recursion.
fn from_partial(z: &[f64]) -> Vec<f64> {
    let mut coefficients: Vec<f64> = Vec::with_capacity(z.len());
    let mut before = Vec::with_capacity(z.len());
    for (k, z) in z.iter().enumerate() {
        let partial = z.tanh();
        before.clone_from(&coefficients);
        for j in 0..k {
            coefficients[j] = before[j] - partial * before[k - 1 - j];
        }
        coefficients.push(partial);
    }
    coefficients
}

/// (1 ∓ Σa_i Bⁱ)(1 ∓ Σs_j B^{jm}) without its leading 1; `cross` is the sign of the products.
fn multiply(plain: &[f64], seasonal: &[f64], m: usize, cross: f64, into: &mut Vec<f64>) {
    into.clear();
    into.resize(plain.len() + m * seasonal.len(), 0.0);
    into[..plain.len()].copy_from_slice(plain);
    for (j, s) in seasonal.iter().enumerate() {
        let lag = (j + 1) * m;
        into[lag - 1] += s;
        for (i, a) in plain.iter().enumerate() {
            into[lag + i] += cross * a * s;
        }
    }
}

/// Whether all roots of 1 − Σa_i zⁱ have a modulus above `radius`: the polynomial in radius·z is
/// stationary, which the step-down recursion decides.
fn roots_outside(a: &[f64], radius: f64) -> bool {
    let mut scale = 1.0;
    let mut a: Vec<f64> = a
        .iter()
        .map(|value| {
            scale *= radius;
            value * scale
        })
        .collect();
    while let Some(&last) = a.last() {
        if last.abs() >= 1.0 {
            return false;
        }
        let k = a.len();
        let rest = 1.0 - last * last;
        let before = a.clone();
        a.pop();
        for j in 0..k - 1 {
            a[j] = (before[j] + last * before[k - 2 - j]) / rest;
        }
    }
    true
}

/// The non-zero entries as (lag, coefficient).
pub(super) fn sparse(coefficients: &[f64]) -> Vec<(usize, f64)> {
    coefficients
        .iter()
        .enumerate()
        .filter(|(_, value)| **value != 0.0)
        .map(|(at, value)| (at + 1, *value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_autocorrelations_become_coefficients() {
        // φ_22 = r_2, φ_21 = r_1(1 − r_2) (Durbin).
        let found = from_partial(&[0.6_f64.atanh(), (-0.3_f64).atanh()]);
        assert!((found[0] - 0.6 * 1.3).abs() < 1e-12);
        assert!((found[1] + 0.3).abs() < 1e-12);
    }

    #[test]
    fn roots_near_the_circle_are_seen() {
        assert!(roots_outside(&[0.98], 1.01));
        assert!(!roots_outside(&[0.995], 1.01));
        assert!(roots_outside(&[], 1.01));
        // 1 − 1.5z + 0.9z² has roots of modulus 1/√0.9 = 1.054.
        assert!(roots_outside(&[1.5, -0.9], 1.05));
        assert!(!roots_outside(&[1.5, -0.9], 1.06));
    }

    #[test]
    fn seasonal_factors_multiply() {
        let mut product = Vec::new();
        multiply(&[-0.4], &[-0.6], 12, 1.0, &mut product);
        assert_eq!(product.len(), 13);
        assert!((product[12] - 0.24).abs() < 1e-15);
        assert!((product[11] + 0.6).abs() < 1e-15);
    }
}
