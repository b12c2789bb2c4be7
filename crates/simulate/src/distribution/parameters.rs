//! Distributions as a scenario names them, and what is refused.

use serde::{Deserialize, Serialize};

/// A distribution by its parameters. P10 is the 10th percentile, the low one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Distribution {
    Fixed {
        value: f64,
    },
    Uniform {
        min: f64,
        max: f64,
    },
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    Pert {
        min: f64,
        mode: f64,
        max: f64,
        /// Weight of the mode; 4 is the usual one.
        #[serde(default = "usual_lambda")]
        lambda: f64,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    /// One of (mu, sigma) of the logarithm, (mean, sd), (p10, p90).
    Lognormal {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mu: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sigma: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mean: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sd: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p10: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p90: Option<f64>,
    },
    /// `shift` plus a lognormal given by (mu, sigma) or by the mean and sd of the part above the shift.
    ShiftedLognormal {
        shift: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mu: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sigma: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mean_of_excess: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sd_of_excess: Option<f64>,
    },
    /// The parent between two limits; either may be left out.
    Truncated {
        #[cfg_attr(feature = "schema", schema(no_recursion))]
        parent: Box<Distribution>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lower: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upper: Option<f64>,
    },
    Beta {
        alpha: f64,
        beta: f64,
        #[serde(default)]
        min: f64,
        #[serde(default = "one")]
        max: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    Weibull {
        shape: f64,
        scale: f64,
    },
    Exponential {
        mean: f64,
    },
    Discrete {
        values: Vec<f64>,
        /// Relative; they need not sum to 1.
        weights: Vec<f64>,
    },
    Bernoulli {
        p: f64,
    },
    Poisson {
        mean: f64,
    },
    /// Type-7 quantile of observed values.
    Empirical {
        sample: Vec<f64>,
    },
    /// Linear inside each bin.
    Histogram {
        edges: Vec<f64>,
        weights: Vec<f64>,
    },
}

fn usual_lambda() -> f64 {
    4.0
}

fn one() -> f64 {
    1.0
}

/// Why a distribution is refused; names the field and the rule.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DistributionError {
    #[error("{field} is {value}; it must be a finite number")]
    NotFinite { field: &'static str, value: f64 },
    #[error("{field} is {value}; it must be above {limit}")]
    NotAbove {
        field: &'static str,
        value: f64,
        limit: f64,
    },
    #[error("min {min} is not below max {max}")]
    EmptyRange { min: f64, max: f64 },
    #[error("mode {mode} lies outside [{min}, {max}]")]
    ModeOutside { mode: f64, min: f64, max: f64 },
    #[error("p10 {p10} is not below p90 {p90}; P10 is the low one")]
    PercentilesReversed { p10: f64, p90: f64 },
    #[error("a lognormal takes exactly one of the pairs {pairs}; here are {given}")]
    LognormalPair { pairs: &'static str, given: String },
    #[error("p is {value}; a probability lies in [0, 1]")]
    NotProbability { value: f64 },
    #[error("lower {lower} is not below upper {upper}")]
    LimitsReversed { lower: f64, upper: f64 },
    #[error(
        "the parent has a mass of {mass:.3e} between {lower} and {upper}; at least 1e-9 is needed"
    )]
    TruncationMass { mass: f64, lower: f64, upper: f64 },
    #[error(
        "values and weights have {values} and {weights} entries; they must match, with at least one"
    )]
    WeightsMismatch { values: usize, weights: usize },
    #[error("weight {index} is {value}; weights are zero or positive, with a positive sum")]
    BadWeight { index: usize, value: f64 },
    #[error("edges must rise, one more than there are weights")]
    BadEdges,
    #[error("a sample needs at least two values; here are {n}")]
    SampleTooSmall { n: usize },
    #[error("{field} is {value}; the largest supported is {limit}")]
    TooLarge {
        field: &'static str,
        value: f64,
        limit: f64,
    },
    #[error("a {parent} cannot be truncated; give its values directly")]
    NotTruncatable { parent: &'static str },
}

