//! The simulated case: distributions, bands, drivers and how they were drawn.

use serde::{Deserialize, Serialize};

use super::{BaseCase, ByTiming, CorrelationSummary};
use crate::engine::SimulationSettings;
use crate::scenario::Timing;

/// One run of the engine over a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SimulationResult {
    pub engine_version: String,
    pub scenario_name: String,
    /// SHA-256 of the canonical JSON of the scenario that was run: the same hash, settings and engine give the same
    /// digits. Results of earlier engines have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_hash: Option<String>,
    pub settings: SimulationSettings,
    /// Fewer than asked for when the run was cancelled; the figures then describe these only.
    pub iterations: u64,
    pub cancelled: bool,
    pub money_unit: String,
    pub discount_rate: f64,
    pub timing: Timing,
    /// The deterministic case the tornado is drawn around.
    pub base_npv: ByTiming,
    #[cfg_attr(feature = "schema", schema(required))]
    pub base_irr: Option<f64>,
    /// Share of iterations whose NPV is below the deterministic one.
    pub base_npv_percentile: f64,
    /// After tax, headline timing.
    pub npv: DistributionSummary,
    pub npv_start: DistributionSummary,
    pub npv_mid: DistributionSummary,
    pub npv_end: DistributionSummary,
    pub irr: IrrSummary,
    pub payback: PaybackSummary,
    pub peak_funding: DistributionSummary,
    pub npv_histogram: Histogram,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_funding_histogram: Option<Histogram>,
    /// After-tax cash flow of each period.
    pub cash_flow: Vec<Band>,
    pub cumulative_cash_flow: Vec<Band>,
    /// Iterations the bands were taken from (the first ones; all of them unless the run is very large).
    pub bands_iterations: u64,
    pub tornado: Tornado,
    pub convergence: Convergence,
    pub inputs: Vec<InputSummary>,
    /// Of the inputs that are correlated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<CorrelationSummary>,
    pub warnings: Vec<String>,
    pub assumptions: Vec<String>,
}

/// A distribution of one output over the iterations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DistributionSummary {
    pub unit: String,
    /// Iterations with a value.
    pub n: u64,
    pub mean: f64,
    /// Sample standard deviation ÷ √n.
    pub standard_error: f64,
    pub sd: f64,
    pub min: f64,
    pub max: f64,
    /// P1, 5, 10, 25, 50, 75, 90, 95, 99 (type 7); P10 is the low one.
    pub percentiles: Vec<Percentile>,
    /// Share strictly below zero.
    pub probability_negative: Probability,
    /// The 5 % quantile, sign kept.
    pub var_5: f64,
    /// Mean of the worst 5 %.
    pub cvar_5: f64,
}

impl DistributionSummary {
    /// The stored percentile `p` (in percent), if it is one of those kept.
    pub fn percentile(&self, p: f64) -> Option<f64> {
        self.percentiles
            .iter()
            .find(|q| (q.p - p).abs() < 1e-9)
            .map(|q| q.value)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Percentile {
    /// In percent.
    pub p: f64,
    pub value: f64,
    /// 95 % order-statistic interval.
    pub low: f64,
    pub high: f64,
}

/// A share with its 95 % Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Probability {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub count: u64,
}

/// Iterations with exactly one rate are in the distribution; the others are counted by status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IrrSummary {
    #[cfg_attr(feature = "schema", schema(required))]
    pub distribution: Option<DistributionSummary>,
    /// Of the iterations in the distribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub histogram: Option<Histogram>,
    pub unique: u64,
    pub several: u64,
    pub none: u64,
    /// `none` by reason.
    pub none_all_zero: u64,
    pub none_no_sign_change: u64,
    pub none_no_real_root: u64,
    pub none_touches_only: u64,
}

/// Payback in years from the start of the first period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PaybackSummary {
    #[cfg_attr(feature = "schema", schema(required))]
    pub distribution: Option<DistributionSummary>,
    /// Of the iterations in the distribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub histogram: Option<Histogram>,
    /// Subtract to count from the first period with sales.
    #[cfg_attr(feature = "schema", schema(required))]
    pub production_start_years: Option<f64>,
    pub not_recovered: u64,
    /// Iterations whose cumulative flow falls below zero again.
    pub recrosses: u64,
}

