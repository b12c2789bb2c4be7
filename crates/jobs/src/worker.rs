//! The worker: claims as many jobs as it has free places and no more, runs them, and leaves the leases to tasks of
//! their own, so that no job, however long, and no error of the database keeps another from being served.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use prospect_storage::{StorageError, Store, job::queue::Claim};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use crate::{
    Now,
    backoff::Backoff,
    chance::Chance,
    handler::Handlers,
    heartbeat, housekeeping, reaper, run_claim,
    running::{RunningJob, RunningJobs},
};

#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// Names this worker in the job table.
    pub name: String,
    /// Jobs run side by side.
    pub concurrency: usize,
    /// How long a job stays with a worker that is not heard of.
    pub lease: Duration,
    /// How often a running job's lease is prolonged, its progress written and its cancel flag read.
    pub heartbeat: Duration,
    /// How often to look for jobs that nothing announced.
    pub poll: Duration,
    /// Between a job's attempts.
    pub retry: Backoff,
    /// Between tries of a database that failed.
    pub database_retry: Backoff,
    /// The longest a call of the database may take before it counts as failed.
    pub database_timeout: Duration,
    /// How long running jobs may take to end after the worker was told to stop.
    pub drain: Duration,
    /// Ended jobs are removed after this long.
    pub keep_finished: Duration,
}

impl WorkerOptions {
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            concurrency: 2,
            lease: Duration::from_secs(30),
            heartbeat: Duration::from_millis(500),
            poll: Duration::from_secs(1),
            retry: Backoff {
                first: Duration::from_secs(2),
                longest: Duration::from_mins(10),
            },
            database_retry: Backoff {
                first: Duration::from_millis(100),
                longest: Duration::from_secs(2),
            },
            database_timeout: Duration::from_secs(30),
            drain: Duration::from_secs(20),
            keep_finished: Duration::from_hours(30 * 24),
        }
    }
}

pub struct Worker {
    pub store: Store,
    pub handlers: Handlers,
    pub options: WorkerOptions,
    pub now: Now,
}

/// What the tasks of one worker share.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) handlers: Handlers,
    pub(crate) options: WorkerOptions,
    pub(crate) now: Now,
    pub(crate) chance: Chance,
    pub(crate) running: RunningJobs,
}

