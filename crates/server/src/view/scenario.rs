//! Scenarios, their versions and the live evaluation of a draft.

use chrono::{DateTime, Utc};
use prospect_simulate::result::{BaseCase, SimulationResult};
use prospect_simulate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::simulation::NpvSummaryView;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScenarioSummary)]
pub(crate) struct ScenarioSummaryView {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    /// The latest version; also the `ETag` that a new version must match.
    pub version: i64,
    /// SHA-256 of the latest version's canonical JSON.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    pub note: String,
    pub author: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The latest simulation, if any.
    pub latest_simulation: Option<LatestSimulation>,
}

/// The range of values found last, for a list of scenarios.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LatestSimulation {
    pub id: Uuid,
    /// The scenario version it ran on; older than the latest means out of date.
    pub version: i64,
    pub at: DateTime<Utc>,
    pub npv: NpvSummaryView,
}

/// A scenario with its latest version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScenarioDetail)]
pub(crate) struct ScenarioDetailView {
    #[serde(flatten)]
    pub summary: ScenarioSummaryView,
    #[schema(value_type = Scenario)]
    pub scenario: serde_json::Value,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewScenarioRequest {
    /// Part of the address and never changed. Made from the scenario's name when left out.
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    /// Why this version exists, in a line.
    #[schema(min_length = 1, max_length = 500)]
    pub note: String,
    #[schema(value_type = Scenario)]
    pub scenario: serde_json::Value,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVersionRequest {
    /// What changed, in a line.
    #[schema(min_length = 1, max_length = 500)]
    pub note: String,
    #[schema(value_type = Scenario)]
    pub scenario: serde_json::Value,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScenarioVersionSummary)]
pub(crate) struct VersionSummaryView {
    pub version: i64,
    /// SHA-256, in hexadecimal, of its canonical JSON: `scenario` as it is answered, without white
    /// space. Simulations of the same content carry the same hash.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    pub note: String,
    pub author: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScenarioVersion)]
pub(crate) struct VersionView {
    pub slug: String,
    #[serde(flatten)]
    pub summary: VersionSummaryView,
    #[schema(value_type = Scenario)]
    pub scenario: serde_json::Value,
    /// The deterministic figures of this version.
    pub base_case: BaseCase,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DiffParams {
    /// The older version; the one before `to` when left out.
    #[param(minimum = 1)]
    pub from: Option<i64>,
    /// The newer version; the latest when left out.
    #[param(minimum = 1)]
    pub to: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScenarioDiff)]
pub(crate) struct DiffView {
    pub slug: String,
    pub from: i64,
    pub to: i64,
    /// NPV of each version in the money unit of the newer, under its own timing.
    pub npv_from: Option<f64>,
    pub npv_to: Option<f64>,
    pub unit: String,
    pub lines: Vec<DiffLine>,
}

/// One line that differs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DiffLine {
    /// JSON pointer into the newer version (into the older one for a removed line).
    pub pointer: String,
    /// The line's name where it has one.
    pub label: String,
    pub kind: DiffKind,
    /// `null` when the line was added.
    #[schema(value_type = Option<Object>)]
    pub old: Option<serde_json::Value>,
    /// `null` when the line was removed.
    #[schema(value_type = Option<Object>)]
    pub new: Option<serde_json::Value>,
    /// NPV of the older version with only this line changed, less its own NPV; `null` when that
    /// cannot be computed alone.
    pub npv_effect: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DiffKind {
    Added,
    Removed,
    Changed,
}

/// A draft to compute without storing anything.
/// A filled-in workbook.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form, whose parts are read by name")]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadWorkbookForm {
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// What a workbook says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadWorkbook)]
pub(crate) struct ReadWorkbookView {
    #[schema(value_type = Scenario)]
    pub scenario: serde_json::Value,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvaluateRequest {
    #[schema(value_type = Scenario)]
    pub scenario: serde_json::Value,
    /// Also simulate this many times; 0 for the base case alone.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 20000, default = 0)]
    pub iterations: u64,
    #[serde(default = "default_seed")]
    #[schema(default = 42)]
    pub seed: u64,
}

pub(crate) fn default_seed() -> u64 {
    42
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evaluation)]
pub(crate) struct EvaluationView {
    pub base_case: BaseCase,
    /// Present when iterations were asked for.
    pub preview: Option<SimulationResult>,
}
