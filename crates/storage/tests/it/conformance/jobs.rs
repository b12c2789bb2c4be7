//! The job table: who gets a job, who may finish it, and what becomes of those nobody finishes.

use std::time::Duration;

use prospect_storage::{
    JobId, PageRequest, Store,
    job::{
        ChangeMark, Enqueued, JobFilter, JobState, NewJob,
        queue::{Claim, Ending, Reaped},
    },
};
use serde_json::json;

use super::fixtures::at;
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    jobs_are_claimed_by_priority_then_age,
    a_job_is_claimed_once_by_many_workers,
    only_the_newest_claim_finishes,
    a_rolled_back_result_leaves_the_job_running,
    a_live_key_is_not_queued_twice,
    a_rolled_back_enqueue_leaves_no_job,
    a_new_job_wakes_this_process,
    lists_counts_and_changes,
    an_unreadable_payload_is_still_claimed_and_listed,
);

pub(super) const LEASE: Duration = Duration::from_secs(30);
pub(super) const KINDS: &[&str] = &["test"];

pub(super) fn new() -> NewJob {
    NewJob {
        workspace_id: None,
        kind: "test".to_owned(),
        payload: json!({"n": 1}),
        priority: 0,
        run_at: None,
        attempts_max: 3,
        idempotency_key: None,
        made_by: "Ann".to_owned(),
    }
}

pub(super) async fn enqueue(store: &Store, new: NewJob, second: i64) -> Enqueued {
    let tx = store.write().await.unwrap();
    let enqueued = tx.jobs().enqueue(new, at(second)).await.unwrap();
    tx.commit().await.unwrap();
    enqueued
}

pub(super) async fn claim_one(store: &Store, second: i64) -> Option<Claim> {
    store
        .queue()
        .claim("w1", KINDS, 1, LEASE, at(second))
        .await
        .unwrap()
        .pop()
}

pub(super) async fn state(store: &Store, id: JobId) -> JobState {
    store
        .read()
        .await
        .unwrap()
        .jobs()
        .get(id)
        .await
        .unwrap()
        .unwrap()
        .state
}

async fn jobs_are_claimed_by_priority_then_age(fresh: Fresh) {
    let store = fresh.migrated().await;
    let old = enqueue(&store, new(), 0).await.job.id;
    let young = enqueue(&store, new(), 1).await.job.id;
    let urgent = enqueue(
        &store,
        NewJob {
            priority: 5,
            ..new()
        },
        2,
    )
    .await
    .job
    .id;
    let later = enqueue(
        &store,
        NewJob {
            priority: 9,
            run_at: Some(at(100)),
            ..new()
        },
        2,
    )
    .await
    .job
    .id;
    let foreign = enqueue(
        &store,
        NewJob {
            kind: "unknown".to_owned(),
            ..new()
        },
        0,
    )
    .await
    .job
    .id;
    assert_eq!(store.queue().next_due(KINDS).await.unwrap(), Some(at(0)));
    let claimed = store
        .queue()
        .claim("w1", KINDS, 10, LEASE, at(10))
        .await
        .unwrap();
    assert_eq!(
        claimed.iter().map(|claim| claim.id).collect::<Vec<_>>(),
        [urgent, old, young]
    );
    assert_eq!(
        (
            claimed[0].attempts,
            claimed[0].token,
            claimed[0].payload.as_str()
        ),
        (1, 1, r#"{"n":1}"#)
    );
    assert_eq!(store.queue().next_due(KINDS).await.unwrap(), Some(at(100)));
    assert_eq!(
        store
            .queue()
            .claim("w1", KINDS, 10, LEASE, at(100))
            .await
            .unwrap()[0]
            .id,
        later
    );
    assert_eq!(store.queue().next_due(KINDS).await.unwrap(), None);
    assert_eq!(state(&store, foreign).await, JobState::Queued);
}

async fn a_job_is_claimed_once_by_many_workers(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    for _ in 0..100 {
        tx.jobs().enqueue(new(), at(0)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let other = fresh.open().await;
    let workers = (0..6).map(|i| {
        let store = if i % 2 == 0 {
            store.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            let mut ids = Vec::new();
            loop {
                let claimed = store
                    .queue()
                    .claim(&format!("w{i}"), KINDS, 3, LEASE, at(1))
                    .await
                    .unwrap();
                if claimed.is_empty() {
                    return ids;
                }
                ids.extend(claimed.into_iter().map(|claim| claim.id));
            }
        })
    });
    let mut ids = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        ids.extend(worker.await.unwrap());
    }
    let claimed = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((claimed, ids.len()), (100, 100));
}

async fn only_the_newest_claim_finishes(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, new(), 0).await.job.id;
    let first = claim_one(&store, 0).await.unwrap();
    let reaped = store.queue().reap(at(31), at(31)).await.unwrap();
    assert_eq!(
        reaped,
        Reaped {
            requeued: 1,
            ..Reaped::default()
        }
    );
    let second = claim_one(&store, 31).await.unwrap();
    assert_eq!((second.token, second.attempts), (2, 2));
    let finish = async |claim: &Claim| {
        let tx = store.write().await.unwrap();
        let held = tx
            .jobs()
            .finish(claim, Some(&json!({"by": claim.token})), at(40))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        held
    };
    assert!(!finish(&first).await);
    assert!(
        !store
            .queue()
            .end(&first, Ending::Dead("late"), at(40))
            .await
            .unwrap()
    );
    assert!(finish(&second).await);
    assert!(!finish(&second).await, "a job is finished once");
    assert!(store.queue().completed_by(&second).await.unwrap());
    assert!(!store.queue().completed_by(&first).await.unwrap());
    let job = store
        .read()
        .await
        .unwrap()
        .jobs()
        .get(id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (job.state, job.result, job.error),
        (JobState::Done, Some(json!({"by": 2})), None)
    );
    assert_eq!(
        (job.finished_at, job.progress, job.worker),
        (Some(at(40)), 100.0, None)
    );
}

