//! The beta distribution on (0, 1): CDF and inverse.

use statrs::function::beta::{beta_reg, ln_beta};

/// I(x; a, b).
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        beta_reg(a, b, x)
    }
}

pub(super) fn beta_density(x: f64, a: f64, b: f64) -> f64 {
    ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - ln_beta(a, b)).exp()
}

/// I⁻¹(u; a, b): Newton on the CDF in a shrinking bracket, to the last few digits.
///
/// For u above ½ the mirrored distribution is solved, so that a result close to 1 keeps its distance from 1.
pub fn beta_quantile(u: f64, a: f64, b: f64) -> f64 {
    if u <= 0.0 {
        return 0.0;
    }
    if u >= 1.0 {
        return 1.0;
    }
    if u > 0.5 {
        1.0 - lower_quantile(1.0 - u, b, a)
    } else {
        lower_quantile(u, a, b)
    }
}

/// 1 - I⁻¹(1 - q; a, b), for small q.
pub(super) fn beta_quantile_upper(q: f64, a: f64, b: f64) -> f64 {
    1.0 - beta_quantile(q, b, a)
}

fn lower_quantile(u: f64, a: f64, b: f64) -> f64 {
    // Near zero I(x) ≈ x^a / (a B(a,b)): exact enough to start from, and the answer itself when x underflows.
    let start = ((u.ln() + a.ln() + ln_beta(a, b)) / a).exp();
    if start < 1e-280 {
        return start;
    }
    let mean = a / (a + b);
    solve_from(start.min(mean.midpoint(start)).min(1.0 - 1e-12), u, a, b)
}

/// The root of I(x; a, b) = u from a starting point.
pub(super) fn solve_from(start: f64, u: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = start;
    for _ in 0..100 {
        let error = beta_cdf(x, a, b) - u;
        if error > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = beta_density(x, a, b);
        let newton = error / density;
        // Halley's correction: the density's logarithmic slope.
        let bend = (a - 1.0) / x - (b - 1.0) / (1.0 - x);
        let step = newton / (1.0 - (0.5 * newton * bend).clamp(-0.5, 0.5));
        let mut next = x - step;
        if !(next > low && next < high) {
            next = f64::midpoint(low, high);
        }
        if (next - x).abs() <= 1e-15 * x || error == 0.0 {
            return next;
        }
        x = next;
    }
    x
}
