//! Migrations: dry run, apply, run twice, and a schema newer than the program.

use prospect_storage::{Engine, StorageError};
use sqlx::Connection;

use crate::databases::{Fresh, on_both_engines, postgres_url};

on_both_engines!(
    a_dry_run_lists_the_statements_and_changes_nothing,
    migrating_twice_does_nothing_the_second_time,
    concurrent_migrations_leave_one_schema,
    a_newer_schema_is_refused_by_name,
);

async fn a_dry_run_lists_the_statements_and_changes_nothing(fresh: Fresh) {
    let store = fresh.open().await;
    let report = store.migrate_dry_run().await.unwrap();
    assert_eq!(report.migrations, ["m0001_first_schema"]);
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
    assert_eq!(state.pending, ["m0001_first_schema"]);
    // The hook that records statements must not stay on the store.
    store.migrate().await.unwrap();
    assert!(store.schema_state().await.unwrap().is_current());
}

async fn migrating_twice_does_nothing_the_second_time(fresh: Fresh) {
    let store = fresh.open().await;
    assert_eq!(
        store.migrate().await.unwrap().migrations,
        ["m0001_first_schema"]
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
        ["m0001_first_schema"]
    );
}

async fn a_newer_schema_is_refused_by_name(fresh: Fresh) {
    let store = fresh.migrated().await;
    let insert =
        "INSERT INTO schema_migration (version, applied_at) VALUES ('m9999_from_the_future', 0)";
    match fresh.engine {
        Engine::Sqlite => {
            let file = fresh.folder.path().join("prospect.db");
            let mut connection = sqlx::SqliteConnection::connect(file.to_str().unwrap())
                .await
                .unwrap();
            sqlx::query(insert).execute(&mut connection).await.unwrap();
        }
        Engine::Postgres => {
            let schema = fresh.options().schema.unwrap();
            let options: sqlx::postgres::PgConnectOptions = postgres_url().parse().unwrap();
            let options = options.options([("search_path", schema)]);
            let mut connection = sqlx::PgConnection::connect_with(&options).await.unwrap();
            sqlx::query(insert).execute(&mut connection).await.unwrap();
        }
    }
    for outcome in [
        store.migrate().await.map(|_| ()),
        store.schema_state().await.map(|_| ()),
    ] {
        match outcome {
            Err(StorageError::SchemaNewer { found, known }) => {
                assert_eq!(
                    (found.as_str(), known.as_str()),
                    ("m9999_from_the_future", "m0001_first_schema")
                );
            }
            other => panic!("expected SchemaNewer, got {other:?}"),
        }
    }
}