async fn a_rolled_back_result_leaves_the_job_running(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, new(), 0).await.job.id;
    let claim = claim_one(&store, 0).await.unwrap();
    let tx = store.write().await.unwrap();
    assert!(tx.jobs().finish(&claim, None, at(1)).await.unwrap());
    tx.rollback().await.unwrap();
    assert_eq!(state(&store, id).await, JobState::Running);
}

async fn a_live_key_is_not_queued_twice(fresh: Fresh) {
    let store = fresh.migrated().await;
    let keyed = || NewJob {
        idempotency_key: Some("k".to_owned()),
        ..new()
    };
    let first = enqueue(&store, keyed(), 0).await;
    let second = enqueue(&store, keyed(), 1).await;
    assert!(first.is_new && !second.is_new);
    assert_eq!(first.job.id, second.job.id);
    let other_kind = NewJob {
        kind: "other".to_owned(),
        ..keyed()
    };
    assert!(enqueue(&store, other_kind, 1).await.is_new);
    let claim = claim_one(&store, 1).await.unwrap();
    assert!(
        !enqueue(&store, keyed(), 2).await.is_new,
        "a running job is live"
    );
    let tx = store.write().await.unwrap();
    assert!(tx.jobs().finish(&claim, None, at(3)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(
        enqueue(&store, keyed(), 4).await.is_new,
        "the key is free once the job has ended"
    );
}

async fn a_rolled_back_enqueue_leaves_no_job(fresh: Fresh) {
    let store = fresh.migrated().await;
    let wake = store.queue_wake();
    let tx = store.write().await.unwrap();
    tx.jobs().enqueue(new(), at(0)).await.unwrap();
    tx.rollback().await.unwrap();
    assert!(claim_one(&store, 1).await.is_none());
    assert!(!wake.has_changed().unwrap());
}

async fn a_new_job_wakes_this_process(fresh: Fresh) {
    let store = fresh.migrated().await;
    let mut wake = store.queue_wake();
    let listener = store.queue_listener().await.unwrap();
    enqueue(&store, new(), 0).await;
    tokio::time::timeout(Duration::from_secs(2), wake.changed())
        .await
        .expect("woken")
        .unwrap();
    if let Some(mut listener) = listener {
        tokio::time::timeout(Duration::from_secs(2), listener.next())
            .await
            .expect("announced")
            .unwrap();
    }
}

async fn lists_counts_and_changes(fresh: Fresh) {
    let store = fresh.migrated().await;
    for second in 0..5 {
        enqueue(&store, new(), second).await;
    }
    let claim = claim_one(&store, 10).await.unwrap();
    store
        .queue()
        .end(&claim, Ending::Dead("no"), at(20))
        .await
        .unwrap();
    let tx = store.write().await.unwrap();
    let queued = JobFilter {
        state: Some(JobState::Queued),
        ..JobFilter::default()
    };
    let page = tx
        .jobs()
        .list(&queued, &PageRequest::first(3))
        .await
        .unwrap();
    assert_eq!(
        (page.total, page.items.len(), page.items[0].created_at),
        (4, 3, at(4))
    );
    let rest = PageRequest {
        limit: 3,
        after: page.next,
    };
    assert_eq!(tx.jobs().list(&queued, &rest).await.unwrap().items.len(), 1);
    let counts = tx.jobs().counts().await.unwrap();
    let summary: Vec<_> = counts
        .iter()
        .map(|count| (count.state, count.jobs, count.oldest_run_at))
        .collect();
    assert_eq!(
        summary,
        [(JobState::Dead, 1, at(0)), (JobState::Queued, 4, at(1))]
    );
    let mark = |second, id| ChangeMark { at: at(second), id };
    let changed = tx.jobs().changed_after(&mark(11, None), 10).await.unwrap();
    assert_eq!(
        changed.iter().map(|job| job.id).collect::<Vec<_>>(),
        [claim.id]
    );
    assert_eq!(
        tx.jobs()
            .changed_after(&mark(20, None), 10)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        tx.jobs()
            .changed_after(&mark(20, Some(claim.id)), 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(tx.jobs().delete_finished(at(21)).await.unwrap(), 1);
    assert!(tx.jobs().get(claim.id).await.unwrap().is_none());
}

async fn an_unreadable_payload_is_still_claimed_and_listed(fresh: Fresh) {
    let store = fresh.migrated().await;
    enqueue(
        &store,
        NewJob {
            payload: json!("not what the kind expects"),
            ..new()
        },
        0,
    )
    .await;
    let claim = claim_one(&store, 0).await.unwrap();
    assert_eq!(claim.payload, "\"not what the kind expects\"");
    let tx = store.read().await.unwrap();
    assert_eq!(
        tx.jobs()
            .list(&JobFilter::default(), &PageRequest::first(1))
            .await
            .unwrap()
            .total,
        1
    );
}
