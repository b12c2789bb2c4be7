//! Jobs.

use chrono::{DateTime, Utc};
use prospect_storage::job::Job;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::mirrored::mirrored;

mirrored! {
    JobStateView as JobState mirrors prospect_storage::job::JobState {
        Queued,
        Running,
        Done,
        /// Gave up: every attempt was used up, or trying again is of no use.
        Dead,
        Cancelled,
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Job)]
pub(crate) struct JobView {
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
    pub attempts: i32,
    pub max_attempts: i32,
    pub cancel_requested: bool,
    pub error: Option<String>,
    /// The object it made: `simulation/{id}`.
    pub result: Option<String>,
    pub created_by: Option<String>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        let text = |value: &Value, field: &str| {
            value.get(field).and_then(Value::as_str).map(str::to_owned)
        };
        Self {
            id: job.id.as_uuid(),
            state: job.state.into(),
            subject: text(&job.payload, "subject").unwrap_or_else(|| job.kind.clone()),
            kind: job.kind,
            progress: job.progress,
            note: (!job.note.is_empty()).then_some(job.note),
            attempts: job.attempts,
            max_attempts: job.attempts_max,
            cancel_requested: job.cancel_requested,
            error: job.error,
            result: job
                .result
                .as_ref()
                .and_then(|result| text(result, "object")),
            created_by: (!job.made_by.is_empty()).then_some(job.made_by),
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct JobFilterParams {
    #[param(inline)]
    pub state: Option<JobStateView>,
    #[param(min_length = 1)]
    pub kind: Option<String>,
}
