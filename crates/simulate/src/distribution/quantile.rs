//! A checked distribution, ready to turn u in (0, 1) into a value.

use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

use super::beta::{beta_cdf, beta_density, beta_quantile, beta_quantile_upper, solve_from};
use super::discrete::{DiscreteTable, PiecewiseLinear};
use super::parameters::{above, finite, range};
use super::{
    Distribution, DistributionError, MonotoneTable, normal_cdf, normal_quantile, standard_normals,
};

/// Least mass a truncation interval may hold.
const MIN_TRUNCATION_MASS: f64 = 1e-9;
const LARGEST_POISSON_MEAN: f64 = 1e6;

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

impl Distribution {
    /// Checks the parameters and prepares the inverse CDF.
    pub fn quantile(&self) -> Result<Quantile, DistributionError> {
        let shape = match self {
            Self::Fixed { value } => {
                finite("value", *value)?;
                Shape::Fixed(*value)
            }
            Self::Uniform { min, max } => {
                range(*min, *max)?;
                Shape::Uniform {
                    min: *min,
                    max: *max,
                }
            }
            Self::Triangular { min, mode, max } => {
                mode_inside(*min, *mode, *max)?;
                Shape::Triangular {
                    min: *min,
                    mode: *mode,
                    max: *max,
                }
            }
            Self::Pert {
                min,
                mode,
                max,
                lambda,
            } => {
                mode_inside(*min, *mode, *max)?;
                above("lambda", *lambda, 0.0)?;
                let a = 1.0 + lambda * (mode - min) / (max - min);
                let b = 1.0 + lambda * (max - mode) / (max - min);
                beta_shape(a, b, *min, *max)
            }
            Self::Beta {
                alpha,
                beta,
                min,
                max,
            } => {
                range(*min, *max)?;
                above("alpha", *alpha, 0.0)?;
                above("beta", *beta, 0.0)?;
                beta_shape(*alpha, *beta, *min, *max)
            }
            Self::Normal { mean, sd } => {
                finite("mean", *mean)?;
                above("sd", *sd, 0.0)?;
                Shape::Normal {
                    mean: *mean,
                    sd: *sd,
                }
            }
            Self::Lognormal { .. } | Self::ShiftedLognormal { .. } => {
                let (shift, mu, sigma) = self
                    .lognormal_parameters()?
                    .expect("a lognormal has parameters");
                Shape::Lognormal { shift, mu, sigma }
            }
            Self::Gamma { shape, scale } => {
                above("shape", *shape, 0.0)?;
                above("scale", *scale, 0.0)?;
                Shape::Gamma {
                    shape: *shape,
                    scale: *scale,
                    table: Box::new(gamma_table(*shape)),
                }
            }
            Self::Weibull { shape, scale } => {
                above("shape", *shape, 0.0)?;
                above("scale", *scale, 0.0)?;
                Shape::Weibull {
                    shape: *shape,
                    scale: *scale,
                }
            }
            Self::Exponential { mean } => {
                above("mean", *mean, 0.0)?;
                Shape::Weibull {
                    shape: 1.0,
                    scale: *mean,
                }
            }
            Self::Discrete { values, weights } => {
                if values.is_empty() || values.len() != weights.len() {
                    return Err(DistributionError::WeightsMismatch {
                        values: values.len(),
                        weights: weights.len(),
                    });
                }
                for value in values {
                    finite("values", *value)?;
                }
                check_weights(weights)?;
                Shape::Discrete(DiscreteTable::new(values, weights))
            }
            Self::Bernoulli { p } => {
                if !(0.0..=1.0).contains(p) {
                    return Err(DistributionError::NotProbability { value: *p });
                }
                Shape::Discrete(DiscreteTable::new(&[0.0, 1.0], &[1.0 - p, *p]))
            }
            Self::Poisson { mean } => {
                above("mean", *mean, 0.0)?;
                if *mean > LARGEST_POISSON_MEAN {
                    return Err(DistributionError::TooLarge {
                        field: "mean",
                        value: *mean,
                        limit: LARGEST_POISSON_MEAN,
                    });
                }
                Shape::Discrete(DiscreteTable::poisson(*mean))
            }
            Self::Empirical { sample } => {
                if sample.len() < 2 {
                    return Err(DistributionError::SampleTooSmall { n: sample.len() });
                }
                for value in sample {
                    finite("sample", *value)?;
                }
                Shape::PiecewiseLinear(PiecewiseLinear::of_sample(sample))
            }
            Self::Histogram { edges, weights } => {
                let rising = edges.windows(2).all(|pair| pair[0] < pair[1])
                    && edges.iter().all(|e| e.is_finite());
                if weights.is_empty() || edges.len() != weights.len() + 1 || !rising {
                    return Err(DistributionError::BadEdges);
                }
                check_weights(weights)?;
                Shape::PiecewiseLinear(PiecewiseLinear::of_histogram(edges, weights))
            }
            Self::Truncated {
                parent,
                lower,
                upper,
            } => truncated(parent, *lower, *upper)?,
        };
        Ok(Quantile { shape })
    }
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
            Shape::Beta { a, b, min, max, .. } => min + (max - min) * beta_quantile(u, *a, *b),
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
                min + (max - min) * beta_quantile_upper(q, *a, *b)
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
                for value in values {
                    *value = shift + (mu + sigma * *value).exp();
                }
            }
            Shape::Beta {
                a,
                b,
                min,
                max,
                table,
            } => fill_from_table(values, table, *min, max - min, |u| beta_quantile(u, *a, *b)),
            Shape::Gamma {
                shape,
                scale,
                table,
            } => fill_from_table(values, table, 0.0, *scale, |u| {
                gamma_quantile(gamma_start(*shape, u), *shape, u, 1.0 - u)
            }),
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
    fn cdf(&self, x: f64) -> Option<f64> {
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
            Shape::Beta { a, b, min, max, .. } => beta_cdf((x - min) / (max - min), *a, *b),
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
    fn survival(&self, x: f64) -> Option<f64> {
        Some(match &self.shape {
            Shape::Normal { mean, sd } => normal_cdf((mean - x) / sd),
            Shape::Lognormal { shift, mu, sigma } => {
                if x <= *shift {
                    1.0
                } else {
                    normal_cdf((mu - (x - shift).ln()) / sigma)
                }
            }
            Shape::Beta { a, b, min, max, .. } => beta_cdf((max - x) / (max - min), *b, *a),
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

fn fill_from_table(
    values: &mut [f64],
    table: &MonotoneTable,
    offset: f64,
    scale: f64,
    exact: impl Fn(f64) -> f64,
) {
    const CHUNK: usize = 32;
    for chunk in values.chunks_mut(CHUNK) {
        let mut uniform = [0.5; CHUNK];
        uniform[..chunk.len()].copy_from_slice(chunk);
        standard_normals(chunk);
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

fn beta_shape(a: f64, b: f64, min: f64, max: f64) -> Shape {
    let table = MonotoneTable::build(
        |start, u, survival| {
            if survival < 0.5 {
                1.0 - solve_from(inside(1.0 - start), survival, b, a)
            } else {
                solve_from(inside(start), u, a, b)
            }
        },
        |x| beta_cdf(x, a, b),
        |x| beta_density(x, a, b),
        beta_quantile(0.5, a, b),
    );
    Shape::Beta {
        a,
        b,
        min,
        max,
        table: Box::new(table),
    }
}

fn inside(x: f64) -> f64 {
    x.clamp(1e-300, 1.0 - 1e-15)
}

/// Standard gamma: scale 1.
fn gamma_table(shape: f64) -> MonotoneTable {
    MonotoneTable::build(
        |start, u, survival| gamma_quantile(start.max(1e-300), shape, u, survival),
        |x| if x <= 0.0 { 0.0 } else { gamma_lr(shape, x) },
        |x| gamma_density(shape, x),
        gamma_quantile(gamma_start(shape, 0.5), shape, 0.5, 0.5),
    )
}

fn gamma_density(shape: f64, x: f64) -> f64 {
    ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp()
}

/// Wilson–Hilferty, or the leading power of the CDF near zero.
fn gamma_start(shape: f64, u: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let cube_root = 1.0 - ninth + normal_quantile(u) * ninth.sqrt();
    if cube_root > 0.3 {
        shape * cube_root.powi(3)
    } else {
        ((u.ln() + ln_gamma(shape + 1.0)) / shape).exp()
    }
}

/// Root of the standard gamma CDF, from the smaller of the two tails.
fn gamma_quantile(start: f64, shape: f64, u: f64, survival: f64) -> f64 {
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
        let newton = error / gamma_density(shape, x);
        let bend = (shape - 1.0) / x - 1.0;
        let mut next = x - newton / (1.0 - (0.5 * newton * bend).clamp(-0.5, 0.5));
        if !(next > low && next < high) {
            next = if high.is_finite() {
                f64::midpoint(low, high)
            } else {
                x * 2.0
            };
        }
        if (next - x).abs() <= 1e-15 * x || error == 0.0 {
            return next;
        }
        x = next;
    }
    x
}

fn truncated(
    parent: &Distribution,
    lower: Option<f64>,
    upper: Option<f64>,
) -> Result<Shape, DistributionError> {
    let kind = parent.kind();
    let parent = parent.quantile()?;
    let low = lower.unwrap_or(f64::NEG_INFINITY);
    let high = upper.unwrap_or(f64::INFINITY);
    if low.is_nan() || high.is_nan() || low >= high {
        return Err(DistributionError::LimitsReversed {
            lower: low,
            upper: high,
        });
    }
    let not_truncatable = DistributionError::NotTruncatable { parent: kind };
    let cdf = |x: f64| {
        if x == f64::NEG_INFINITY {
            Some(0.0)
        } else if x == f64::INFINITY {
            Some(1.0)
        } else {
            parent.cdf(x)
        }
    };
    let survival = |x: f64| {
        if x == f64::NEG_INFINITY {
            Some(1.0)
        } else if x == f64::INFINITY {
            Some(0.0)
        } else {
            parent.survival(x)
        }
    };
    let Some(below) = cdf(low) else {
        return Err(not_truncatable);
    };
    let upper_half = below > 0.5;
    let (from, to) = if upper_half {
        (survival(low), survival(high))
    } else {
        (Some(below), cdf(high))
    };
    let (Some(from), Some(to)) = (from, to) else {
        return Err(not_truncatable);
    };
    let mass = (to - from).abs();
    if mass < MIN_TRUNCATION_MASS {
        return Err(DistributionError::TruncationMass {
            mass,
            lower: low,
            upper: high,
        });
    }
    Ok(Shape::Truncated {
        parent: Box::new(parent),
        from,
        to,
        upper_half,
        lower: low,
        upper: high,
    })
}

fn mode_inside(min: f64, mode: f64, max: f64) -> Result<(), DistributionError> {
    range(min, max)?;
    finite("mode", mode)?;
    if (min..=max).contains(&mode) {
        Ok(())
    } else {
        Err(DistributionError::ModeOutside { mode, min, max })
    }
}

fn check_weights(weights: &[f64]) -> Result<(), DistributionError> {
    for (index, &value) in weights.iter().enumerate() {
        if !(value.is_finite() && value >= 0.0) {
            return Err(DistributionError::BadWeight { index, value });
        }
    }
    if weights.iter().sum::<f64>() > 0.0 {
        Ok(())
    } else {
        Err(DistributionError::BadWeight {
            index: 0,
            value: 0.0,
        })
    }
}
