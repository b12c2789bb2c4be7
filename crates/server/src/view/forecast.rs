//! Forecasts and their scores.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use prospect_forecast::bands::IntervalMethod;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What to forecast.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForecastRequest {
    pub series_id: Uuid,
    /// Steps ahead, in the frequency of the series.
    #[schema(minimum = 1, maximum = 1000)]
    pub horizon: u32,
    /// Interval levels in percent.
    #[serde(default = "default_levels")]
    #[schema(default = json!([50.0, 80.0, 95.0]), max_items = 8)]
    pub levels: Vec<f64>,
    #[serde(default)]
    pub models: ModelChoice,
    /// Only what was known then is used; everything when left out. An instant or a date.
    #[schema(schema_with = crate::moment::schema)]
    pub as_of: Option<String>,
    /// Series that drive this one; the models of the ARIMA family take them.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub regressors: Vec<RegressorRequest>,
    #[serde(default)]
    pub transform: Transform,
    #[serde(default)]
    pub intervals: IntervalMethod,
    /// Processor time for the race of models, in milliseconds: with less of it the models are
    /// refitted less often.
    #[serde(default = "default_budget_ms")]
    #[schema(default = 2000, minimum = 1, maximum = 60000)]
    pub budget_ms: u64,
    /// Of everything drawn from this forecast, such as sample paths.
    #[serde(default)]
    #[schema(default = 0)]
    pub seed: u64,
}

fn default_levels() -> Vec<f64> {
    vec![50.0, 80.0, 95.0]
}

fn default_budget_ms() -> u64 {
    2_000
}

/// A series that drives the one forecast.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegressorRequest {
    pub series_id: Uuid,
    /// Its values are known before they come, as those of a calendar or a plan are; a past forecast
    /// may then use what came later. Otherwise it holds what was known at its origin.
    #[serde(default)]
    #[schema(default = false)]
    pub known_ahead: bool,
    #[serde(default)]
    pub future: RegressorFuture,
}

/// Where a regressor goes after its last value.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum RegressorFuture {
    Rule(RegressorRule),
    /// These values, step by step; the last one holds beyond them.
    Values(Vec<f64>),
}

impl Default for RegressorFuture {
    fn default() -> Self {
        Self::Rule(RegressorRule::Forecast)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RegressorRule {
    /// Its own forecast.
    Forecast,
    /// It stays at its last value.
    Hold,
}

/// Several series, each forecast by a job of its own and stored.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForecastBatchRequest {
    #[schema(min_items = 1, max_items = 1000)]
    pub series_ids: Vec<Uuid>,
    /// Steps ahead, in the frequency of each series.
    #[schema(minimum = 1, maximum = 1000)]
    pub horizon: u32,
    /// Interval levels in percent.
    #[serde(default = "default_levels")]
    #[schema(default = json!([50.0, 80.0, 95.0]), max_items = 8)]
    pub levels: Vec<f64>,
    #[serde(default)]
    pub models: ModelChoice,
}

impl ForecastBatchRequest {
    /// What is asked for one of the series.
    pub(crate) fn of(&self, series_id: Uuid) -> ForecastRequest {
        ForecastRequest {
            series_id,
            horizon: self.horizon,
            levels: self.levels.clone(),
            models: self.models.clone(),
            as_of: None,
            regressors: Vec::new(),
            transform: Transform::default(),
            intervals: IntervalMethod::default(),
            budget_ms: default_budget_ms(),
            seed: 0,
        }
    }
}

/// The jobs of a batch, in the order of its series.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastBatch {
    pub jobs: Vec<ForecastBatchJob>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastBatchJob {
    pub series_id: Uuid,
    pub job_id: Uuid,
}

/// What the models are fitted to: the values, or a transform of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Transform {
    /// The square root where all values are above zero, the values themselves otherwise.
    #[default]
    Automatic,
    None,
    Log,
    /// Box–Cox with this λ.
    #[schema(title = "BoxCox")]
    BoxCox(f64),
}

/// Which models take part.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ModelChoice {
    Automatic(Automatic),
    Named(Vec<String>),
}

impl Default for ModelChoice {
    fn default() -> Self {
        Self::Automatic(Automatic::Automatic)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Automatic {
    Automatic,
}

/// A forecast that was not stored.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ForecastPreview)]
pub(crate) struct ForecastPreviewView {
    pub series_id: Uuid,
    pub unit: String,
    /// What was known up to this instant was used.
    pub vintage: DateTime<Utc>,
    /// The forecast as the engine gave it: points, intervals, candidates, coverage.
    #[schema(value_type = prospect_forecast::Forecast)]
    pub result: Arc<Value>,
}

/// A stored forecast. It never changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ForecastSummary)]
pub(crate) struct ForecastSummaryView {
    pub id: Uuid,
    pub series_id: Uuid,
    pub series_code: String,
    pub series_name: String,
    pub unit: String,
    /// The model that was chosen.
    pub model: String,
    pub horizon: u32,
    /// The last observation that was used.
    pub cut_off: DateTime<Utc>,
    /// What was known up to this instant was used.
    pub vintage: DateTime<Utc>,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub engine_version: String,
    /// How it did so far, as of `scored_at`; `null` while nothing has come true.
    pub score: Option<ScoreBrief>,
}

/// The score of a forecast for a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScoreBrief {
    pub state: ScoreState,
    pub known_steps: usize,
    /// Mean absolute error over the known steps, in the unit of the series.
    pub mae: Option<f64>,
    /// 1 − the error over that of naive: above 0 is better than naive.
    pub gain_on_naive: Option<f64>,
    pub scored_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Forecast)]
pub(crate) struct ForecastView {
    #[serde(flatten)]
    pub summary: ForecastSummaryView,
    /// The forecast as the engine gave it: points, intervals, candidates, coverage.
    #[schema(value_type = prospect_forecast::Forecast)]
    pub result: Value,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ForecastFilterParams {
    pub series_id: Option<Uuid>,
}

/// A forecast against what came true.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ForecastScore)]
pub(crate) struct ForecastScoreView {
    pub forecast_id: Uuid,
    pub state: ScoreState,
    /// Steps whose actual value is known by now.
    pub known_steps: usize,
    pub horizon: usize,
    pub steps: Vec<ScoredStep>,
    /// Mean absolute error over the known steps, in the unit of the series.
    pub mae: Option<f64>,
    /// The same for a naive forecast from the same cut-off.
    pub naive_mae: Option<f64>,
    /// `mae / naive_mae`: below 1 is better than naive.
    pub relative_mae: Option<f64>,
    /// By level: the share of known steps that fell inside.
    pub coverage: Vec<MeasuredCoverage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScoreState {
    /// No actual value yet.
    Open,
    /// Some steps known.
    Partial,
    /// All steps known.
    Scored,
}

impl ScoreState {
    pub(crate) fn of(known_steps: usize, is_complete: bool) -> Self {
        match known_steps {
            0 => Self::Open,
            _ if is_complete => Self::Scored,
            _ => Self::Partial,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScoredStep {
    pub time: DateTime<Utc>,
    pub point: f64,
    /// `null` while unknown or when missing.
    pub actual: Option<f64>,
    pub error: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasuredCoverage {
    /// Percent.
    pub level: f64,
    pub inside: usize,
    pub known: usize,
    /// Percent; `null` while nothing is known.
    pub measured: Option<f64>,
}
