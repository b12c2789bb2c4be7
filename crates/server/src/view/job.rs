//! Jobs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobState)]
pub enum JobStateView {
    Queued,
    Running,
    Done,
    /// Gave up after the last attempt.
    Dead,
    Cancelled,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobView {
    pub id: Uuid,
    #[schema(example = "simulate")]
    pub kind: String,
    pub state: JobStateView,
    /// What it is about, for people.
    pub subject: String,
    /// Percent, 0 to 100.
    pub progress: f64,
    /// What it is doing now.
    pub note: Option<String>,
    pub attempts: u32,
    pub max_attempts: u32,
    pub cancel_requested: bool,
    pub error: Option<String>,
    /// The object it made: `simulation/{id}`.
    pub result: Option<String>,
    pub created_by: Option<String>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobFilterParams {
    pub state: Option<JobStateView>,
    pub kind: Option<String>,
}