impl Distribution {
    /// The name a scenario uses for this kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Fixed { .. } => "fixed",
            Self::Uniform { .. } => "uniform",
            Self::Triangular { .. } => "triangular",
            Self::Pert { .. } => "pert",
            Self::Normal { .. } => "normal",
            Self::Lognormal { .. } => "lognormal",
            Self::ShiftedLognormal { .. } => "shifted_lognormal",
            Self::Truncated { .. } => "truncated",
            Self::Beta { .. } => "beta",
            Self::Gamma { .. } => "gamma",
            Self::Weibull { .. } => "weibull",
            Self::Exponential { .. } => "exponential",
            Self::Discrete { .. } => "discrete",
            Self::Bernoulli { .. } => "bernoulli",
            Self::Poisson { .. } => "poisson",
            Self::Empirical { .. } => "empirical",
            Self::Histogram { .. } => "histogram",
        }
    }

    /// `pert(0.9, 1, 1.2)`: for tables and exports.
    pub fn describe(&self) -> String {
        let list = |numbers: &[f64]| {
            numbers
                .iter()
                .map(f64::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        match self {
            Self::Fixed { value } => format!("fixed({value})"),
            Self::Uniform { min, max } => format!("uniform({min}, {max})"),
            Self::Triangular { min, mode, max } => format!("triangular({min}, {mode}, {max})"),
            Self::Pert {
                min,
                mode,
                max,
                lambda,
            } if (*lambda - usual_lambda()).abs() < f64::EPSILON => {
                format!("pert({min}, {mode}, {max})")
            }
            Self::Pert {
                min,
                mode,
                max,
                lambda,
            } => format!("pert({min}, {mode}, {max}; λ {lambda})"),
            Self::Normal { mean, sd } => format!("normal({mean}, {sd})"),
            Self::Lognormal {
                mu,
                sigma,
                mean,
                sd,
                p10,
                p90,
            } => format!(
                "lognormal({})",
                named(&[
                    ("µ", *mu),
                    ("σ", *sigma),
                    ("mean", *mean),
                    ("sd", *sd),
                    ("P10", *p10),
                    ("P90", *p90)
                ])
            ),
            Self::ShiftedLognormal {
                shift,
                mu,
                sigma,
                mean_of_excess,
                sd_of_excess,
            } => format!(
                "shifted lognormal({})",
                named(&[
                    ("shift", Some(*shift)),
                    ("µ", *mu),
                    ("σ", *sigma),
                    ("mean of excess", *mean_of_excess),
                    ("sd of excess", *sd_of_excess),
                ])
            ),
            Self::Truncated {
                parent,
                lower,
                upper,
            } => format!(
                "{} in [{}, {}]",
                parent.describe(),
                lower.map_or_else(|| "-∞".to_owned(), |l| l.to_string()),
                upper.map_or_else(|| "∞".to_owned(), |u| u.to_string())
            ),
            Self::Beta {
                alpha,
                beta,
                min,
                max,
            } => format!("beta({alpha}, {beta}) on [{min}, {max}]"),
            Self::Gamma { shape, scale } => format!("gamma({shape}, {scale})"),
            Self::Weibull { shape, scale } => format!("weibull({shape}, {scale})"),
            Self::Exponential { mean } => format!("exponential(mean {mean})"),
            Self::Discrete { values, weights } => {
                format!("discrete({}; weights {})", list(values), list(weights))
            }
            Self::Bernoulli { p } => format!("bernoulli({p})"),
            Self::Poisson { mean } => format!("poisson({mean})"),
            Self::Empirical { sample } => format!("empirical({} values)", sample.len()),
            Self::Histogram { weights, .. } => format!("histogram({} bins)", weights.len()),
        }
    }

    /// µ, σ and shift of a lognormal, from whichever pair was given.
    pub(super) fn lognormal_parameters(
        &self,
    ) -> Result<Option<(f64, f64, f64)>, DistributionError> {
        match *self {
            Self::Lognormal {
                mu,
                sigma,
                mean,
                sd,
                p10,
                p90,
            } => match (mu, sigma, mean, sd, p10, p90) {
                (Some(mu), Some(sigma), None, None, None, None) => {
                    finite("mu", mu)?;
                    above("sigma", sigma, 0.0)?;
                    Ok(Some((0.0, mu, sigma)))
                }
                (None, None, Some(mean), Some(sd), None, None) => {
                    above("mean", mean, 0.0)?;
                    above("sd", sd, 0.0)?;
                    let (mu, sigma) = of_mean_and_sd(mean, sd);
                    Ok(Some((0.0, mu, sigma)))
                }
                (None, None, None, None, Some(p10), Some(p90)) => {
                    above("p10", p10, 0.0)?;
                    finite("p90", p90)?;
                    if p10 >= p90 {
                        return Err(DistributionError::PercentilesReversed { p10, p90 });
                    }
                    let mu = f64::midpoint(p10.ln(), p90.ln());
                    let sigma = (p90 / p10).ln() / (2.0 * super::normal_quantile(0.9));
                    Ok(Some((0.0, mu, sigma)))
                }
                _ => Err(DistributionError::LognormalPair {
                    pairs: "(mu, sigma), (mean, sd), (p10, p90)",
                    given: named(&[
                        ("mu", mu),
                        ("sigma", sigma),
                        ("mean", mean),
                        ("sd", sd),
                        ("p10", p10),
                        ("p90", p90),
                    ]),
                }),
            },
            Self::ShiftedLognormal {
                shift,
                mu,
                sigma,
                mean_of_excess,
                sd_of_excess,
            } => {
                finite("shift", shift)?;
                match (mu, sigma, mean_of_excess, sd_of_excess) {
                    (Some(mu), Some(sigma), None, None) => {
                        finite("mu", mu)?;
                        above("sigma", sigma, 0.0)?;
                        Ok(Some((shift, mu, sigma)))
                    }
                    (None, None, Some(mean), Some(sd)) => {
                        above("mean_of_excess", mean, 0.0)?;
                        above("sd_of_excess", sd, 0.0)?;
                        let (mu, sigma) = of_mean_and_sd(mean, sd);
                        Ok(Some((shift, mu, sigma)))
                    }
                    _ => Err(DistributionError::LognormalPair {
                        pairs: "(mu, sigma), (mean_of_excess, sd_of_excess)",
                        given: named(&[
                            ("mu", mu),
                            ("sigma", sigma),
                            ("mean_of_excess", mean_of_excess),
                            ("sd_of_excess", sd_of_excess),
                        ]),
                    }),
                }
            }
            _ => Ok(None),
        }
    }
}

fn of_mean_and_sd(mean: f64, sd: f64) -> (f64, f64) {
    let variance = (sd / mean).powi(2).ln_1p();
    (mean.ln() - variance / 2.0, variance.sqrt())
}

fn named(pairs: &[(&str, Option<f64>)]) -> String {
    let given: Vec<String> = pairs
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name} {value}")))
        .collect();
    if given.is_empty() {
        "none".to_owned()
    } else {
        given.join(", ")
    }
}

pub(super) fn finite(field: &'static str, value: f64) -> Result<(), DistributionError> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(DistributionError::NotFinite { field, value })
    }
}

pub(super) fn above(field: &'static str, value: f64, limit: f64) -> Result<(), DistributionError> {
    finite(field, value)?;
    if value > limit {
        Ok(())
    } else {
        Err(DistributionError::NotAbove {
            field,
            value,
            limit,
        })
    }
}

pub(super) fn range(min: f64, max: f64) -> Result<(), DistributionError> {
    finite("min", min)?;
    finite("max", max)?;
    if !(max - min).is_finite() {
        return Err(DistributionError::TooLarge {
            field: "max - min",
            value: max - min,
            limit: f64::MAX,
        });
    }
    if min < max {
        Ok(())
    } else {
        Err(DistributionError::EmptyRange { min, max })
    }
}
