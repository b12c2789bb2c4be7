//! SIGKILL at random moments, while processes write and work: no acknowledged write is lost, no job is lost, none is
//! completed twice.

use std::{
    collections::HashSet,
    sync::mpsc,
    time::{Duration, Instant},
};

use prospect_storage::{Engine, Store, job::JobState};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{
    databases::{Fresh, postgres_url, run},
    rig::{Deed, Running, enqueue, entries, find, job, jobs_in, options, until_idle},
    worker_process::WorkerProcess,
};

fn url(fresh: &Fresh) -> String {
    match fresh.engine {
        Engine::Sqlite => fresh.options().url.to_string(),
        Engine::Postgres => postgres_url(),
    }
}

fn start(fresh: &Fresh, name: String, acknowledged: Option<mpsc::Sender<String>>) -> WorkerProcess {
    let options = fresh.options();
    WorkerProcess::start(
        &options.url,
        &url(fresh),
        options.schema.as_deref(),
        name,
        acknowledged,
    )
}

async fn running_on(store: &Store, worker: &str) -> usize {
    let mut running = 0;
    for id in jobs_in(store, JobState::Running).await {
        running += usize::from(find(store, id).await.worker.as_deref() == Some(worker));
    }
    running
}

async fn kill_and_count(fresh: Fresh, kills: u32) {
    let store = fresh.migrated().await;
    let started = Instant::now();
    let mut random = ChaCha8Rng::seed_from_u64(20_261_121);
    let (acknowledge, acknowledged) = mpsc::channel();
    let mut processes: Vec<WorkerProcess> = (0..2)
        .map(|i| start(&fresh, format!("w{i}"), Some(acknowledge.clone())))
        .collect();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let mut mid_job = 0;
    for kill in 0..kills {
        tokio::time::sleep(Duration::from_millis(random.random_range(120..700))).await;
        let victim = &mut processes[random.random_range(0..2)];
        assert!(!victim.has_ended(), "a worker process ended by itself");
        victim.kill();
        mid_job += u32::from(running_on(&store, &victim.name).await > 0);
        *victim = start(&fresh, format!("k{kill}"), Some(acknowledge.clone()));
    }
    drop(processes);
    drop(acknowledge);
    let acknowledged: Vec<String> = acknowledged.iter().collect();
    let worker = Running::start(&store, options("last"));
    until_idle(&store, Duration::from_mins(1)).await;
    worker.stop().await;

    let written = entries(&store, "written").await;
    let completed = entries(&store, "completed").await;
    let done: HashSet<String> = jobs_in(&store, JobState::Done)
        .await
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut jobs_acknowledged = 0;
    for what in &acknowledged {
        let mut words = what.split(' ');
        let subject = words.next().unwrap();
        assert_eq!(
            written.get(subject),
            Some(&1),
            "the acknowledged write {subject}"
        );
        if let Some(id) = words.next() {
            jobs_acknowledged += 1;
            assert!(done.contains(id), "the acknowledged job {id}");
        }
    }
    assert_eq!(jobs_in(&store, JobState::Dead).await.len(), 0);
    assert_eq!(
        completed.len(),
        done.len(),
        "every job that is done was completed"
    );
    let twice = completed.values().filter(|times| **times != 1).count();
    assert_eq!(twice, 0, "completed more than once");
    let mut again = 0;
    for id in jobs_in(&store, JobState::Done).await {
        again += u32::from(find(&store, id).await.attempts > 1);
    }
    assert!(
        mid_job * 3 > kills,
        "many kills hit a worker with jobs in hand: {mid_job} of {kills}"
    );
    assert!(
        acknowledged.len() > kills as usize,
        "writes went on: {}",
        acknowledged.len()
    );
    eprintln!(
        "{}: {kills} kills ({mid_job} mid-job) in {:.0?}: {} writes acknowledged, none lost; {jobs_acknowledged} jobs \
         acknowledged, {} done, {again} started again, none lost, none completed twice",
        fresh.engine,
        started.elapsed(),
        acknowledged.len(),
        done.len(),
    );
    assert!(store.check().await.unwrap().problems.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_200_kills() {
    run(Engine::Sqlite, |fresh| kill_and_count(fresh, 200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_60_kills() {
    run(Engine::Postgres, |fresh| kill_and_count(fresh, 60)).await;
}

async fn a_job_that_takes_its_process_with_it(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, job(&Deed::Abort)).await.job.id;
    let mut crashes = 0;
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut process = start(&fresh, "w0".to_owned(), None);
    while find(&store, id).await.state != JobState::Dead {
        assert!(Instant::now() < deadline, "{:?}", find(&store, id).await);
        if process.has_ended() {
            crashes += 1;
            process = start(&fresh, format!("w{crashes}"), None);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(crashes, 3, "as often as it may be tried");
    let good = enqueue(&store, job(&Deed::Work(0))).await.job.id;
    crate::rig::until(&store, good, Duration::from_secs(20), |job| {
        job.state == JobState::Done
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_poison() {
    run(Engine::Sqlite, a_job_that_takes_its_process_with_it).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_poison() {
    run(Engine::Postgres, a_job_that_takes_its_process_with_it).await;
}
