//! A checked distribution, ready to turn u in (0, 1) into a value.

use statrs::function::gamma::{gamma_lr, gamma_ur};

use super::beta::Beta;
use super::discrete::{DiscreteTable, PiecewiseLinear};
use super::gamma::{gamma_quantile, gamma_start};
use super::{MonotoneTable, normal_cdf, normal_quantile, standard_normals};
use crate::exponential::exp;
use crate::widest::widest;

/// The inverse CDF of one distribution.
#[derive(Debug, Clone)]
pub struct Quantile {
    pub(super) shape: Shape,
}

#[derive(Debug, Clone)]
pub(super) enum Shape {
    Fixed(f64),
    Uniform {
        min: f64,
        max: f64,
    },
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    /// Beta on [min, max]; draws come from the table.
    Beta {
        a: f64,
        b: f64,
        min: f64,
        max: f64,
        table: Box<MonotoneTable>,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    Lognormal {
        shift: f64,
        mu: f64,
        sigma: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
        table: Box<MonotoneTable>,
    },
    Weibull {
        shape: f64,
        scale: f64,
    },
    /// F(l) and F(h) of the parent; in the upper half both are survival probabilities instead.
    Truncated {
        parent: Box<Quantile>,
        from: f64,
        to: f64,
        upper_half: bool,
        lower: f64,
        upper: f64,
    },
    Discrete(DiscreteTable),
    PiecewiseLinear(PiecewiseLinear),
}

impl Quantile {
    /// F⁻¹(u) for u in (0, 1).
    pub fn at(&self, u: f64) -> f64 {
        match &self.shape {
            Shape::Fixed(value) => *value,
            Shape::Uniform { min, max } => min + u * (max - min),
            Shape::Triangular { min, mode, max } => {
                if u * (max - min) <= mode - min {
                    min + (u * (max - min) * (mode - min)).sqrt()
                } else {
                    max - ((1.0 - u) * (max - min) * (max - mode)).sqrt()
                }
            }
            Shape::Beta { a, b, min, max, .. } => min + (max - min) * Beta::new(*a, *b).quantile(u),
            Shape::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Shape::Lognormal { shift, mu, sigma } => {
                shift + (mu + sigma * normal_quantile(u)).exp()
            }
            Shape::Gamma { shape, scale, .. } => {
                scale * gamma_quantile(gamma_start(*shape, u), *shape, u, 1.0 - u)
            }
            Shape::Weibull { shape, scale } => scale * (-(-u).ln_1p()).powf(1.0 / shape),
            Shape::Truncated {
                parent,
                from,
                to,
                upper_half,
                lower,
                upper,
            } => {
                let p = from + u * (to - from);
                let x = if *upper_half {
                    parent.at_upper(p)
                } else {
                    parent.at(p)
                };
                x.clamp(*lower, *upper)
            }
            Shape::Discrete(table) => table.quantile(u),
            Shape::PiecewiseLinear(pieces) => pieces.quantile(u),
        }
    }

    /// F⁻¹(1 - q), accurate for small q.
    fn at_upper(&self, q: f64) -> f64 {
        match &self.shape {
            Shape::Uniform { min, max } => max - q * (max - min),
            Shape::Triangular { min, mode, max } => {
                if q * (max - min) <= max - mode {
                    max - (q * (max - min) * (max - mode)).sqrt()
                } else {
                    self.at(1.0 - q)
                }
            }
            Shape::Beta { a, b, min, max, .. } => {
                min + (max - min) * (1.0 - Beta::new(*b, *a).quantile(q))
            }
            Shape::Normal { mean, sd } => mean - sd * normal_quantile(q),
            Shape::Lognormal { shift, mu, sigma } => {
                shift + (mu - sigma * normal_quantile(q)).exp()
            }
            Shape::Gamma { shape, scale, .. } => {
                scale * gamma_quantile(gamma_start(*shape, 1.0 - q), *shape, 1.0 - q, q)
            }
            Shape::Weibull { shape, scale } => scale * (-q.ln()).powf(1.0 / shape),
            Shape::Fixed(_)
            | Shape::Truncated { .. }
            | Shape::Discrete(_)
            | Shape::PiecewiseLinear(_) => self.at(1.0 - q),
        }
    }

    /// Replaces each u by a draw. Beta and gamma draws come from the table, within [`super::MAX_TABLE_ERROR`] of the range.
    pub fn fill(&self, values: &mut [f64]) {
        match &self.shape {
            Shape::Normal { mean, sd } => {
                standard_normals(values);
                for value in values {
                    *value = mean + sd * *value;
                }
            }
            Shape::Lognormal { shift, mu, sigma } => {
                standard_normals(values);
                lognormal(values, *shift, *mu, *sigma);
            }
            Shape::Beta {
                a,
                b,
                min,
                max,
                table,
            } => fill_from_table(values, table, *min, max - min, |u| {
                Beta::new(*a, *b).quantile(u)
            }),
            Shape::Gamma {
                shape,
                scale,
                table,
            } => fill_from_table(values, table, 0.0, *scale, |u| {
                gamma_quantile(gamma_start(*shape, u), *shape, u, 1.0 - u)
            }),
            Shape::Triangular { min, mode, max } => triangular(values, *min, *mode, *max),
            _ => {
                for value in values {
                    *value = self.at(*value);
                }
            }
        }
    }

