//! Simulations and their results.

use chrono::{DateTime, Utc};
use prospect_simulate::result::SimulationResult;
use prospect_simulate::sampling::Sampling;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::job::JobView;
use super::mirrored::mirrored;
use super::scenario::default_seed;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunRequest {
    pub scenario: ScenarioChoice,
    /// The latest when left out; only with a slug.
    #[schema(minimum = 1)]
    pub version: Option<i64>,
    #[serde(default = "default_iterations")]
    #[schema(minimum = 1, maximum = 10_000_000, default = 10000)]
    pub iterations: u64,
    #[serde(default = "default_seed")]
    #[schema(default = 42)]
    pub seed: u64,
    #[serde(default)]
    pub sampling: Sampling,
    /// Wait for the result (up to 200,000 iterations) instead of starting a job.
    #[serde(default = "default_wait")]
    #[schema(default = true)]
    pub wait: bool,
}

fn default_iterations() -> u64 {
    10_000
}

fn default_wait() -> bool {
    true
}

/// The slug of a stored scenario, or a scenario as in the file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ScenarioChoice {
    Slug(String),
    #[schema(value_type = prospect_simulate::scenario::Scenario)]
    Inline(serde_json::Map<String, serde_json::Value>),
}

/// One side of a comparison.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparedChoice {
    pub scenario: ScenarioChoice,
    /// The latest when left out; only with a slug.
    #[schema(minimum = 1)]
    pub version: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparisonRequest {
    pub a: ComparedChoice,
    pub b: ComparedChoice,
    /// Of each scenario.
    #[serde(default = "default_iterations")]
    #[schema(minimum = 1, maximum = 200_000, default = 10000)]
    pub iterations: u64,
    #[serde(default = "default_seed")]
    #[schema(default = 42)]
    pub seed: u64,
    #[serde(default)]
    pub sampling: Sampling,
}

mirrored! {
    SimulationStateView as SimulationState mirrors prospect_storage::SimulationState {
        Queued, Running, Done, Failed, Cancelled,
    }
}

/// Where the NPV lies.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NpvSummary)]
pub(crate) struct NpvSummaryView {
    /// Of all but the share.
    #[schema(example = "M US$")]
    pub unit: String,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    pub mean: f64,
    /// Share of iterations with a negative NPV, 0 to 1.
    pub p_negative: f64,
    /// NPV of the base case, all uncertain inputs at their base value.
    pub base: Option<f64>,
}

impl From<prospect_storage::SimulationSummary> for NpvSummaryView {
    fn from(summary: prospect_storage::SimulationSummary) -> Self {
        let prospect_storage::SimulationSummary {
            unit,
            p10,
            p50,
            p90,
            mean,
            p_negative,
            base,
        } = summary;
        Self {
            unit,
            p10,
            p50,
            p90,
            mean,
            p_negative,
            base,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Simulation)]
pub(crate) struct SimulationView {
    pub id: Uuid,
    /// `null` for an inline scenario.
    pub scenario_slug: Option<String>,
    pub scenario_name: String,
    pub scenario_version: Option<i64>,
    /// SHA-256 of the scenario's canonical JSON, that of its version where it has one.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub scenario_hash: Option<String>,
    pub state: SimulationStateView,
    pub iterations: u64,
    pub seed: u64,
    pub sampling: Sampling,
    /// The engine that computed it; the same engine, scenario and seed give the same digits.
    pub engine_version: String,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub made_by: String,
    pub job_id: Option<Uuid>,
    /// Once done.
    pub summary: Option<NpvSummaryView>,
    pub error: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationWithResult)]
pub(crate) struct SimulationWithResultView {
    #[serde(flatten)]
    pub simulation: SimulationView,
    #[schema(value_type = SimulationResult)]
    pub result: serde_json::Value,
}

/// A run that was started as a job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StartedSimulation)]
pub(crate) struct StartedSimulationView {
    pub simulation: SimulationView,
    pub job: JobView,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SimulationFilterParams {
    /// Slug of the scenario.
    #[param(min_length = 1)]
    pub scenario: Option<String>,
    #[param(inline)]
    pub state: Option<SimulationStateView>,
}
