//! Simulations and their results.

use prospect_storage::{
    IterationTable, NewSimulation, PageRequest, SimulationFilter, SimulationResult,
    SimulationState, SimulationSummary, WorkspaceId,
};
use serde_json::json;

use super::fixtures::{at, scenario, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_result_comes_back_to_the_digit,
    an_inline_scenario_is_kept,
    a_finished_simulation_stays_finished
);

fn new(workspace_id: WorkspaceId) -> NewSimulation {
    NewSimulation {
        workspace_id,
        scenario_version_id: None,
        inline_scenario: None,
        settings: json!({"sampling": "latin_hypercube"}),
        iterations: 1_000,
        seed: u64::MAX,
        engine_version: "1".to_owned(),
        made_by: "Ann".to_owned(),
    }
}

fn summary() -> SimulationSummary {
    SimulationSummary {
        unit: "M US$".to_owned(),
        p10: -1.5,
        p50: 0.1 + 0.2,
        p90: 9e9,
        mean: 1.0 / 3.0,
        p_negative: 0.25,
        base: Some(-0.1),
    }
}

async fn a_result_comes_back_to_the_digit(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let project = scenario(&tx, room.id, "s").await;
    let version = tx
        .scenarios()
        .version(project.id, 1)
        .await
        .unwrap()
        .unwrap();
    let made = tx
        .simulations()
        .create(
            NewSimulation {
                scenario_version_id: Some(version.id),
                ..new(room.id)
            },
            at(0),
        )
        .await;
    let made = made.unwrap();
    assert_eq!(
        (made.state, made.seed, made.summary),
        (SimulationState::Queued, u64::MAX, None)
    );
    let table = IterationTable {
        columns: vec![("npv".to_owned(), vec![0.1, f64::MIN_POSITIVE, -1e300])],
    };
    let result = SimulationResult {
        result: json!({"z": 0.1, "a": 1e-9}),
        iterations: Some(table.clone()),
    };
    let done = tx
        .simulations()
        .finish(made.id, Some(summary()), &result, "2", at(4))
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (done.state, done.finished_at, done.summary.clone()),
        (SimulationState::Done, Some(at(4)), Some(summary()))
    );
    assert_eq!(done.engine_version, "2");
    let tx = store.read().await.unwrap();
    assert_eq!(tx.simulations().get(made.id).await.unwrap(), Some(done));
    assert_eq!(
        tx.simulations()
            .result(made.id)
            .await
            .unwrap()
            .unwrap()
            .to_string(),
        r#"{"z":0.1,"a":1e-9}"#
    );
    assert_eq!(
        tx.simulations().iterations(made.id).await.unwrap(),
        Some(table)
    );
    let filter = SimulationFilter {
        workspace_id: room.id,
        scenario_version_ids: Some(vec![version.id]),
        state: Some(SimulationState::Done),
    };
    assert_eq!(
        tx.simulations()
            .list(&filter, &PageRequest::first(5))
            .await
            .unwrap()
            .total,
        1
    );
    let tx = store.write().await.unwrap();
    assert!(tx.scenarios().delete(project.id).await.unwrap());
    assert!(tx.simulations().get(made.id).await.unwrap().is_none());
    assert!(tx.simulations().result(made.id).await.unwrap().is_none());
}

async fn an_inline_scenario_is_kept(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let inline = json!({"periods": 3});
    let made = NewSimulation {
        inline_scenario: Some(inline.clone()),
        ..new(room.id)
    };
    let made = tx.simulations().create(made, at(0)).await.unwrap();
    assert_eq!(made.inline_scenario, Some(inline));
    assert!(tx.simulations().delete(made.id).await.unwrap());
    assert!(!tx.simulations().delete(made.id).await.unwrap());
}

async fn a_finished_simulation_stays_finished(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let made = tx.simulations().create(new(room.id), at(0)).await.unwrap();
    let simulations = tx.simulations();
    assert!(
        simulations
            .set_state(made.id, SimulationState::Running, None, at(1))
            .await
            .unwrap()
    );
    assert!(
        simulations
            .set_state(made.id, SimulationState::Failed, Some("no"), at(2))
            .await
            .unwrap()
    );
    let failed = simulations.get(made.id).await.unwrap().unwrap();
    assert_eq!(
        (failed.state, failed.error.as_deref()),
        (SimulationState::Failed, Some("no"))
    );
    let result = SimulationResult {
        result: json!({}),
        iterations: None,
    };
    simulations
        .finish(made.id, None, &result, "1", at(3))
        .await
        .unwrap()
        .unwrap();
    assert!(
        !simulations
            .set_state(made.id, SimulationState::Cancelled, None, at(4))
            .await
            .unwrap()
    );
    let done = simulations.get(made.id).await.unwrap().unwrap();
    assert_eq!(
        (done.state, done.error, done.summary),
        (SimulationState::Done, None, None)
    );
    assert!(simulations.iterations(made.id).await.unwrap().is_none());
}
