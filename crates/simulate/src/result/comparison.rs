//! Two scenarios beside each other.

use serde::{Deserialize, Serialize};

use super::{DistributionSummary, Histogram, Probability};
use crate::engine::SimulationSettings;
use crate::scenario::Timing;

/// Two scenarios run on the same draws. Every NPV is after tax, at the rate and timing of its own scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Comparison {
    pub engine_version: String,
    pub settings: SimulationSettings,
    pub iterations: u64,
    /// That of a; money of b is converted.
    pub money_unit: String,
    pub a: ComparedScenario,
    pub b: ComparedScenario,
    /// NPV of a less that of b in the base cases.
    pub base_difference: f64,
    /// The same, iteration by iteration.
    pub difference: DistributionSummary,
    pub difference_histogram: Histogram,
    /// Share of iterations in which a is worth more than b.
    pub probability_a_beats_b: Probability,
    /// Iterations in which both are worth the same.
    pub ties: u64,
    /// Linear correlation of the two NPVs; null when one does not vary.
    #[cfg_attr(feature = "schema", schema(required))]
    pub correlation: Option<f64>,
    /// Inputs by id: those drawn alike in both, and those of one alone.
    pub shared_inputs: Vec<String>,
    pub only_in_a: Vec<String>,
    pub only_in_b: Vec<String>,
    /// What makes the two hard to compare.
    pub warnings: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ComparedScenario {
    pub name: String,
    /// SHA-256 of its canonical JSON.
    pub hash: String,
    /// Decimal per year.
    pub discount_rate: f64,
    pub timing: Timing,
    pub base_npv: f64,
    /// Decimal per year.
    #[cfg_attr(feature = "schema", schema(required))]
    pub base_irr: Option<f64>,
    pub npv: DistributionSummary,
    pub npv_histogram: Histogram,
    /// Of the iterations with exactly one rate; none without any.
    #[cfg_attr(feature = "schema", schema(required))]
    pub irr: Option<DistributionSummary>,
    pub peak_funding: DistributionSummary,
}