impl Shared {
    /// A call of the database, bounded in time; failures that may pass are told from those that will not by
    /// [`StorageError::is_transient`].
    pub(crate) async fn bounded<T>(
        &self,
        call: impl Future<Output = Result<T, StorageError>>,
    ) -> Result<T, DatabaseFault> {
        match tokio::time::timeout(self.options.database_timeout, call).await {
            Ok(outcome) => outcome.map_err(DatabaseFault::Storage),
            Err(_) => Err(DatabaseFault::Slow(self.options.database_timeout)),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseFault {
    #[error(transparent)]
    Storage(StorageError),
    #[error("no answer within {0:?}")]
    Slow(Duration),
}

impl DatabaseFault {
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Storage(error) => error.is_transient(),
            Self::Slow(_) => true,
        }
    }
}

impl Worker {
    /// Serves the queue until `shutdown` is cancelled; then claims nothing more, lets running jobs end within the
    /// drain time, and gives the rest back to the queue.
    pub async fn run(self, shutdown: CancellationToken) {
        let Self {
            store,
            handlers,
            options,
            now,
        } = self;
        let shared = Arc::new(Shared {
            store,
            handlers,
            options,
            now,
            chance: Chance::from_system(),
            running: RunningJobs::default(),
        });
        info!(worker = shared.options.name, kinds = ?shared.handlers.kinds(), "worker started");
        // The tasks that keep leases outlive the claiming: jobs still run while the worker drains.
        let keep = CancellationToken::new();
        let mut keepers = JoinSet::new();
        keepers.spawn(heartbeat::run(shared.clone(), keep.clone()));
        keepers.spawn(reaper::run(shared.clone(), keep.clone()));
        keepers.spawn(housekeeping::run(shared.clone(), keep.clone()));
        let (announce, announced) = mpsc::channel(1);
        keepers.spawn(listen(shared.clone(), announce, keep.clone()));

        let stop_work = CancellationToken::new();
        let mut jobs = serve(&shared, announced, &shutdown, &stop_work).await;

        let drained = tokio::time::timeout(shared.options.drain, async {
            while jobs.join_next().await.is_some() {}
        });
        if drained.await.is_err() {
            warn!(
                jobs = jobs.len(),
                "jobs did not end in the drain time and go back to the queue"
            );
            stop_work.cancel();
            let last = async { while jobs.join_next().await.is_some() {} };
            if tokio::time::timeout(shared.options.database_timeout, last)
                .await
                .is_err()
            {
                warn!(
                    jobs = jobs.len(),
                    "jobs did not stop when asked; their leases will run out"
                );
                jobs.shutdown().await;
            }
        }
        keep.cancel();
        while keepers.join_next().await.is_some() {}
        info!(worker = shared.options.name, "worker stopped");
    }
}

/// Claims and starts jobs until told to stop; gives the tasks still running.
async fn serve(
    shared: &Arc<Shared>,
    mut announced: mpsc::Receiver<()>,
    shutdown: &CancellationToken,
    stop_work: &CancellationToken,
) -> JoinSet<()> {
    let places = Arc::new(Semaphore::new(shared.options.concurrency.max(1)));
    let mut jobs = JoinSet::new();
    let mut failures = 0;
    loop {
        while jobs.try_join_next().is_some() {}
        // Wait for one place, then take what else is free: never claim what cannot be started at once.
        let first = tokio::select! {
            () = shutdown.cancelled() => return jobs,
            permit = places.clone().acquire_owned() => permit.expect("the semaphore is never closed"),
        };
        let mut free = vec![first];
        while let Ok(permit) = places.clone().try_acquire_owned() {
            free.push(permit);
        }
        let claimed = Instant::now();
        let wait = match claim(shared, free.len()).await {
            Ok(Claimed::Jobs(claims)) => {
                failures = 0;
                for (claim, place) in claims.into_iter().zip(free) {
                    start(shared, &mut jobs, claim, place, claimed, stop_work);
                }
                continue;
            }
            Ok(Claimed::NothingUntil(wait)) => {
                failures = 0;
                wait
            }
            Err(error) => {
                failures += 1;
                let wait = shared
                    .options
                    .database_retry
                    .after(failures, &shared.chance);
                warn!(%error, ?wait, "could not look for jobs");
                wait
            }
        };
        drop(free);
        tokio::select! {
            () = shutdown.cancelled() => return jobs,
            () = tokio::time::sleep(wait) => {}
            // While the database fails, announcements do not shorten the wait.
            Some(()) = announced.recv(), if failures == 0 => {}
        }
    }
}

enum Claimed {
    Jobs(Vec<Claim>),
    NothingUntil(Duration),
}

async fn claim(shared: &Shared, slots: usize) -> Result<Claimed, DatabaseFault> {
    let options = &shared.options;
    let kinds = shared.handlers.kinds();
    let queue = shared.store.queue();
    let due = shared.bounded(queue.next_due(&kinds)).await?;
    let now = (shared.now)();
    let poll = shared.chance.shorten(options.poll);
    let Some(due) = due else {
        return Ok(Claimed::NothingUntil(poll));
    };
    if due > now {
        let until_due = (due - now).to_std().unwrap_or(Duration::ZERO);
        return Ok(Claimed::NothingUntil(until_due.min(poll)));
    }
    let slots = u32::try_from(slots).unwrap_or(u32::MAX);
    let claims = shared
        .bounded(queue.claim(&options.name, &kinds, slots, options.lease, now))
        .await?;
    if claims.is_empty() {
        // Another worker was quicker.
        return Ok(Claimed::NothingUntil(poll.min(Duration::from_millis(50))));
    }
    Ok(Claimed::Jobs(claims))
}

fn start(
    shared: &Arc<Shared>,
    jobs: &mut JoinSet<()>,
    claim: Claim,
    place: OwnedSemaphorePermit,
    claimed: Instant,
    stop_work: &CancellationToken,
) {
    debug!(job = %claim.id, kind = claim.kind, attempt = claim.attempts, "job started");
    let running = RunningJob::new(&claim, stop_work.child_token(), claimed);
    let listed = shared.running.list(running.clone());
    let shared = shared.clone();
    jobs.spawn(async move {
        run_claim::run(&shared, claim, &running).await;
        drop((listed, place));
    });
}

/// Passes on that there is a new job, from this process or another.
async fn listen(shared: Arc<Shared>, announce: mpsc::Sender<()>, stop: CancellationToken) {
    let mut here = shared.store.queue_wake();
    let mut failures = 0;
    loop {
        let mut elsewhere = tokio::select! {
            () = stop.cancelled() => return,
            opened = shared.bounded(shared.store.queue_listener()) => match opened {
                Ok(listener) => listener,
                Err(error) => {
                    failures += 1;
                    let wait = shared.options.database_retry.after(failures, &shared.chance);
                    debug!(%error, ?wait, "could not listen for jobs; polling goes on");
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = tokio::time::sleep(wait) => continue,
                    }
                }
            },
        };
        loop {
            let heard = async {
                match &mut elsewhere {
                    Some(listener) => listener.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                changed = here.changed() => if changed.is_err() { return },
                heard = heard => if let Err(error) = heard {
                    failures += 1;
                    debug!(%error, "the connection that listens for jobs was lost");
                    break;
                },
            }
            failures = 0;
            // One announcement waiting is enough.
            if let Err(mpsc::error::TrySendError::Closed(())) = announce.try_send(()) {
                return;
            }
        }
    }
}
