//! Series and their observations.

use chrono::{DateTime, Utc};
use prospect_series::Frequency;
use prospect_series::frequency::Staleness;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Series)]
pub(crate) struct SeriesView {
    pub id: Uuid,
    /// Who measured it.
    #[schema(example = "EIA")]
    pub source: String,
    #[schema(example = "WTI.M")]
    pub code: String,
    pub name: String,
    pub description: String,
    /// Terms of use, with the citation they ask for.
    pub licence: String,
    #[schema(example = "US$/bbl")]
    pub unit: String,
    pub frequency: Frequency,
    #[schema(example = "UTC")]
    pub time_zone: String,
    /// First and last time with a value; `null` while the series is empty.
    pub first_time: Option<DateTime<Utc>>,
    pub last_time: Option<DateTime<Utc>>,
    pub last_value: Option<f64>,
    /// Times with an observation, missing ones included.
    pub observations: u64,
    pub vintages: u64,
    /// When the latest value became known.
    pub as_of: Option<DateTime<Utc>>,
    pub staleness: Staleness,
    /// The last values, at most 60, for a sparkline.
    pub recent: Vec<Option<f64>>,
    /// Goes up by one with each change of these fields; also the `ETag`.
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeriesPatch {
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[schema(max_length = 2000)]
    pub description: Option<String>,
    /// Renames the unit; values are not converted.
    #[schema(min_length = 1, max_length = 60)]
    pub unit: Option<String>,
    pub frequency: Option<Frequency>,
    #[schema(max_length = 2000)]
    pub licence: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SeriesFilterParams {
    /// Words looked for in code, name and description.
    #[param(max_length = 200)]
    pub q: Option<String>,
    #[param(min_length = 1)]
    pub source: Option<String>,
    #[param(inline)]
    pub frequency: Option<Frequency>,
    #[param(inline)]
    pub sort: Option<SeriesSortParam>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeriesSortParam {
    /// By code.
    Code,
    Name,
    /// Latest change first.
    Updated,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ObservationParams {
    /// First time wanted (a date or an instant).
    #[param(schema_with = crate::moment::schema)]
    pub from: Option<String>,
    /// Last time wanted (a date or an instant).
    #[param(schema_with = crate::moment::schema)]
    pub to: Option<String>,
    /// Only what was known then; latest when left out. A date means its end.
    #[param(schema_with = crate::moment::schema)]
    pub as_of: Option<String>,
    /// At most this many points: each bucket keeps its smallest and largest value.
    #[param(minimum = 4, maximum = 100_000)]
    pub points: Option<usize>,
}

/// Values by time. `values[i]` belongs to `times[i]`; `null` is missing.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Observations)]
pub(crate) struct ObservationsView {
    pub times: Vec<DateTime<Utc>>,
    pub values: Vec<Option<f64>>,
    pub unit: String,
    /// What was known up to this instant is in the values; `null` when there is none.
    pub as_of: Option<DateTime<Utc>>,
    /// Observations in the range before down-sampling.
    pub total: usize,
    /// Whether points were left out to keep to `points`.
    pub sampled: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Vintage)]
pub(crate) struct VintageView {
    /// When these values became known.
    pub vintage: DateTime<Utc>,
    /// Values that were new or different then.
    pub observations: u64,
    pub first_time: DateTime<Utc>,
    pub last_time: DateTime<Utc>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppendRequest {
    #[schema(min_items = 1, max_items = 100_000)]
    pub observations: Vec<NewObservation>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewObservation {
    pub time: DateTime<Utc>,
    /// `null` says that the value is missing.
    pub value: Option<f64>,
}

/// What became of appended values.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appended)]
pub(crate) struct AppendedView {
    /// The vintage the values were stored under.
    pub vintage: DateTime<Utc>,
    /// Times that had no value before.
    pub added: u64,
    /// Times whose value changed.
    pub corrected: u64,
    /// Values that were already so.
    pub unchanged: u64,
}
