//! What becomes of jobs, for those who watch: every change of every job as this process can see it, whichever
//! process made it. The table is the one source; it is looked at only while someone watches.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use prospect_storage::{
    JobId, StorageError, Store,
    job::{ChangeMark, Job, JobState},
};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use crate::Now;

/// Changes a slow watcher may fall behind before it misses some; it then hears of the gap and reads the job itself.
const BUFFERED_CHANGES: usize = 512;
const LOOK_EVERY: Duration = Duration::from_millis(400);
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(100);
const CHANGES_PER_PAGE: u64 = 500;
const CHANGES_PER_LOOK_MAX: usize = 20_000;
/// A change is stamped before it is committed, so the last moments are looked at again.
const OVERLAP: TimeDelta = TimeDelta::seconds(2);

#[derive(Clone)]
pub struct JobFeed {
    changes: broadcast::Sender<Arc<Job>>,
}

impl JobFeed {
    /// Starts looking; ends when `stop` is cancelled.
    pub fn start(store: Store, now: Now, stop: CancellationToken) -> Self {
        let changes = broadcast::Sender::new(BUFFERED_CHANGES);
        tokio::spawn(look(store, now, stop, changes.clone()));
        Self { changes }
    }

    /// Changes from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Job>> {
        self.changes.subscribe()
    }
}

async fn look(
    store: Store,
    now: Now,
    stop: CancellationToken,
    changes: broadcast::Sender<Arc<Job>>,
) {
    let mut seen: HashMap<JobId, Seen> = HashMap::new();
    let mut newest: Option<DateTime<Utc>> = None;
    let mut wake = store.queue_wake();
    loop {
        tokio::time::sleep(LOOK_AT_MOST_EVERY).await;
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = wake.changed() => if changed.is_err() { return },
        }
        if changes.receiver_count() == 0 {
            newest = None;
            seen.clear();
            continue;
        }
        let from = *newest.get_or_insert_with(|| now()) - OVERLAP;
        match changed_jobs(&store, from).await {
            Ok(jobs) => {
                newest = newest.max(jobs.last().map(|job| job.updated_at));
                seen.retain(|_, seen| seen.updated_at >= from);
                for job in jobs {
                    let state = Seen::of(&job);
                    if seen.insert(job.id, state.clone()).as_ref() != Some(&state) {
                        // Nobody watching any more is no fault.
                        changes.send(Arc::new(job)).ok();
                    }
                }
            }
            Err(error) => warn!(%error, "could not look for changes of jobs"),
        }
    }
}

#[derive(Clone, PartialEq)]
struct Seen {
    updated_at: DateTime<Utc>,
    state: JobState,
    progress: f64,
    cancel_requested: bool,
}

impl Seen {
    fn of(job: &Job) -> Self {
        Self {
            updated_at: job.updated_at,
            state: job.state,
            progress: job.progress,
            cancel_requested: job.cancel_requested,
        }
    }
}

async fn changed_jobs(store: &Store, from: DateTime<Utc>) -> Result<Vec<Job>, StorageError> {
    let tx = store.read().await?;
    let mut mark = ChangeMark { at: from, id: None };
    let mut changed = Vec::new();
    loop {
        let page = tx.jobs().changed_after(&mark, CHANGES_PER_PAGE).await?;
        let is_last = (page.len() as u64) < CHANGES_PER_PAGE;
        if let Some(last) = page.last() {
            mark = ChangeMark {
                at: last.updated_at,
                id: Some(last.id),
            };
        }
        changed.extend(page);
        if is_last || changed.len() >= CHANGES_PER_LOOK_MAX {
            return Ok(changed);
        }
    }
}
