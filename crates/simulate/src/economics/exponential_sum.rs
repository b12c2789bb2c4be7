//! Sums f(u) = Σ c_k e^(-u t_k) with real times, their sign and all their real roots.
//!
//! With u = ln(1+r) this is the NPV of flows c_k at times t_k. A root of the sum is isolated by Descartes' rule in its
//! general form (Laguerre 1883; Jameson, "Counting zeros of generalised polynomials", 2006): a sum with V sign variations
//! in its coefficients has at most V real roots, counted with multiplicity, and V minus an even number of them. Multiplied
//! by e^(uτ), τ between the times of a variation, and differentiated, it has one variation less; between two neighbouring
//! roots of that derivative the sum is monotone up to a positive factor, so there is at most one root, found by bracketing.

/// Relative size below which a value at a stationary point counts as zero: the point touches the axis.
/// A sum of n products carries a rounding error of about n units in the last place of Σ|c_k|e^(-u t_k).
const TOUCH_TOLERANCE: f64 = 64.0 * f64::EPSILON;

/// Coefficients and strictly rising times, no coefficient zero.
#[derive(Debug, Clone, Default)]
pub(super) struct ExponentialSum {
    pub(super) coefficients: Vec<f64>,
    pub(super) times: Vec<f64>,
}

/// A root and whether the sum changes sign there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Root {
    pub(super) u: f64,
    pub(super) crosses: bool,
}

impl ExponentialSum {
    /// Flows at rising times; zero flows are dropped.
    pub(super) fn new(flows: &[f64], times: &[f64]) -> Self {
        let mut sum = Self::default();
        for (&flow, &time) in flows.iter().zip(times) {
            if flow != 0.0 {
                sum.coefficients.push(flow);
                sum.times.push(time);
            }
        }
        sum
    }

    pub(super) fn sign_variations(&self) -> usize {
        self.coefficients
            .windows(2)
            .filter(|pair| (pair[0] > 0.0) != (pair[1] > 0.0))
            .count()
    }

    /// Σ c e^(-u(t-t*)), its derivative by u and Σ|c| e^(-u(t-t*)), t* the time of the largest exponential: no overflow.
    pub(super) fn value_and_slope(&self, u: f64) -> (f64, f64, f64) {
        let reference = if u >= 0.0 {
            self.times[0]
        } else {
            self.times[self.times.len() - 1]
        };
        let (mut value, mut slope, mut size) = (0.0, 0.0, 0.0);
        for (&c, &t) in self.coefficients.iter().zip(&self.times) {
            let term = c * (-u * (t - reference)).exp();
            value += term;
            slope -= (t - reference) * term;
            size += term.abs();
        }
        (value, slope, size)
    }

    /// An interval outside which the first or the last term outweighs all others.
    fn bounds(&self) -> (f64, f64) {
        let n = self.coefficients.len();
        let total = self.coefficients.iter().map(|c| c.abs()).sum::<f64>().ln();
        let upper = (total - self.coefficients[0].abs().ln()) / (self.times[1] - self.times[0]);
        let lower =
            (self.coefficients[n - 1].abs().ln() - total) / (self.times[n - 1] - self.times[n - 2]);
        (
            lower - 1e-3 - lower.abs() * 1e-3,
            upper + 1e-3 + upper.abs() * 1e-3,
        )
    }

    /// All real roots, rising in u.
    pub(super) fn roots(&self) -> Vec<Root> {
        let variations = self.sign_variations();
        if variations == 0 {
            return Vec::new();
        }
        let stationary = if variations == 1 {
            Vec::new()
        } else {
            self.derivative_with_one_variation_less().roots()
        };
        let (low, high) = self.bounds();
        let mut points = vec![low];
        points.extend(
            stationary
                .iter()
                .filter(|root| root.crosses)
                .map(|root| root.u)
                .filter(|u| *u > low && *u < high),
        );
        points.push(high);

        let signs: Vec<i8> = points.iter().map(|&u| self.sign(u)).collect();
        let mut roots = Vec::new();
        for k in 0..points.len() {
            if signs[k] == 0 {
                let before = signs[..k].iter().rev().find(|sign| **sign != 0);
                let after = signs[k + 1..].iter().find(|sign| **sign != 0);
                let crosses = matches!((before, after), (Some(a), Some(b)) if a != b);
                roots.push(Root {
                    u: points[k],
                    crosses,
                });
            }
            if k + 1 < points.len() && signs[k] * signs[k + 1] < 0 {
                roots.push(Root {
                    u: self.bracketed_root(points[k], points[k + 1]),
                    crosses: true,
                });
            }
        }
        roots
    }

    fn sign(&self, u: f64) -> i8 {
        let (value, _, size) = self.value_and_slope(u);
        if value.abs() <= TOUCH_TOLERANCE * size {
            0
        } else if value > 0.0 {
            1
        } else {
            -1
        }
    }

    /// d/du of e^(uτ) f(u), up to sign, τ in the middle of the first variation.
    fn derivative_with_one_variation_less(&self) -> Self {
        let at = self
            .coefficients
            .windows(2)
            .position(|pair| (pair[0] > 0.0) != (pair[1] > 0.0))
            .expect("called with at least two variations");
        let pivot = f64::midpoint(self.times[at], self.times[at + 1]);
        Self {
            coefficients: self
                .coefficients
                .iter()
                .zip(&self.times)
                .map(|(c, t)| c * (t - pivot))
                .collect(),
            times: self.times.clone(),
        }
    }

    /// The root between two points of opposite sign: Newton steps kept inside a shrinking bracket.
    pub(super) fn bracketed_root(&self, mut low: f64, mut high: f64) -> f64 {
        let rising = self.value_and_slope(low).0 < 0.0;
        let mut u = f64::midpoint(low, high);
        for _ in 0..200 {
            let (value, slope, _) = self.value_and_slope(u);
            if value == 0.0 {
                return u;
            }
            if (value < 0.0) == rising {
                low = u;
            } else {
                high = u;
            }
            let step = value / slope;
            let done = 2.0 * f64::EPSILON * (1.0 + u.abs());
            if step.abs() <= done || high - low <= done {
                return u;
            }
            let next = u - step;
            u = if next > low && next < high {
                next
            } else {
                f64::midpoint(low, high)
            };
        }
        u
    }
}
