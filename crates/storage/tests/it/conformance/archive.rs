//! Backup and restore, each engine into each, and the doctor's look over the database.

use prospect_storage::{
    Actor, Engine, JobId, NewApiKey, NewAuditEntry, NewForecast, NewLoginSession, NewSimulation,
    NewUser, Observations, Role, SeriesId, SimulationId, SimulationResult, StorageError, Store,
    StoreOptions, StoreUrl, TimeRange, job::NewJob,
};
use serde_json::json;

use super::fixtures::{at, scenario, series, workspace};
use crate::databases::{Fresh, on_both_engines, run};

on_both_engines!(
    a_backup_restores_into_sqlite,
    a_backup_restores_into_postgres,
    a_backup_taken_while_writing_is_of_one_moment,
    a_backup_never_overwrites,
    a_restore_refuses_a_store_with_data_and_a_damaged_file,
    the_doctor_finds_a_sound_database_sound,
);

struct Made {
    series: SeriesId,
    simulation: SimulationId,
    job: JobId,
}

/// At least one row in every table, with values that are easy to lose.
async fn fill(store: &Store) -> Made {
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let user = NewUser {
        name: "Ann".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        role: Role::Admin,
    };
    let user = tx.users().create(user, at(1)).await.unwrap();
    let key = NewApiKey {
        user_id: user.id,
        name: "k".to_owned(),
        prefix: "pk".to_owned(),
        hash: "h".to_owned(),
        role: Role::Viewer,
        workspace_id: Some(room.id),
        expires_at: None,
    };
    tx.api_keys().create(key, at(1)).await.unwrap();
    let session = NewLoginSession {
        user_id: user.id,
        token_hash: "t".to_owned(),
        address: None,
        expires_at: at(9_999),
    };
    tx.login_sessions().create(session, at(1)).await.unwrap();
    let oil = series(&tx, room.id, "RWTC").await;
    let times: Vec<_> = (-3_000..3_000).map(|hour| at(hour * 3_600)).collect();
    let mut values: Vec<f64> = (0..6_000).map(|i| f64::from(i) / 3.0).collect();
    values[17] = f64::NAN;
    values[18] = -37.63;
    tx.observations()
        .append(oil.id, &Observations::new(times, values), at(50))
        .await
        .unwrap();
    tx.observations()
        .append(
            oil.id,
            &Observations::new(vec![at(0)], vec![1e-300]),
            at(60),
        )
        .await
        .unwrap();
    let forecast = NewForecast {
        workspace_id: room.id,
        series_id: oil.id,
        made_by: "Ann".to_owned(),
        cut_off: at(5),
        vintage: at(6),
        model: "theta".to_owned(),
        horizon: 3,
        parameters: json!({}),
        result: json!({"z": 0.1, "a": 2}),
        fitted: Some(vec![0, 255, 7]),
        engine_version: "1".to_owned(),
    };
    tx.forecasts().create(forecast, at(7)).await.unwrap();
    let project = scenario(&tx, room.id, "s").await;
    let version = tx
        .scenarios()
        .version(project.id, 1)
        .await
        .unwrap()
        .unwrap();
    let simulation = NewSimulation {
        workspace_id: room.id,
        scenario_version_id: Some(version.id),
        inline_scenario: None,
        settings: json!({}),
        iterations: 10,
        seed: u64::MAX,
        engine_version: "1".to_owned(),
        made_by: "Ann".to_owned(),
    };
    let simulation = tx.simulations().create(simulation, at(8)).await.unwrap();
    let job = NewJob {
        workspace_id: Some(room.id),
        kind: "simulate".to_owned(),
        payload: json!({"n": 1}),
        priority: -3,
        run_at: None,
        attempts_max: 3,
        idempotency_key: Some("k".to_owned()),
        made_by: "Ann".to_owned(),
    };
    let job = tx.jobs().enqueue(job, at(8)).await.unwrap().job;
    tx.simulations()
        .set_job(simulation.id, job.id)
        .await
        .unwrap();
    let result = SimulationResult {
        result: json!({"npv": 1.0 / 3.0}),
        iterations: None,
    };
    tx.simulations()
        .finish(simulation.id, None, &result, "1", at(9))
        .await
        .unwrap();
    let entry = NewAuditEntry {
        actor: Actor::System,
        action: "create",
        subject_kind: "series",
        subject_id: None,
        subject_name: None,
        workspace_id: None,
        address: None,
        diff: None,
    };
    tx.audit().add(entry, at(1)).await.unwrap();
    tx.idempotency()
        .start("ann", "k", "h", at(1), at(99))
        .await
        .unwrap();
    tx.settings().set("setup", "done", at(1)).await.unwrap();
    tx.commit().await.unwrap();
    Made {
        series: oil.id,
        simulation: simulation.id,
        job: job.id,
    }
}

