//! Two healthy workers and jobs longer than the lease: none may be run twice.

use std::time::Duration;

use prospect_jobs::WorkerOptions;
use prospect_storage::job::JobState;

use crate::{
    databases::{Fresh, on_both_engines},
    rig::{Deed, Running, enqueue, entries, job, jobs_in, options, until_idle},
};

on_both_engines!(long_jobs_are_run_once, computing_jobs_are_run_once);

async fn run_on_two_workers(fresh: Fresh, deed: Deed) {
    let store = fresh.migrated().await;
    let elsewhere = fresh.open().await;
    for _ in 0..12 {
        enqueue(&store, job(&deed)).await;
    }
    let short_lease = |name| WorkerOptions {
        concurrency: 2,
        lease: Duration::from_secs(1),
        ..options(name)
    };
    let (one, two) = (
        Running::start(&store, short_lease("one")),
        Running::start(&elsewhere, short_lease("two")),
    );
    until_idle(&store, Duration::from_mins(1)).await;
    let starts: u32 = [&one, &two]
        .iter()
        .map(|worker| worker.starts.lock().unwrap().values().sum::<u32>())
        .sum();
    assert_eq!(starts, 12, "each is started once");
    for worker in [&one, &two] {
        assert!(worker.starts.lock().unwrap().len() >= 2, "both work");
    }
    let completed = entries(&store, "completed").await;
    assert_eq!((completed.len(), completed.values().sum::<u32>()), (12, 12));
    assert_eq!(jobs_in(&store, JobState::Done).await.len(), 12);
    one.stop().await;
    two.stop().await;
}

async fn long_jobs_are_run_once(fresh: Fresh) {
    run_on_two_workers(fresh, Deed::Work(3_000)).await;
}

async fn computing_jobs_are_run_once(fresh: Fresh) {
    run_on_two_workers(fresh, Deed::Compute(2_000)).await;
}
