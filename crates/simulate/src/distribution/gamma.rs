//! The gamma distribution of scale 1: density and inverse CDF.

use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

use super::normal_quantile;

pub(super) fn gamma_density(shape: f64, x: f64) -> f64 {
    ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp()
}

/// Wilson–Hilferty, or the leading power of the CDF near zero.
pub(super) fn gamma_start(shape: f64, u: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let cube_root = 1.0 - ninth + normal_quantile(u) * ninth.sqrt();
    if cube_root > 0.3 {
        shape * cube_root.powi(3)
    } else {
        ((u.ln() + ln_gamma(shape + 1.0)) / shape).exp()
    }
}

/// Root of the standard gamma CDF, from the smaller of the two tails.
pub(super) fn gamma_quantile(start: f64, shape: f64, u: f64, survival: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut x = start;
    for _ in 0..200 {
        let error = if survival < 0.5 {
            survival - gamma_ur(shape, x)
        } else {
            gamma_lr(shape, x) - u
        };
        if error > 0.0 {
            high = x;
        } else {
            low = x;
        }
        if error == 0.0 {
            return x;
        }
        let newton = error / gamma_density(shape, x);
        let bend = (shape - 1.0) / x - 1.0;
        let step = newton / (1.0 - (0.5 * newton * bend).clamp(-0.5, 0.5));
        if step.abs() <= 1e-15 * x {
            return x - step;
        }
        let next = x - step;
        x = if next > low && next < high {
            next
        } else if high.is_finite() {
            f64::midpoint(low, high)
        } else {
            x * 2.0
        };
    }
    x
}
