//! A database that is locked, slow or gone for longer than every timeout: afterwards every job is done, once.

use std::time::Duration;

use prospect_jobs::WorkerOptions;
use prospect_storage::{Engine, Store, StoreOptions, StoreUrl, job::JobState};
use sqlx::{Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions};

use crate::{
    databases::{Fresh, postgres_url, run},
    proxy::Proxy,
    rig::{Deed, Running, enqueue, entries, job, jobs_in, options, until_idle},
};

const OUTAGE: Duration = Duration::from_secs(40);

/// Two workers' worth of jobs: some end before the outage, some in it, some wait behind it.
async fn enqueue_mix(store: &Store) -> usize {
    for i in 0..30 {
        enqueue(
            store,
            job(&Deed::Work(if i % 3 == 0 { 3_000 } else { 200 })),
        )
        .await;
    }
    30
}

async fn assert_all_done_once(store: &Store, jobs: usize) {
    assert_eq!(jobs_in(store, JobState::Done).await.len(), jobs);
    let completed = entries(store, "completed").await;
    assert_eq!(completed.len(), jobs);
    assert!(completed.values().all(|times| *times == 1), "{completed:?}");
}

fn total_starts(workers: &[&Running]) -> u32 {
    workers
        .iter()
        .map(|worker| worker.starts.lock().unwrap().values().sum::<u32>())
        .sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_locked_for_40_s() {
    run(Engine::Sqlite, |fresh: Fresh| async move {
        let store = fresh.migrated().await;
        let elsewhere = fresh.open().await;
        let (one, two) = (
            Running::start(&store, options("one")),
            Running::start(&elsewhere, options("two")),
        );
        let jobs = enqueue_mix(&store).await;
        let file = fresh.folder.path().join("prospect.db");
        let mut locker = SqliteConnection::connect(file.to_str().unwrap())
            .await
            .unwrap();
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut locker)
            .await
            .unwrap();
        tokio::time::sleep(OUTAGE).await;
        sqlx::query("ROLLBACK").execute(&mut locker).await.unwrap();
        until_idle(&store, Duration::from_mins(1)).await;
        assert_all_done_once(&store, jobs).await;
        eprintln!(
            "SQLite locked {OUTAGE:?}: {jobs} jobs, {} starts",
            total_starts(&[&one, &two])
        );
        one.stop().await;
        two.stop().await;
    })
    .await;
}

async fn with_proxy(fresh: Fresh) {
    let direct = fresh.migrated().await;
    let target: PgConnectOptions = postgres_url().parse().unwrap();
    let proxy = Proxy::to(format!("{}:{}", target.get_host(), target.get_port())).await;
    let through = || async {
        let mut url = postgres_url();
        let server = format!("{}:{}", target.get_host(), target.get_port());
        assert!(
            url.contains(&server),
            "PROSPECT_TEST_POSTGRES names host and port: {url}"
        );
        url = url.replace(&server, &proxy.address.to_string());
        let url: StoreUrl = url.parse().unwrap();
        Store::open(StoreOptions {
            url,
            ..fresh.options()
        })
        .await
        .unwrap()
    };
    let (first, second) = (through().await, through().await);
    let (one, two) = (
        Running::start(&first, options("one")),
        Running::start(&second, options("two")),
    );
    let jobs = enqueue_mix(&direct).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    proxy.cut();
    tokio::time::sleep(OUTAGE).await;
    proxy.mend();
    until_idle(&direct, Duration::from_mins(1)).await;
    assert_all_done_once(&direct, jobs).await;
    eprintln!(
        "PostgreSQL gone {OUTAGE:?}: {jobs} jobs, {} starts",
        total_starts(&[&one, &two])
    );
    one.stop().await;
    two.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_gone_for_40_s() {
    run(Engine::Postgres, with_proxy).await;
}

async fn with_table_lock(fresh: Fresh) {
    let store = fresh.migrated().await;
    let impatient = WorkerOptions {
        database_timeout: Duration::from_secs(2),
        ..options("w")
    };
    let worker = Running::start(&store, impatient);
    let jobs = enqueue_mix(&store).await;
    let options: PgConnectOptions = postgres_url().parse().unwrap();
    let schema = fresh.options().schema.unwrap();
    let mut locker = PgConnection::connect_with(&options.options([("search_path", schema)]))
        .await
        .unwrap();
    let mut tx = locker.begin().await.unwrap();
    sqlx::query("LOCK TABLE job IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *tx)
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(10)).await;
    tx.rollback().await.unwrap();
    until_idle(&store, Duration::from_mins(1)).await;
    assert_all_done_once(&store, jobs).await;
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_table_locked_for_10_s() {
    run(Engine::Postgres, with_table_lock).await;
}
