//! Background work: a worker that takes jobs from the table in `prospect-storage`, the kinds of job, and a feed of
//! what becomes of them.
//!
//! A job is run at least once and completed at most once: its result and its end are one transaction, guarded by the
//! token of the claim. Losing the process, the lease or the database costs time, never a job.
//!
//! Not here: the queue's SQL (storage), the numbers (the engines), HTTP.

mod backoff;
pub mod backup;
mod chance;
pub mod feed;
pub mod forecast;
pub mod forecast_inputs;
pub mod handler;
mod heartbeat;
mod housekeeping;
mod kind;
pub mod price_paths;
mod reaper;
mod run_claim;
mod running;
pub mod score_forecasts;
pub mod simulate;
pub mod worker;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use backoff::Backoff;
pub use feed::JobFeed;
pub use handler::{Failure, Handler, Handlers, JobContext, NoOutcome, Outcome, Progress};
pub use kind::{JobKind, all_handlers};
pub use worker::{Worker, WorkerOptions};

/// The clock, as the program that assembles the worker reads it.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;
