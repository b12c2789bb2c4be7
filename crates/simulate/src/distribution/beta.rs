//! The beta distribution on (0, 1): CDF and inverse.

use statrs::function::beta::ln_beta;

/// A beta distribution with its normalising constant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beta {
    a: f64,
    b: f64,
    ln_normaliser: f64,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self {
            a,
            b,
            ln_normaliser: ln_beta(a, b),
        }
    }

    /// The distribution of 1 - X.
    pub(super) fn mirrored(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            ln_normaliser: self.ln_normaliser,
        }
    }

    pub(super) fn density(self, x: f64) -> f64 {
        ((self.a - 1.0) * x.ln() + (self.b - 1.0) * (-x).ln_1p() - self.ln_normaliser).exp()
    }

    pub(super) fn cdf(self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            self.fraction(x)
        } else {
            1.0 - self.mirrored().fraction(1.0 - x)
        }
    }

    /// I(x) by the continued fraction of DLMF 8.17.22, evaluated by Lentz's method; for x below the mean or so.
    fn fraction(self, x: f64) -> f64 {
        const TINY: f64 = 1e-300;
        let Self {
            a,
            b,
            ln_normaliser,
        } = self;
        let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
        let front = (a * x.ln() + b * (-x).ln_1p() - ln_normaliser).exp() / a;
        let mut c = 1.0;
        let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
        let mut value = d;
        // Terms needed grow with the square root of the larger parameter.
        let most = 200 + 10 * a.max(b).sqrt() as u64;
        for m in 1..most {
            let m = m as f64;
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            d = 1.0 / away_from_zero(1.0 + even * d);
            c = away_from_zero(1.0 + even / c);
            value *= c * d;
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            d = 1.0 / away_from_zero(1.0 + odd * d);
            c = away_from_zero(1.0 + odd / c);
            value *= c * d;
            if (c * d - 1.0).abs() < f64::EPSILON {
                break;
            }
        }
        front * value
    }

    /// The root of I(x) = u from a starting point: Halley's method in a shrinking bracket.
    pub(super) fn solve_from(self, start: f64, u: f64) -> f64 {
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        let mut x = start;
        for _ in 0..100 {
            let error = self.cdf(x) - u;
            if error == 0.0 {
                return x;
            }
            if error > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let newton = error / self.density(x);
            let bend = (self.a - 1.0) / x - (self.b - 1.0) / (1.0 - x);
            let step = newton / (1.0 - (0.5 * newton * bend).clamp(-0.5, 0.5));
            if step.abs() <= 1e-15 * x {
                return x - step;
            }
            let next = x - step;
            x = if next > low && next < high {
                next
            } else {
                f64::midpoint(low, high)
            };
        }
        x
    }

    /// I⁻¹(u) for u up to a half or so.
    fn lower_quantile(self, u: f64) -> f64 {
        let Self {
            a,
            b,
            ln_normaliser,
        } = self;
        // Near zero I(x) ≈ x^a / (a B(a,b)): exact enough to start from, and the answer itself when x underflows.
        let start = ((u.ln() + a.ln() + ln_normaliser) / a).exp();
        if start < 1e-280 {
            return start;
        }
        let mean = a / (a + b);
        self.solve_from(start.min(mean.midpoint(start)).min(1.0 - 1e-12), u)
    }

    /// I⁻¹(u). Above ½ the mirrored distribution is solved, so that a result close to 1 keeps its distance from 1.
    pub(super) fn quantile(self, u: f64) -> f64 {
        if u <= 0.0 {
            0.0
        } else if u >= 1.0 {
            1.0
        } else if u > 0.5 {
            1.0 - self.mirrored().lower_quantile(1.0 - u)
        } else {
            self.lower_quantile(u)
        }
    }
}

/// I(x; a, b).
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    Beta::new(a, b).cdf(x)
}

/// I⁻¹(u; a, b), to the last few digits.
pub fn beta_quantile(u: f64, a: f64, b: f64) -> f64 {
    Beta::new(a, b).quantile(u)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantile_inverts_cdf() {
        for (a, b) in [
            (3.6087, 2.3913),
            (1.6667, 4.3333),
            (0.5, 0.5),
            (2.0, 5.0),
            (30.0, 4.0),
        ] {
            for u in [1e-12, 1e-4, 0.1, 0.5, 0.9, 0.9999] {
                let x = beta_quantile(u, a, b);
                let back = beta_cdf(x, a, b);
                assert!(
                    (back / u - 1.0).abs() < 1e-10,
                    "a {a} b {b} u {u}: x {x} gives {back}"
                );
            }
        }
    }
}
