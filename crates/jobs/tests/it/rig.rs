//! A worker with test jobs: each leaves exactly one `completed` entry in the audit log when it is done, in the same
//! transaction, so that the log tells how often a job was completed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::Utc;
use prospect_jobs::{
    Backoff, Failure, Handler, Handlers, JobContext, Now, Outcome, Worker, WorkerOptions,
    handler::BoxFuture,
};
use prospect_storage::{
    Actor, AuditFilter, JobId, NewAuditEntry, PageRequest, StorageError, Store, WriteTx,
    job::{Enqueued, Job, JobFilter, JobState, NewJob},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

#[expect(
    clippy::disallowed_methods,
    reason = "the rig is the program here, and reads the clock for it"
)]
pub(crate) fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

pub(crate) fn clock() -> Now {
    Arc::new(now)
}

/// What a test job does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    /// Works for so many milliseconds.
    Work(u64),
    Fail,
    Panic,
    /// Takes its process with it.
    Abort,
    /// Computes for so many milliseconds off the async threads, looking at the cancel flag.
    Compute(u64),
}

/// Starts of each job, as this process saw them.
pub(crate) type Starts = Arc<Mutex<HashMap<JobId, u32>>>;

#[derive(Clone, Default)]
pub(crate) struct TestHandler {
    pub(crate) starts: Starts,
}

impl Handler for TestHandler {
    fn kind(&self) -> &'static str {
        "test"
    }

    fn run<'a>(&'a self, job: &'a JobContext) -> BoxFuture<'a, Result<Box<dyn Outcome>, Failure>> {
        Box::pin(async move {
            *self.starts.lock().unwrap().entry(job.claim.id).or_default() += 1;
            match job.payload()? {
                Deed::Work(millis) => {
                    for step in 0..10_u32 {
                        job.progress.report(f64::from(step) * 10.0, "working");
                        tokio::select! {
                            () = tokio::time::sleep(Duration::from_millis(millis) / 10) => {}
                            () = job.cancelled() => return Err(Failure::Cancelled),
                        }
                    }
                }
                Deed::Fail => return Err(Failure::Retry("it never works".to_owned())),
                Deed::Panic => panic!("the handler panics"),
                Deed::Abort => std::process::abort(),
                Deed::Compute(millis) => {
                    let stopped = job.compute(move |progress| {
                        for step in 0..millis {
                            if progress.is_cancelled() {
                                return true;
                            }
                            progress.report(100.0 * step as f64 / millis as f64, "computing");
                            std::thread::sleep(Duration::from_millis(1));
                        }
                        false
                    });
                    if stopped.await? {
                        return Err(Failure::Cancelled);
                    }
                }
            }
            let outcome: Box<dyn Outcome> = Box::new(Completed {
                id: job.claim.id,
                token: job.claim.token,
            });
            Ok(outcome)
        })
    }
}

struct Completed {
    id: JobId,
    token: i64,
}

impl Outcome for Completed {
    fn store<'a>(&'a self, tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>> {
        Box::pin(async move {
            tx.audit()
                .add(entry("completed", &self.id.to_string()), now())
                .await?;
            Ok(Some(json!({"token": self.token})))
        })
    }
}

pub(crate) fn entry(action: &'static str, subject: &str) -> NewAuditEntry {
    NewAuditEntry {
        actor: Actor::System,
        action,
        subject_kind: "test",
        subject_id: Some(subject.to_owned()),
        subject_name: None,
        workspace_id: None,
        address: None,
        diff: None,
    }
}

/// Quick enough for tests; the ratios are those of the real settings.
pub(crate) fn options(name: &str) -> WorkerOptions {
    WorkerOptions {
        concurrency: 4,
        lease: Duration::from_millis(1_500),
        heartbeat: Duration::from_millis(200),
        poll: Duration::from_millis(200),
        retry: Backoff {
            first: Duration::from_millis(100),
            longest: Duration::from_secs(2),
        },
        database_retry: Backoff {
            first: Duration::from_millis(50),
            longest: Duration::from_millis(400),
        },
        drain: Duration::from_secs(2),
        ..WorkerOptions::new(name)
    }
}

pub(crate) fn job(deed: &Deed) -> NewJob {
    NewJob {
        workspace_id: None,
        kind: "test".to_owned(),
        payload: json!(deed),
        priority: 0,
        run_at: None,
        attempts_max: 3,
        idempotency_key: None,
        made_by: "test".to_owned(),
    }
}

pub(crate) async fn enqueue(store: &Store, new: NewJob) -> Enqueued {
    let tx = store.write().await.unwrap();
    let enqueued = tx.jobs().enqueue(new, now()).await.unwrap();
    tx.commit().await.unwrap();
    enqueued
}

/// A worker running in this process; stopped by [`Running::stop`].
pub(crate) struct Running {
    pub(crate) starts: Starts,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    pub(crate) fn start(store: &Store, options: WorkerOptions) -> Self {
        let handler = TestHandler::default();
        let (starts, stop) = (handler.starts.clone(), CancellationToken::new());
        let worker = Worker {
            store: store.clone(),
            handlers: Handlers::default().with(handler),
            options,
            now: clock(),
        };
        let task = tokio::spawn(worker.run(stop.clone()));
        Self { starts, stop, task }
    }

    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

pub(crate) async fn find(store: &Store, id: JobId) -> Job {
    store
        .read()
        .await
        .unwrap()
        .jobs()
        .get(id)
        .await
        .unwrap()
        .unwrap()
}

/// Waits until `test` holds of the job.
pub(crate) async fn until(
    store: &Store,
    id: JobId,
    patience: Duration,
    test: impl Fn(&Job) -> bool,
) -> Job {
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let job = find(store, id).await;
        if test(&job) {
            return job;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "still waiting for {job:?}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until no job is queued or running.
pub(crate) async fn until_idle(store: &Store, patience: Duration) {
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        // The database may be away; that is what some tests are about.
        if let Ok(left) = unfinished(store).await
            && left == 0
        {
            return;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "jobs left: {:?}",
            unfinished(store).await
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn unfinished(store: &Store) -> Result<u64, StorageError> {
    let counts = store.read().await?.jobs().counts().await?;
    Ok(counts
        .into_iter()
        .filter(|count| !count.state.is_final())
        .map(|count| count.jobs)
        .sum())
}

/// How often each subject has an entry of that action.
pub(crate) async fn entries(store: &Store, action: &str) -> HashMap<String, u32> {
    let tx = store.read().await.unwrap();
    let mut found = HashMap::new();
    let mut request = PageRequest::first(1_000);
    loop {
        let page = tx
            .audit()
            .list(&AuditFilter::default(), &request)
            .await
            .unwrap();
        for entry in page.items {
            if entry.action == action {
                *found.entry(entry.subject_id.unwrap()).or_default() += 1;
            }
        }
        request.after = page.next;
        if request.after.is_none() {
            return found;
        }
    }
}

pub(crate) async fn jobs_in(store: &Store, state: JobState) -> Vec<JobId> {
    let tx = store.read().await.unwrap();
    let mut found = Vec::new();
    let mut request = PageRequest::first(1_000);
    loop {
        let filter = JobFilter {
            state: Some(state),
            ..JobFilter::default()
        };
        let page = tx.jobs().list(&filter, &request).await.unwrap();
        found.extend(page.items.into_iter().map(|job| job.id));
        request.after = page.next;
        if request.after.is_none() {
            return found;
        }
    }
}
