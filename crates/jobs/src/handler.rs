//! What a kind of job has to say for itself: how to run it, and how to store what came out.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use prospect_storage::{StorageError, Store, WriteTx, job::queue::Claim};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::Now;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Runs the jobs of one kind.
pub trait Handler: Send + Sync + 'static {
    /// The word in the job table.
    fn kind(&self) -> &'static str;

    /// Does the work, storing nothing that a second run would double; what is to be stored is the [`Outcome`]. Heavy
    /// computing goes through [`JobContext::compute`].
    fn run<'a>(&'a self, job: &'a JobContext) -> BoxFuture<'a, Result<Box<dyn Outcome>, Failure>>;
}

/// What a job brings about. Stored in the transaction that marks the job done, so it exists exactly once; it may be
/// called again when that transaction fails for the moment.
pub trait Outcome: Send + Sync {
    /// Writes the results; gives what the job itself shall show.
    fn store<'a>(&'a self, tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>>;
}

/// Nothing to store.
pub struct NoOutcome;

impl Outcome for NoOutcome {
    fn store<'a>(&'a self, _tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>> {
        Box::pin(async { Ok(None) })
    }
}

/// Why a job did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Trying again may help.
    #[error("{0}")]
    Retry(String),
    /// Trying again is of no use.
    #[error("{0}")]
    Dead(String),
    /// It was asked to stop, and did.
    #[error("cancelled")]
    Cancelled,
    /// The database failed; if only for the moment, the attempt does not count.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// How far a job is. Cheap to clone and to hand to another thread.
#[derive(Clone)]
pub struct Progress {
    shared: Arc<Mutex<Reported>>,
    cancel: CancellationToken,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Reported {
    pub(crate) percent: f64,
    pub(crate) note: String,
}

impl Progress {
    pub(crate) fn new(cancel: CancellationToken) -> Self {
        Self {
            shared: Arc::default(),
            cancel,
        }
    }

    /// Reports how far the job is; `percent` is held to 0..=100. Costs next to nothing: the table hears of it once in
    /// a while.
    pub fn report(&self, percent: f64, note: &str) {
        let mut reported = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        reported.percent = if percent.is_nan() {
            0.0
        } else {
            percent.clamp(0.0, 100.0)
        };
        note.clone_into(&mut reported.note);
    }

    /// Whether the work should stop: someone cancelled the job, the worker shuts down, or the lease is lost.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// What was reported last.
    pub(crate) fn reported(&self) -> Reported {
        self.shared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// A job being run.
pub struct JobContext {
    pub store: Store,
    pub claim: Claim,
    pub progress: Progress,
    pub now: Now,
    pub(crate) cancel: CancellationToken,
}

impl JobContext {
    /// The payload as the kind expects it; anything else will not get better by trying again.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_str(&self.claim.payload)
            .map_err(|error| Failure::Dead(format!("the payload cannot be read: {error}")))
    }

    /// Resolves when the work should stop.
    pub async fn cancelled(&self) {
        self.cancel.cancelled().await;
    }

    /// Runs heavy computing off the async threads. The closure should look at [`Progress::is_cancelled`] often.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let progress = self.progress.clone();
        match tokio::task::spawn_blocking(move || work(&progress)).await {
            Ok(value) => Ok(value),
            Err(error) => Err(Failure::Retry(panic_text(error))),
        }
    }
}

pub(crate) fn panic_text(error: tokio::task::JoinError) -> String {
    if !error.is_panic() {
        return "the task was stopped".to_owned();
    }
    let payload = error.into_panic();
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    format!("panicked: {text}")
}

/// The kinds of job a worker serves; jobs of other kinds are left in the queue.
#[derive(Clone, Default)]
pub struct Handlers(BTreeMap<&'static str, Arc<dyn Handler>>);

impl Handlers {
    #[must_use]
    pub fn with(mut self, handler: impl Handler) -> Self {
        self.0.insert(handler.kind(), Arc::new(handler));
        self
    }

    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        self.0.keys().copied().collect()
    }

    pub(crate) fn get(&self, kind: &str) -> Option<Arc<dyn Handler>> {
        self.0.get(kind).cloned()
    }
}
