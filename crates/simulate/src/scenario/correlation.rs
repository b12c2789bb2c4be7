//! How uncertain inputs move together.

use serde::{Deserialize, Serialize};

use super::Source;

/// Rank correlations between uncertain inputs; pairs that are not named are independent of each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    #[serde(default)]
    pub method: DependenceMethod,
    /// Of a t copula: few make joint extremes likely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<f64>,
    pub pairs: Vec<CorrelatedPair>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// How the draws are made dependent (definitions B2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DependenceMethod {
    /// Gaussian copula: no dependence between extremes.
    #[default]
    Gaussian,
    /// t copula: extremes come together.
    T,
    /// Reorders the draws of each input; they keep their strata.
    ImanConover,
}

impl DependenceMethod {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gaussian => "Gaussian copula",
            Self::T => "t copula",
            Self::ImanConover => "Iman–Conover reordering",
        }
    }
}

/// The rank correlation of two uncertain inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrelatedPair {
    /// Id of an uncertain input.
    pub a: String,
    pub b: String,
    /// Spearman, between -1 and 1.
    pub rho: f64,
}
