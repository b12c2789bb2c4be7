//! How far the draws of correlated inputs hang together.

use serde::{Deserialize, Serialize};

use crate::scenario::DependenceMethod;

/// Rank correlations of the inputs of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CorrelationSummary {
    pub method: DependenceMethod,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<f64>,
    /// Every pair of inputs that are correlated with any other.
    pub pairs: Vec<PairSummary>,
}

/// The Spearman correlation of two inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PairSummary {
    pub a: String,
    pub b: String,
    /// As the scenario has it.
    pub asked: f64,
    /// The nearest value that does not contradict the other pairs.
    pub used: f64,
    /// Of the draws; null when one does not vary. Discrete inputs fall short.
    #[cfg_attr(feature = "schema", schema(required))]
    pub reached: Option<f64>,
}