/// Equal bins of a nice step from the Freedman–Diaconis rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Histogram {
    pub unit: String,
    pub step: f64,
    pub bins: Vec<Bin>,
    /// Iterations below the first and above the last bin.
    pub below: u64,
    pub above: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Bin {
    pub from: f64,
    pub to: f64,
    pub count: u64,
}

/// One period of a fan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = CashFlowBand))]
pub struct Band {
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    pub mean: f64,
    /// The deterministic case.
    pub base: f64,
}

/// What moves the NPV.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tornado {
    /// NPV with every input at base, headline timing.
    pub base: f64,
    /// By absolute swing, largest first.
    pub swing: Vec<SwingEntry>,
    /// By absolute Spearman correlation with the NPV, largest first.
    pub rank: Vec<RankEntry>,
}

/// One input at its P10 and P90, the others at base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SwingEntry {
    pub input: String,
    pub label: String,
    pub unit: String,
    pub base: f64,
    pub low: SwingEnd,
    pub high: SwingEnd,
    /// NPV at high less NPV at low.
    pub swing: f64,
    /// For a price path: what the values mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBasis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SwingEnd {
    /// The input's value.
    pub input: f64,
    pub npv: f64,
}

/// How one value stands for a whole price path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PathBasis {
    /// The path's average over the periods with sales, by quantity sold in the base case; the swing scales the base
    /// prices to the P10 and P90 of that average.
    QuantityWeightedAverage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RankEntry {
    pub input: String,
    pub label: String,
    /// Null when the input did not vary.
    #[cfg_attr(feature = "schema", schema(required))]
    pub correlation: Option<f64>,
    /// Squared and normalised over the inputs; a rough share for independent inputs only.
    #[cfg_attr(feature = "schema", schema(required))]
    pub share: Option<f64>,
    /// Shapley effect of the rank regression: also right where inputs are correlated; they add up to what ranks explain.
    /// None for more than 12 inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shapley: Option<f64>,
}

/// The running mean of the NPV.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Convergence {
    pub points: Vec<ConvergencePoint>,
    /// First point from which the mean stays within 1 % of the final standard deviation.
    #[cfg_attr(feature = "schema", schema(required))]
    pub settled_at: Option<u64>,
    /// Set for Latin hypercube, where the standard error shown is too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConvergencePoint {
    pub iterations: u64,
    pub mean: f64,
    pub standard_error: f64,
}

/// What an input was meant to be and what was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InputSummary {
    pub input: String,
    pub label: String,
    pub target: String,
    pub unit: String,
    /// `pert(0.9, 1, 1.2)`, `one-factor path`.
    pub distribution: String,
    pub base: f64,
    /// Of the distribution; null for a path.
    #[cfg_attr(feature = "schema", schema(required))]
    pub mean: Option<f64>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub sd: Option<f64>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub p10: Option<f64>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub p50: Option<f64>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub p90: Option<f64>,
    pub sample_mean: f64,
    pub sample_sd: f64,
    pub sample_p10: f64,
    pub sample_p50: f64,
    pub sample_p90: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Outputs and inputs of every iteration, in columns, for export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IterationTable {
    pub money_unit: String,
    pub npv_start: Vec<f64>,
    pub npv_mid: Vec<f64>,
    pub npv_end: Vec<f64>,
    /// Null where the status is not unique.
    pub irr: Vec<Option<f64>>,
    /// Null where not recovered.
    pub payback_years: Vec<Option<f64>>,
    pub peak_funding: Vec<f64>,
    /// Id, unit and drawn values of each input; a path by its average.
    pub inputs: Vec<(String, String, Vec<f64>)>,
}

/// One iteration run again, in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IterationDetail {
    /// Counted from 0.
    pub iteration: u64,
    pub inputs: Vec<DrawnValue>,
    /// Rows and figures as in the base case, with what was drawn.
    pub case: BaseCase,
}

/// What one input was in one iteration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DrawnValue {
    pub input: String,
    pub label: String,
    /// `1` for a factor.
    pub unit: String,
    pub base: f64,
    /// A price path is told by its average over the periods, weighted by the quantity sold.
    pub value: f64,
}
