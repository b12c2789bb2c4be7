//! How jobs end when they do not end well: leases that run out, failures, cancellation, release, trying again.

use prospect_storage::{
    JobId, NewSimulation, SimulationState,
    job::{
        JobState, NewJob,
        queue::{Ending, Heartbeat, Held, Reaped},
    },
};
use serde_json::json;

use super::{
    fixtures::{at, workspace},
    jobs::{KINDS, LEASE, claim_one, enqueue, new, state},
};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    an_expired_lease_is_reaped_and_attempts_run_out,
    a_heartbeat_prolongs_the_lease_and_brings_the_cancel,
    a_failed_job_waits_for_its_time,
    a_released_job_keeps_its_attempt,
    a_queued_job_is_cancelled_at_once_and_can_be_retried,
    a_simulation_ends_as_its_job_does,
);

async fn an_expired_lease_is_reaped_and_attempts_run_out(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, new(), 0).await.job.id;
    let mut second = 0;
    for attempt in 1..=3 {
        let claim = claim_one(&store, second).await.unwrap();
        assert_eq!(
            (claim.attempts, claim.is_last_attempt()),
            (attempt, attempt == 3)
        );
        assert_eq!(
            store.queue().reap(at(second + 30), at(0)).await.unwrap(),
            Reaped::default()
        );
        second += 31;
        let reaped = store
            .queue()
            .reap(at(second), at(second + 5))
            .await
            .unwrap();
        assert_eq!(
            (reaped.requeued, reaped.dead),
            if attempt < 3 { (1, 0) } else { (0, 1) }
        );
        assert!(
            claim_one(&store, second).await.is_none(),
            "it waits until it may be tried again"
        );
        second += 5;
    }
    let job = store
        .read()
        .await
        .unwrap()
        .jobs()
        .get(id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((job.state, job.attempts), (JobState::Dead, 3));
    assert!(job.error.unwrap().contains("lease"));
}

async fn a_heartbeat_prolongs_the_lease_and_brings_the_cancel(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, new(), 0).await.job.id;
    let claim = claim_one(&store, 0).await.unwrap();
    let beat = |token| Heartbeat {
        id,
        token,
        progress: 40.0,
        note: "half way".to_owned(),
    };
    let held = store
        .queue()
        .renew(&[beat(claim.token), beat(99)], LEASE, at(25))
        .await
        .unwrap();
    assert_eq!(held, [Held::Yes, Held::No]);
    assert_eq!(
        store.queue().reap(at(50), at(50)).await.unwrap(),
        Reaped::default()
    );
    let tx = store.write().await.unwrap();
    let job = tx.jobs().cancel(id, at(51)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (job.state, job.progress, job.note.as_str()),
        (JobState::Running, 40.0, "half way")
    );
    let held = store
        .queue()
        .renew(&[beat(claim.token)], LEASE, at(52))
        .await
        .unwrap();
    assert_eq!(held, [Held::CancelRequested]);
    assert!(
        store
            .queue()
            .end(&claim, Ending::Cancelled, at(53))
            .await
            .unwrap()
    );
    assert_eq!(state(&store, id).await, JobState::Cancelled);
    assert_eq!(
        store
            .queue()
            .renew(&[beat(claim.token)], LEASE, at(54))
            .await
            .unwrap(),
        [Held::No]
    );
}

async fn a_failed_job_waits_for_its_time(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, new(), 0).await.job.id;
    let claim = claim_one(&store, 0).await.unwrap();
    assert!(
        store
            .queue()
            .end(&claim, Ending::RetryAt(at(60), "no room"), at(1))
            .await
            .unwrap()
    );
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
        (job.state, job.error.as_deref(), job.run_at),
        (JobState::Queued, Some("no room"), at(60))
    );
    assert!(claim_one(&store, 59).await.is_none());
    let claim = claim_one(&store, 60).await.unwrap();
    assert!(
        store
            .queue()
            .end(&claim, Ending::Dead("never"), at(61))
            .await
            .unwrap()
    );
    assert_eq!(state(&store, id).await, JobState::Dead);
}