    /// Largest error of a table this distribution draws from, relative to the range; zero when it is exact.
    pub fn table_error(&self) -> f64 {
        match &self.shape {
            Shape::Beta { table, .. } | Shape::Gamma { table, .. } => table.error(),
            _ => 0.0,
        }
    }

    /// P(X <= x); for discrete shapes not needed and therefore absent.
    pub(super) fn cdf(&self, x: f64) -> Option<f64> {
        Some(match &self.shape {
            Shape::Uniform { min, max } => ((x - min) / (max - min)).clamp(0.0, 1.0),
            Shape::Triangular { min, mode, max } => {
                if x <= *min {
                    0.0
                } else if x < *mode {
                    (x - min).powi(2) / ((max - min) * (mode - min))
                } else if x < *max {
                    1.0 - (max - x).powi(2) / ((max - min) * (max - mode))
                } else {
                    1.0
                }
            }
            Shape::Beta { a, b, min, max, .. } => Beta::new(*a, *b).cdf((x - min) / (max - min)),
            Shape::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Shape::Lognormal { shift, mu, sigma } => {
                if x <= *shift {
                    0.0
                } else {
                    normal_cdf(((x - shift).ln() - mu) / sigma)
                }
            }
            Shape::Gamma { shape, scale, .. } => {
                if x <= 0.0 {
                    0.0
                } else {
                    gamma_lr(*shape, x / scale)
                }
            }
            Shape::Weibull { shape, scale } => {
                if x <= 0.0 {
                    0.0
                } else {
                    -(-(x / scale).powf(*shape)).exp_m1()
                }
            }
            Shape::PiecewiseLinear(pieces) => pieces.cdf(x),
            Shape::Fixed(_) | Shape::Discrete(_) | Shape::Truncated { .. } => return None,
        })
    }

    /// P(X > x), accurate in the upper tail.
    pub(super) fn survival(&self, x: f64) -> Option<f64> {
        Some(match &self.shape {
            Shape::Normal { mean, sd } => normal_cdf((mean - x) / sd),
            Shape::Lognormal { shift, mu, sigma } => {
                if x <= *shift {
                    1.0
                } else {
                    normal_cdf((mu - (x - shift).ln()) / sigma)
                }
            }
            Shape::Beta { a, b, min, max, .. } => Beta::new(*b, *a).cdf((max - x) / (max - min)),
            Shape::Gamma { shape, scale, .. } => {
                if x <= 0.0 {
                    1.0
                } else {
                    gamma_ur(*shape, x / scale)
                }
            }
            Shape::Weibull { shape, scale } => {
                if x <= 0.0 {
                    1.0
                } else {
                    (-(x / scale).powf(*shape)).exp()
                }
            }
            Shape::Triangular { mode, min, max } if x >= *mode && x < *max => {
                (max - x).powi(2) / ((max - min) * (max - mode))
            }
            _ => 1.0 - self.cdf(x)?,
        })
    }
}

widest! {
    /// Standard normals into lognormals.
    fn lognormal(values: &mut [f64], shift: f64, mu: f64, sigma: f64) {
        for value in values {
            *value = shift + exp(mu + sigma * *value);
        }
    }
}

widest! {
    /// The same digits as [`Quantile::at`], without branches.
    fn triangular(values: &mut [f64], min: f64, mode: f64, max: f64) {
        let (range, left, right) = (max - min, mode - min, max - mode);
        for value in values {
            let u = *value;
            let is_left = u * range <= left;
            let area = if is_left { u * range * left } else { (1.0 - u) * range * right };
            let distance = area.sqrt();
            *value = if is_left { min + distance } else { max - distance };
        }
    }
}

fn fill_from_table(
    values: &mut [f64],
    table: &MonotoneTable,
    offset: f64,
    scale: f64,
    exact: impl Fn(f64) -> f64,
) {
    const CHUNK: usize = 64;
    for chunk in values.chunks_mut(CHUNK) {
        let mut uniform = [0.5; CHUNK];
        uniform[..chunk.len()].copy_from_slice(chunk);
        standard_normals(chunk);
        if chunk.iter().all(|z| MonotoneTable::covers(*z)) {
            table.fill(chunk, offset, scale);
            continue;
        }
        for (value, &u) in chunk.iter_mut().zip(&uniform) {
            let x = if MonotoneTable::covers(*value) {
                table.at(*value)
            } else {
                exact(u)
            };
            *value = offset + scale * x;
        }
    }
}