/// Everything `fill` made is in `restored` as in `original`.
async fn assert_same(original: &Store, restored: &Store, made: &Made) {
    let (a, b) = (
        original.read().await.unwrap(),
        restored.read().await.unwrap(),
    );
    for as_of in [None, Some(at(55))] {
        let before = a
            .observations()
            .read(made.series, TimeRange::default(), as_of)
            .await
            .unwrap()
            .unwrap();
        let after = b
            .observations()
            .read(made.series, TimeRange::default(), as_of)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(before.times, after.times);
        let bits = |values: &[f64]| {
            values
                .iter()
                .map(|value| value.to_bits())
                .collect::<Vec<_>>()
        };
        assert_eq!(bits(&before.values), bits(&after.values));
    }
    assert_eq!(
        a.simulations().get(made.simulation).await.unwrap(),
        b.simulations().get(made.simulation).await.unwrap()
    );
    assert_eq!(
        a.simulations().result(made.simulation).await.unwrap(),
        b.simulations().result(made.simulation).await.unwrap()
    );
    assert_eq!(
        a.jobs().get(made.job).await.unwrap(),
        b.jobs().get(made.job).await.unwrap()
    );
    assert_eq!(
        a.series().get(made.series).await.unwrap(),
        b.series().get(made.series).await.unwrap()
    );
    let (user, found) = (
        a.users().credentials("ann").await.unwrap(),
        b.users().credentials("ann").await.unwrap(),
    );
    assert_eq!(
        user.map(|user| (user.user, user.password_hash)),
        found.map(|user| (user.user, user.password_hash))
    );
    drop((a, b));
    assert_eq!(
        original.check().await.unwrap().tables,
        restored.check().await.unwrap().tables,
        "as many rows in every table"
    );
    // The keys of new series go on after the restored ones.
    let tx = restored.write().await.unwrap();
    let room = tx.workspaces().by_slug("room").await.unwrap().unwrap();
    let new = series(&tx, room.id, "NEW").await;
    let outcome = tx
        .observations()
        .append(new.id, &Observations::new(vec![at(0)], vec![1.0]), at(1))
        .await
        .unwrap();
    assert_eq!(outcome.unwrap().added, 1);
}

async fn a_backup_restores_into_sqlite(fresh: Fresh) {
    let store = fresh.migrated().await;
    let made = fill(&store).await;
    let archive = fresh.folder.path().join("backup.db");
    let report = store.backup(&archive).await.unwrap();
    assert_eq!(
        report
            .tables
            .iter()
            .find(|table| table.table == "observation")
            .unwrap()
            .rows,
        6_001
    );
    assert!(
        report.tables.iter().all(|table| table.rows > 0),
        "{:?}",
        report.tables
    );
    let restored = Store::open(StoreOptions::new(StoreUrl::sqlite(
        fresh.folder.path().join("restored.db"),
    )))
    .await;
    let restored = restored.unwrap();
    assert_eq!(
        restored.restore(&archive).await.unwrap().tables,
        report.tables
    );
    assert_same(&store, &restored, &made).await;
    // The archive itself is a database that can be opened.
    let opened = Store::open(StoreOptions::new(StoreUrl::sqlite(archive)))
        .await
        .unwrap();
    assert!(opened.schema_state().await.unwrap().is_current());
}

