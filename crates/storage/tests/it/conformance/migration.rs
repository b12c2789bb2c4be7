//! Migrations: dry run, apply, run twice, and a schema newer than the program.

use prospect_storage::{Engine, NewSimulation, SimulationResult, SimulationSummary, StorageError};
use serde_json::json;
use sqlx::Connection;

use super::fixtures::{at, workspace};
use crate::databases::{Fresh, on_both_engines, postgres_url};

on_both_engines!(
    a_dry_run_lists_the_statements_and_changes_nothing,
    migrating_twice_does_nothing_the_second_time,
    concurrent_migrations_leave_one_schema,
    a_newer_schema_is_refused_by_name,
    a_base_case_is_found_in_results_stored_before,
);

async fn a_dry_run_lists_the_statements_and_changes_nothing(fresh: Fresh) {
    let store = fresh.open().await;
    let report = store.migrate_dry_run().await.unwrap();
    assert_eq!(
        report.migrations,
        ["m0001_first_schema", "m0002_base_case_npv"]
    );
    for table in [
        "user_account",
        "series",
        "observation",
        "job",
        "simulation_result",
    ] {
        let create = report.statements.iter().any(|sql| {
            sql.starts_with(&format!("CREATE TABLE \"{table}\""))
                || sql.starts_with(&format!("CREATE TABLE {table} "))
        });
        assert!(create, "{table} in {:#?}", report.statements);
    }
    let state = store.schema_state().await.unwrap();
    assert!(state.is_empty());
    assert_eq!(state.pending, ["m0001_first_schema", "m0002_base_case_npv"]);
    // The hook that records statements must not stay on the store.
    store.migrate().await.unwrap();
    assert!(store.schema_state().await.unwrap().is_current());
}

async fn migrating_twice_does_nothing_the_second_time(fresh: Fresh) {
    let store = fresh.open().await;
    assert_eq!(
        store.migrate().await.unwrap().migrations,
        ["m0001_first_schema", "m0002_base_case_npv"]
    );
    assert!(store.migrate().await.unwrap().migrations.is_empty());
    assert!(store.migrate_dry_run().await.unwrap().statements.is_empty());
}

async fn concurrent_migrations_leave_one_schema(fresh: Fresh) {
    let (first, second) = (fresh.open().await, fresh.open().await);
    let (one, two) = tokio::join!(first.migrate(), second.migrate());
    one.unwrap();
    two.unwrap();
    assert_eq!(
        first.schema_state().await.unwrap().applied,
        ["m0001_first_schema", "m0002_base_case_npv"]
    );
}

async fn a_newer_schema_is_refused_by_name(fresh: Fresh) {
    let store = fresh.migrated().await;
    let insert =
        "INSERT INTO schema_migration (version, applied_at) VALUES ('m9999_from_the_future', 0)";
    execute(&fresh, insert).await;
    for outcome in [
        store.migrate().await.map(|_| ()),
        store.schema_state().await.map(|_| ()),
    ] {
        match outcome {
            Err(StorageError::SchemaNewer { found, known }) => {
                assert_eq!(
                    (found.as_str(), known.as_str()),
                    ("m9999_from_the_future", "m0002_base_case_npv")
                );
            }
            other => panic!("expected SchemaNewer, got {other:?}"),
        }
    }
}

async fn a_base_case_is_found_in_results_stored_before(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let new = NewSimulation {
        workspace_id: room.id,
        scenario_version_id: None,
        inline_scenario: Some(json!({})),
        settings: json!({}),
        iterations: 1,
        seed: 1,
        engine_version: "1".to_owned(),
        made_by: "Ann".to_owned(),
    };
    let made = tx.simulations().create(new, at(0)).await.unwrap();
    let summary = SimulationSummary {
        unit: "M US$".to_owned(),
        p10: 1.0,
        p50: 2.0,
        p90: 3.0,
        mean: 2.0,
        p_negative: 0.0,
        base: None,
    };
    let result = SimulationResult {
        result: json!({"timing": "mid", "base_npv": {"start": 1.0, "mid": 0.1, "end": -1.0}}),
        iterations: None,
    };
    let simulations = tx.simulations();
    let done = simulations.finish(made.id, Some(summary), &result, "1", at(1));
    done.await.unwrap().unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    for sql in [
        "ALTER TABLE simulation DROP COLUMN base_npv",
        "DELETE FROM schema_migration WHERE version = 'm0002_base_case_npv'",
    ] {
        execute(&fresh, sql).await;
    }
    let store = fresh.open().await;
    let migrated = store.migrate().await.unwrap().migrations;
    assert_eq!(migrated, ["m0002_base_case_npv"]);
    let tx = store.read().await.unwrap();
    let found = tx.simulations().get(made.id).await.unwrap().unwrap();
    assert_eq!(found.summary.unwrap().base, Some(0.1));
}

async fn execute(fresh: &Fresh, sql: &'static str) {
    match fresh.engine {
        Engine::Sqlite => {
            let file = fresh.folder.path().join("prospect.db");
            let mut connection = sqlx::SqliteConnection::connect(file.to_str().unwrap())
                .await
                .unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
        Engine::Postgres => {
            let schema = fresh.options().schema.unwrap();
            let options: sqlx::postgres::PgConnectOptions = postgres_url().parse().unwrap();
            let options = options.options([("search_path", schema)]);
            let mut connection = sqlx::PgConnection::connect_with(&options).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
    }
}
