//! Variance-based sensitivity of the NPV.

use serde::{Deserialize, Serialize};

use crate::sensitivity::SobolIndex;

/// Sobol indices of all inputs, the largest total first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SobolReport {
    /// Base points.
    pub points: u64,
    pub seed: u64,
    /// Runs of the scenario: points × (inputs + 2).
    pub evaluations: u64,
    /// What inputs explain one by one; the rest of 1 is interaction.
    pub sum_of_first: f64,
    pub entries: Vec<SobolEntry>,
    pub note: String,
}

/// The indices of one input, a price path counting as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SobolEntry {
    pub input: String,
    pub label: String,
    #[serde(flatten)]
    pub index: SobolIndex,
}
