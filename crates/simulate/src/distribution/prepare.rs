//! Checking a distribution's parameters and preparing its inverse CDF.

use statrs::function::gamma::gamma_lr;

use super::beta::Beta;
use super::discrete::{DiscreteTable, PiecewiseLinear};
use super::gamma::{gamma_density, gamma_quantile, gamma_start};
use super::parameters::{above, finite, range};
use super::quantile::Shape;
use super::{Distribution, DistributionError, MonotoneTable, Quantile};

/// Least mass a truncation interval may hold.
const MIN_TRUNCATION_MASS: f64 = 1e-9;
const LARGEST_POISSON_MEAN: f64 = 1e6;
/// Beyond this a beta or gamma distribution is a normal one of relative width below 0.3 %, and its inverse takes long.
const LARGEST_SHAPE: f64 = 1e5;

/// Above 0 and no larger than what can be inverted.
fn positive_up_to(field: &'static str, value: f64, limit: f64) -> Result<(), DistributionError> {
    above(field, value, 0.0)?;
    if value > limit {
        return Err(DistributionError::TooLarge {
            field,
            value,
            limit,
        });
    }
    Ok(())
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
                positive_up_to("lambda", *lambda, LARGEST_SHAPE)?;
                let a = 1.0 + lambda * ((mode - min) / (max - min));
                let b = 1.0 + lambda * ((max - mode) / (max - min));
                beta_shape(a, b, *min, *max)
            }
            Self::Beta {
                alpha,
                beta,
                min,
                max,
            } => {
                range(*min, *max)?;
                positive_up_to("alpha", *alpha, LARGEST_SHAPE)?;
                positive_up_to("beta", *beta, LARGEST_SHAPE)?;
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
                positive_up_to("shape", *shape, LARGEST_SHAPE)?;
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
                positive_up_to("mean", *mean, LARGEST_POISSON_MEAN)?;
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

fn beta_shape(a: f64, b: f64, min: f64, max: f64) -> Shape {
    let beta = Beta::new(a, b);
    let table = MonotoneTable::build(
        |start, u, survival| {
            if survival < 0.5 {
                1.0 - beta.mirrored().solve_from(inside(1.0 - start), survival)
            } else {
                beta.solve_from(inside(start), u)
            }
        },
        |x| beta.cdf(x),
        |x| beta.density(x),
        beta.quantile(0.5),
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