async fn a_released_job_keeps_its_attempt(fresh: Fresh) {
    let store = fresh.migrated().await;
    enqueue(&store, new(), 0).await;
    let claim = claim_one(&store, 0).await.unwrap();
    assert!(
        store
            .queue()
            .end(&claim, Ending::ReleasedUntil(at(5)), at(5))
            .await
            .unwrap()
    );
    let again = claim_one(&store, 5).await.unwrap();
    assert_eq!((again.attempts, again.token), (1, 2));
}

async fn a_queued_job_is_cancelled_at_once_and_can_be_retried(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = enqueue(&store, new(), 0).await.job.id;
    let tx = store.write().await.unwrap();
    let job = tx.jobs().cancel(id, at(1)).await.unwrap().unwrap();
    assert_eq!(
        (job.state, job.finished_at),
        (JobState::Cancelled, Some(at(1)))
    );
    let retried = tx.jobs().retry(id, at(2)).await.unwrap().unwrap();
    assert_eq!(
        (retried.state, retried.cancel_requested, retried.finished_at),
        (JobState::Queued, false, None)
    );
    assert_eq!(
        tx.jobs().retry(id, at(3)).await.unwrap().unwrap().run_at,
        at(2),
        "a queued job is left alone"
    );
    tx.commit().await.unwrap();
    assert_eq!(claim_one(&store, 2).await.unwrap().id, id);
    let tx = store.write().await.unwrap();
    let nobody: JobId = "00000000-0000-7000-8000-000000000000".parse().unwrap();
    assert!(tx.jobs().cancel(nobody, at(1)).await.unwrap().is_none());
    assert!(tx.jobs().retry(nobody, at(1)).await.unwrap().is_none());
}

async fn a_simulation_ends_as_its_job_does(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let simulation = NewSimulation {
            workspace_id: room.id,
            scenario_version_id: None,
            inline_scenario: Some(json!({})),
            settings: json!({}),
            iterations: 1,
            seed: 1,
            engine_version: "1".to_owned(),
            made_by: "Ann".to_owned(),
        };
        let simulation = tx.simulations().create(simulation, at(0)).await.unwrap();
        let job = tx
            .jobs()
            .enqueue(
                NewJob {
                    attempts_max: 1,
                    ..new()
                },
                at(0),
            )
            .await
            .unwrap()
            .job;
        tx.simulations()
            .set_job(simulation.id, job.id)
            .await
            .unwrap();
        made.push((simulation.id, job.id));
    }
    tx.jobs().cancel(made[0].1, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let claims = store
        .queue()
        .claim("w", KINDS, 2, LEASE, at(1))
        .await
        .unwrap();
    assert!(
        store
            .queue()
            .end(&claims[0], Ending::Dead("bad scenario"), at(2))
            .await
            .unwrap()
    );
    store.queue().reap(at(60), at(60)).await.unwrap();
    let tx = store.write().await.unwrap();
    made[1..].sort_by_key(|(_, job)| *job != claims[0].id);
    let mut found = Vec::new();
    for (simulation, _) in &made {
        let simulation = tx.simulations().get(*simulation).await.unwrap().unwrap();
        assert!(simulation.finished_at.is_some());
        found.push((simulation.state, simulation.error));
    }
    assert_eq!(found[0], (SimulationState::Cancelled, None));
    assert_eq!(
        found[1],
        (SimulationState::Failed, Some("bad scenario".to_owned()))
    );
    assert_eq!(found[2].0, SimulationState::Failed);
    tx.jobs().retry(made[1].1, at(70)).await.unwrap();
    let again = tx.simulations().get(made[1].0).await.unwrap().unwrap();
    assert_eq!(
        (again.state, again.error, again.finished_at),
        (SimulationState::Queued, None, None)
    );
}
