//! The jobs in this worker's hands, as the heartbeat sees them.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use prospect_storage::{JobId, job::queue::Claim};
use tokio_util::sync::CancellationToken;

use crate::handler::Progress;

/// One job being run.
#[derive(Clone)]
pub(crate) struct RunningJob {
    pub(crate) id: JobId,
    pub(crate) token: i64,
    pub(crate) progress: Progress,
    /// Stops the work.
    pub(crate) cancel: CancellationToken,
    /// Whether the work is to stop because someone asked for it.
    pub(crate) cancel_requested: Arc<AtomicBool>,
    /// Whether another worker may have the job by now.
    pub(crate) lost: Arc<AtomicBool>,
    /// When the lease was last known to be prolonged.
    pub(crate) renewed: Instant,
}

impl RunningJob {
    pub(crate) fn new(claim: &Claim, cancel: CancellationToken, claimed: Instant) -> Self {
        Self {
            id: claim.id,
            token: claim.token,
            progress: Progress::new(cancel.clone()),
            cancel,
            cancel_requested: Arc::default(),
            lost: Arc::default(),
            renewed: claimed,
        }
    }

    pub(crate) fn stop_on_request(&self) {
        self.cancel_requested.store(true, Ordering::Relaxed);
        self.cancel.cancel();
    }

    pub(crate) fn stop_as_lost(&self) {
        self.lost.store(true, Ordering::Relaxed);
        self.cancel.cancel();
    }
}

#[derive(Clone, Default)]
pub(crate) struct RunningJobs(Arc<Mutex<HashMap<JobId, RunningJob>>>);

impl RunningJobs {
    /// Lists the job until the guard is dropped, so that its lease is not prolonged a moment longer than it is run.
    pub(crate) fn list(&self, job: RunningJob) -> Listed {
        let listed = Listed {
            jobs: self.clone(),
            id: job.id,
        };
        self.jobs().insert(job.id, job);
        listed
    }

    pub(crate) fn all(&self) -> Vec<RunningJob> {
        self.jobs().values().cloned().collect()
    }

    pub(crate) fn note_renewal(&self, id: JobId, at: Instant) {
        if let Some(job) = self.jobs().get_mut(&id) {
            job.renewed = at;
        }
    }

    fn jobs(&self) -> std::sync::MutexGuard<'_, HashMap<JobId, RunningJob>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the list of running jobs.
pub(crate) struct Listed {
    jobs: RunningJobs,
    id: JobId,
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.jobs.jobs().remove(&self.id);
    }
}