async fn a_backup_restores_into_postgres(fresh: Fresh) {
    let store = fresh.migrated().await;
    let made = fill(&store).await;
    let archive = fresh.folder.path().join("backup.db");
    store.backup(&archive).await.unwrap();
    run(Engine::Postgres, move |target: Fresh| async move {
        let restored = target.open().await;
        restored.restore(&archive).await.unwrap();
        assert_same(&store, &restored, &made).await;
        drop(fresh);
    })
    .await;
}

async fn a_backup_taken_while_writing_is_of_one_moment(fresh: Fresh) {
    let store = fresh.migrated().await;
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            for i in 0..200 {
                // Always two together: a backup with an odd number would be of no moment.
                let tx = store.write().await.unwrap();
                workspace(&tx, &format!("a{i}")).await;
                workspace(&tx, &format!("b{i}")).await;
                tx.commit().await.unwrap();
            }
        }
    });
    for i in 0..4 {
        let report = store
            .backup(&fresh.folder.path().join(format!("{i}.db")))
            .await
            .unwrap();
        let rows = report
            .tables
            .iter()
            .find(|table| table.table == "workspace")
            .unwrap()
            .rows;
        assert_eq!(rows % 2, 0);
    }
    writer.await.unwrap();
}

async fn a_backup_never_overwrites(fresh: Fresh) {
    let store = fresh.migrated().await;
    let archive = fresh.folder.path().join("backup.db");
    store.backup(&archive).await.unwrap();
    assert!(matches!(
        store.backup(&archive).await,
        Err(StorageError::ArchiveExists { .. })
    ));
    let nowhere = fresh.folder.path().join("no/such/folder/backup.db");
    assert!(store.backup(&nowhere).await.is_err());
    let left: Vec<_> = std::fs::read_dir(fresh.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("partial"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

async fn a_restore_refuses_a_store_with_data_and_a_damaged_file(fresh: Fresh) {
    let store = fresh.open().await;
    let early = store.backup(&fresh.folder.path().join("early.db")).await;
    assert!(
        matches!(early, Err(StorageError::SchemaMissing)),
        "{early:?}"
    );
    store.migrate().await.unwrap();
    let archive = fresh.folder.path().join("backup.db");
    store.backup(&archive).await.unwrap();
    store.restore(&archive).await.unwrap();
    let tx = store.write().await.unwrap();
    workspace(&tx, "room").await;
    tx.commit().await.unwrap();
    assert!(matches!(
        store.restore(&archive).await,
        Err(StorageError::NotEmpty)
    ));
    let text = fresh.folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "not a database at all, though long enough to be read as one".repeat(100),
    )
    .unwrap();
    let refused = store.restore(&text).await;
    assert!(
        matches!(refused, Err(StorageError::NotAnArchive { .. })),
        "{refused:?}"
    );
    let foreign = fresh.folder.path().join("foreign.db");
    Store::open(StoreOptions::new(StoreUrl::sqlite(&foreign)))
        .await
        .unwrap()
        .close()
        .await;
    let refused = store.restore(&foreign).await;
    assert!(
        matches!(refused, Err(StorageError::NotAnArchive { .. })),
        "{refused:?}"
    );
}

async fn the_doctor_finds_a_sound_database_sound(fresh: Fresh) {
    let store = fresh.open().await;
    assert_eq!(
        store.check().await.unwrap().pending_migrations,
        ["m0001_first_schema", "m0002_base_case_npv"]
    );
    store.migrate().await.unwrap();
    fill(&store).await;
    let report = store.check().await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert!(report.pending_migrations.is_empty() && report.database_bytes > 0);
    assert_eq!(report.wal_bytes.is_some(), fresh.engine == Engine::Sqlite);
    assert!(
        report
            .tables
            .iter()
            .any(|table| table.table == "observation" && table.rows == 6_001)
    );
    assert!(!report.engine_version.is_empty());
}
