//! What a worker does with each kind of trouble a job can make, on both engines.

use std::time::{Duration, Instant};

use prospect_jobs::JobFeed;
use prospect_storage::job::{JobState, NewJob};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    databases::{Fresh, on_both_engines},
    rig::{
        Deed, Running, clock, enqueue, entries, find, job, jobs_in, now, options, until, until_idle,
    },
};

on_both_engines!(
    jobs_are_done_once_with_their_result,
    a_failing_job_waits_longer_each_time_and_dies,
    a_panic_ends_the_job_and_not_the_worker,
    a_payload_that_cannot_be_read_kills_only_its_job,
    a_job_is_cancelled_from_another_process,
    computing_is_cancelled_too,
    a_draining_worker_gives_back_what_does_not_end,
    idle_workers_start_at_once,
    the_feed_tells_every_change,
    an_expired_lease_is_taken_over,
);

const PATIENCE: Duration = Duration::from_secs(20);

async fn jobs_are_done_once_with_their_result(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    for _ in 0..200 {
        tx.jobs().enqueue(job(&Deed::Work(0)), now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let started = Instant::now();
    let worker = Running::start(&store, options("w"));
    until_idle(&store, PATIENCE).await;
    eprintln!("{}: 200 jobs in {:?}", fresh.engine, started.elapsed());
    worker.stop().await;
    let completed = entries(&store, "completed").await;
    assert_eq!(completed.len(), 200);
    assert!(completed.values().all(|times| *times == 1));
    let done = jobs_in(&store, JobState::Done).await;
    assert_eq!(done.len(), 200);
    let one = find(&store, done[0]).await;
    assert_eq!(
        (one.result, one.progress, one.attempts),
        (Some(json!({"token": 1})), 100.0, 1)
    );
}

async fn a_failing_job_waits_longer_each_time_and_dies(fresh: Fresh) {
    let store = fresh.migrated().await;
    let worker = Running::start(&store, options("w"));
    let started = Instant::now();
    let id = enqueue(&store, job(&Deed::Fail)).await.job.id;
    let dead = until(&store, id, PATIENCE, |job| job.state == JobState::Dead).await;
    // Waits of 100 and 200 ms, less up to a quarter.
    assert!(
        started.elapsed() > Duration::from_millis(220),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(
        (dead.attempts, dead.error.as_deref()),
        (3, Some("it never works"))
    );
    assert_eq!(worker.starts.lock().unwrap()[&id], 3);
    worker.stop().await;
}

async fn a_panic_ends_the_job_and_not_the_worker(fresh: Fresh) {
    let store = fresh.migrated().await;
    let worker = Running::start(&store, options("w"));
    let bad = enqueue(&store, job(&Deed::Panic)).await.job.id;
    let dead = until(&store, bad, PATIENCE, |job| job.state == JobState::Dead).await;
    assert_eq!(
        (dead.attempts, dead.error.as_deref()),
        (3, Some("panicked: the handler panics"))
    );
    let good = enqueue(&store, job(&Deed::Work(0))).await.job.id;
    until(&store, good, PATIENCE, |job| job.state == JobState::Done).await;
    worker.stop().await;
}

async fn a_payload_that_cannot_be_read_kills_only_its_job(fresh: Fresh) {
    let store = fresh.migrated().await;
    let bad = NewJob {
        payload: json!({"dance": 5}),
        ..job(&Deed::Fail)
    };
    let bad = enqueue(&store, bad).await.job.id;
    let good = enqueue(&store, job(&Deed::Work(0))).await.job.id;
    let other_kind = NewJob {
        kind: "of a newer program".to_owned(),
        ..job(&Deed::Fail)
    };
    let other_kind = enqueue(&store, other_kind).await.job.id;
    let worker = Running::start(&store, options("w"));
    let dead = until(&store, bad, PATIENCE, |job| job.state == JobState::Dead).await;
    assert_eq!(dead.attempts, 1, "trying again is of no use");
    assert!(dead.error.unwrap().contains("unknown variant `dance`"));
    until(&store, good, PATIENCE, |job| job.state == JobState::Done).await;
    assert_eq!(
        find(&store, other_kind).await.state,
        JobState::Queued,
        "left for a worker that knows the kind"
    );
    worker.stop().await;
}

async fn a_job_is_cancelled_from_another_process(fresh: Fresh) {
    let store = fresh.migrated().await;
    let elsewhere = fresh.open().await;
    let worker = Running::start(&store, options("w"));
    for deed in [Deed::Work(60_000), Deed::Compute(60_000)] {
        let id = enqueue(&elsewhere, job(&deed)).await.job.id;
        until(&elsewhere, id, PATIENCE, |job| {
            job.state == JobState::Running && job.note.ends_with("ing")
        })
        .await;
        let asked = Instant::now();
        let tx = elsewhere.write().await.unwrap();
        tx.jobs().cancel(id, now()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let cancelled = until(&elsewhere, id, PATIENCE, |job| job.state.is_final()).await;
        assert_eq!(cancelled.state, JobState::Cancelled);
        assert!(cancelled.finished_at.is_some());
        eprintln!(
            "{}: {deed:?} cancelled in {:?}",
            fresh.engine,
            asked.elapsed()
        );
    }
    assert!(entries(&store, "completed").await.is_empty());
    worker.stop().await;
}

async fn computing_is_cancelled_too(fresh: Fresh) {
    let store = fresh.migrated().await;
    let worker = Running::start(&store, options("w"));
    let id = enqueue(&store, job(&Deed::Compute(800))).await.job.id;
    let half_way = until(&store, id, PATIENCE, |job| job.progress > 10.0).await;
    assert!(half_way.progress < 100.0);
    until(&store, id, PATIENCE, |job| job.state == JobState::Done).await;
    worker.stop().await;
}

async fn a_draining_worker_gives_back_what_does_not_end(fresh: Fresh) {
    let store = fresh.migrated().await;
    let worker = Running::start(&store, options("first"));
    let short = enqueue(&store, job(&Deed::Work(1_000))).await.job.id;
    let long = enqueue(&store, job(&Deed::Work(60_000))).await.job.id;
    until(&store, short, PATIENCE, |job| {
        job.state == JobState::Running
    })
    .await;
    until(&store, long, PATIENCE, |job| job.state == JobState::Running).await;
    worker.stop().await;
    assert_eq!(
        find(&store, short).await.state,
        JobState::Done,
        "what ends in the drain time is let end"
    );
    let given_back = find(&store, long).await;
    assert_eq!(
        (given_back.state, given_back.attempts, given_back.worker),
        (JobState::Queued, 0, None)
    );
    let late = enqueue(&store, job(&Deed::Work(0))).await.job.id;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(
        find(&store, late).await.state,
        JobState::Queued,
        "a stopped worker claims nothing"
    );
}

async fn idle_workers_start_at_once(fresh: Fresh) {
    let store = fresh.migrated().await;
    let slow_poll = prospect_jobs::WorkerOptions {
        poll: Duration::from_mins(1),
        ..options("w")
    };
    let worker = Running::start(&store, slow_poll);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut latencies = Vec::new();
    for _ in 0..40 {
        let enqueued = Instant::now();
        let id = enqueue(&store, job(&Deed::Work(0))).await.job.id;
        while !worker.starts.lock().unwrap().contains_key(&id) {
            assert!(enqueued.elapsed() < PATIENCE, "the worker sleeps");
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        latencies.push(enqueued.elapsed());
        until(&store, id, PATIENCE, |job| job.state == JobState::Done).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    latencies.sort_unstable();
    eprintln!(
        "{}: enqueue to start p50 {:?}, max {:?}",
        fresh.engine, latencies[20], latencies[39]
    );
    assert!(latencies[20] < Duration::from_millis(200), "{latencies:?}");
    worker.stop().await;
}

async fn the_feed_tells_every_change(fresh: Fresh) {
    let store = fresh.migrated().await;
    let elsewhere = fresh.open().await;
    let stop = CancellationToken::new();
    let feed = JobFeed::start(store.clone(), clock(), stop.clone());
    let mut changes = feed.subscribe();
    let worker = Running::start(&elsewhere, options("w"));
    let id = enqueue(&elsewhere, job(&Deed::Work(1_500))).await.job.id;
    let mut heard = Vec::new();
    let listen = async {
        loop {
            let change = changes.recv().await.unwrap();
            assert_eq!(change.id, id);
            heard.push((change.state, change.progress));
            if change.state.is_final() {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, listen).await.unwrap();
    assert_eq!(heard.last(), Some(&(JobState::Done, 100.0)));
    assert!(
        heard
            .iter()
            .filter(|(state, _)| *state == JobState::Running)
            .count()
            >= 2,
        "{heard:?}"
    );
    let progress: Vec<f64> = heard.iter().map(|(_, progress)| *progress).collect();
    assert!(progress.is_sorted(), "{heard:?}");
    worker.stop().await;
    stop.cancel();
}

async fn an_expired_lease_is_taken_over(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, job(&Deed::Work(0))).await.job.id;
    let lease = Duration::from_millis(300);
    let claims = store
        .queue()
        .claim("gone", &["test"], 1, lease, now())
        .await
        .unwrap();
    assert_eq!(claims.len(), 1);
    let started = Instant::now();
    let worker = Running::start(&store, options("w"));
    let done = until(&store, id, PATIENCE, |job| job.state == JobState::Done).await;
    eprintln!("{}: taken over after {:?}", fresh.engine, started.elapsed());
    assert_eq!(done.attempts, 2);
    worker.stop().await;
}
