//! Mean and standard deviation of a distribution, as shown beside it.

use statrs::function::gamma::gamma;

use super::quantile::{Quantile, Shape};
use super::{normal_cdf, normal_density};

impl Quantile {
    pub fn mean(&self) -> f64 {
        self.mean_and_sd().0
    }

    pub fn sd(&self) -> f64 {
        self.mean_and_sd().1
    }

    /// Closed forms where there are any; otherwise ∫F⁻¹(u)du and ∫(F⁻¹(u) - mean)²du.
    pub fn mean_and_sd(&self) -> (f64, f64) {
        match &self.shape {
            Shape::Fixed(value) => (*value, 0.0),
            Shape::Uniform { min, max } => {
                (f64::midpoint(*min, *max), (max - min) / 12.0_f64.sqrt())
            }
            Shape::Triangular { min, mode, max } => {
                let variance =
                    (min * min + mode * mode + max * max - min * mode - min * max - mode * max)
                        / 18.0;
                ((min + mode + max) / 3.0, variance.max(0.0).sqrt())
            }
            Shape::Beta { a, b, min, max, .. } => {
                let width = max - min;
                let sum = a + b;
                (
                    min + width * a / sum,
                    width * (a * b / (sum + 1.0)).sqrt() / sum,
                )
            }
            Shape::Normal { mean, sd } => (*mean, *sd),
            Shape::Lognormal { shift, mu, sigma } => {
                let mean = (mu + sigma * sigma / 2.0).exp();
                (shift + mean, mean * (sigma * sigma).exp_m1().sqrt())
            }
            Shape::Gamma { shape, scale, .. } => (shape * scale, shape.sqrt() * scale),
            Shape::Weibull { shape, scale } => {
                let first = gamma(1.0 + 1.0 / shape);
                (
                    scale * first,
                    scale * (gamma(1.0 + 2.0 / shape) - first * first).max(0.0).sqrt(),
                )
            }
            Shape::Truncated {
                parent,
                lower,
                upper,
                ..
            } => match &parent.shape {
                Shape::Normal { mean, sd } => truncated_normal(*mean, *sd, *lower, *upper),
                _ => self.by_quadrature(),
            },
            Shape::Discrete(table) => table.mean_and_sd(),
            Shape::PiecewiseLinear(pieces) => pieces.mean_and_sd(),
        }
    }

    /// Tanh-sinh quadrature over u, which tolerates inverses that are singular at 0 and 1.
    fn by_quadrature(&self) -> (f64, f64) {
        const STEP: f64 = 1.0 / 32.0;
        let nodes: Vec<(f64, f64)> = (-128..=128)
            .map(|k| {
                let t = f64::from(k) * STEP;
                let inner = std::f64::consts::FRAC_PI_2 * t.sinh();
                let u = 1.0 / (1.0 + (-2.0 * inner).exp());
                let weight =
                    STEP * std::f64::consts::FRAC_PI_2 * t.cosh() / (2.0 * inner.cosh().powi(2));
                (u, weight)
            })
            .filter(|(u, weight)| *u > 0.0 && *u < 1.0 && *weight > 0.0)
            .map(|(u, weight)| (self.at(u), weight))
            .collect();
        let total: f64 = nodes.iter().map(|node| node.1).sum();
        let mean = nodes.iter().map(|(x, w)| x * w).sum::<f64>() / total;
        let variance = nodes
            .iter()
            .map(|(x, w)| (x - mean).powi(2) * w)
            .sum::<f64>()
            / total;
        (mean, variance.sqrt())
    }
}

fn truncated_normal(mean: f64, sd: f64, lower: f64, upper: f64) -> (f64, f64) {
    let (a, b) = ((lower - mean) / sd, (upper - mean) / sd);
    let mass = if a > 0.0 {
        normal_cdf(-a) - normal_cdf(-b)
    } else {
        normal_cdf(b) - normal_cdf(a)
    };
    let (fa, fb) = (normal_density(a), normal_density(b));
    let shift = (fa - fb) / mass;
    let edge = |z: f64, f: f64| if z.is_finite() { z * f } else { 0.0 };
    let variance = 1.0 + (edge(a, fa) - edge(b, fb)) / mass - shift * shift;
    (mean + sd * shift, sd * variance.max(0.0).sqrt())
}
