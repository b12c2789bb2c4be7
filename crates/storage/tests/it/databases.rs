//! A fresh store per test: a SQLite file in a temporary folder, or a schema of its own on the PostgreSQL server that
//! `PROSPECT_TEST_POSTGRES` names.

use std::{
    future::Future,
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
};

use prospect_storage::{Engine, IdSource, Store, StoreOptions, StoreUrl};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// Runs each named async function, which takes a [`Fresh`], once per engine.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                $crate::databases::run(prospect_storage::Engine::Sqlite, super::$test).await;
            }
        )+ }
        mod postgres { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                $crate::databases::run(prospect_storage::Engine::Postgres, super::$test).await;
            }
        )+ }
    };
}
pub(crate) use on_both_engines;

/// An empty database, its schema not yet made.
pub(crate) struct Fresh {
    pub(crate) engine: Engine,
    pub(crate) folder: TempDir,
    schema: Option<String>,
    /// How often it was opened, so that each opening draws other identifiers.
    opened: AtomicU64,
}

impl Fresh {
    pub(crate) fn options(&self) -> StoreOptions {
        let url = match self.engine {
            Engine::Sqlite => StoreUrl::in_data_folder(self.folder.path()),
            Engine::Postgres => postgres_url()
                .parse()
                .expect("PROSPECT_TEST_POSTGRES is a URL"),
        };
        StoreOptions {
            schema: self.schema.clone(),
            ids: IdSource::from_seed(self.opened.fetch_add(1, Ordering::Relaxed)),
            ..StoreOptions::new(url)
        }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(self.options()).await.expect("open")
    }

    pub(crate) async fn migrated(&self) -> Store {
        let store = self.open().await;
        store.migrate().await.expect("migrate");
        store
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests take the server's address from the environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

pub(crate) fn postgres_url() -> String {
    environment("PROSPECT_TEST_POSTGRES")
        .unwrap_or_else(|| "postgres://postgres@127.0.0.1:5432/postgres".to_owned())
}

/// A connection to the server, or `None`, said aloud, when there is none and this is not CI.
async fn postgres_server() -> Option<PgConnection> {
    match PgConnection::connect(&postgres_url()).await {
        Ok(connection) => Some(connection),
        Err(error) if environment("CI").is_some() => panic!("no PostgreSQL for the tests: {error}"),
        Err(error) => {
            eprintln!("SKIPPED: no PostgreSQL at {}: {error}", postgres_url());
            None
        }
    }
}

pub(crate) async fn run<F, T>(engine: Engine, test: F)
where
    F: FnOnce(Fresh) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder = tempfile::tempdir().expect("a temporary folder");
    if engine == Engine::Sqlite {
        test(Fresh {
            engine,
            folder,
            schema: None,
            opened: AtomicU64::new(0),
        })
        .await;
        return;
    }
    let Some(mut server) = postgres_server().await else {
        return;
    };
    let schema = format!(
        "prospect_test_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let outcome = tokio::spawn(test(Fresh {
        engine,
        folder,
        schema: Some(schema.clone()),
        opened: AtomicU64::new(0),
    }))
    .await;
    let drop = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
    // The schema's name is made above, from two numbers.
    sqlx::query(sqlx::AssertSqlSafe(drop))
        .execute(&mut server)
        .await
        .expect("drop the test's schema");
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}
