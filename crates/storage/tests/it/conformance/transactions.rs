//! Transactions: snapshots, undoing, and what the timing hook hears.

use std::sync::{Arc, Mutex};

use prospect_storage::{
    Engine, Observations, PageRequest, QueryTiming, SeriesFilter, SeriesSort, StorageError, Store,
    StoreOptions, StoreUrl,
};

use super::fixtures::{at, series, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_dropped_transaction_leaves_nothing,
    a_snapshot_does_not_see_later_commits,
    writers_wait_their_turn,
    every_statement_is_timed,
    a_list_with_its_latest_values_is_few_statements,
    a_database_that_cannot_be_opened_says_so,
);

async fn a_dropped_transaction_leaves_nothing(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    workspace(&tx, "kept").await;
    tx.commit().await.unwrap();
    let tx = store.write().await.unwrap();
    workspace(&tx, "dropped").await;
    drop(tx);
    let tx = store.write().await.unwrap();
    workspace(&tx, "undone").await;
    tx.rollback().await.unwrap();
    let page = store
        .read()
        .await
        .unwrap()
        .workspaces()
        .list(&PageRequest::first(10))
        .await
        .unwrap();
    assert_eq!(
        page.items
            .iter()
            .map(|found| found.slug.as_str())
            .collect::<Vec<_>>(),
        ["kept"]
    );
}

async fn a_snapshot_does_not_see_later_commits(fresh: Fresh) {
    let store = fresh.migrated().await;
    let snapshot = store.read().await.unwrap();
    assert!(
        snapshot
            .workspaces()
            .by_slug("mine")
            .await
            .unwrap()
            .is_none()
    );
    let tx = store.write().await.unwrap();
    workspace(&tx, "mine").await;
    tx.commit().await.unwrap();
    assert!(
        snapshot
            .workspaces()
            .by_slug("mine")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .read()
            .await
            .unwrap()
            .workspaces()
            .by_slug("mine")
            .await
            .unwrap()
            .is_some()
    );
}

async fn writers_wait_their_turn(fresh: Fresh) {
    let store = fresh.migrated().await;
    let other = fresh.open().await;
    let writers = (0..20).map(|i| {
        let store = if i % 2 == 0 {
            store.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            let tx = store.write().await?;
            workspace(&tx, &format!("w{i}")).await;
            tx.commit().await
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    let page = store
        .read()
        .await
        .unwrap()
        .workspaces()
        .list(&PageRequest::first(100))
        .await
        .unwrap();
    assert_eq!(page.total, 20);
}

async fn every_statement_is_timed(fresh: Fresh) {
    let heard: Arc<Mutex<Vec<QueryTiming>>> = Arc::default();
    let listener = heard.clone();
    let on_query = move |timing| listener.lock().unwrap().push(timing);
    let store = Store::open(StoreOptions {
        on_query: Some(Arc::new(on_query)),
        ..fresh.options()
    })
    .await
    .unwrap();
    store.migrate().await.unwrap();
    heard.lock().unwrap().clear();
    let tx = store.write().await.unwrap();
    workspace(&tx, "timed").await;
    tx.commit().await.unwrap();
    store
        .read()
        .await
        .unwrap()
        .workspaces()
        .by_slug("timed")
        .await
        .unwrap();
    let types: Vec<_> = heard
        .lock()
        .unwrap()
        .iter()
        .map(|timing| timing.query_type)
        .collect();
    assert_eq!(types, ["insert", "commit", "select"]);
}

async fn a_list_with_its_latest_values_is_few_statements(fresh: Fresh) {
    let heard: Arc<Mutex<u32>> = Arc::default();
    let listener = heard.clone();
    let on_query = move |_| *listener.lock().unwrap() += 1;
    let options = StoreOptions {
        on_query: Some(Arc::new(on_query)),
        ..fresh.options()
    };
    let store = Store::open(options).await.unwrap();
    store.migrate().await.unwrap();
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    for i in 0..40 {
        let made = series(&tx, room.id, &format!("S{i:02}")).await;
        let value = Observations::new(vec![at(i)], vec![1.0]);
        tx.observations()
            .append(made.id, &value, at(100))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    *heard.lock().unwrap() = 0;
    let tx = store.read().await.unwrap();
    let filter = SeriesFilter {
        workspace_id: room.id,
        text: None,
        source: None,
        frequency: None,
    };
    let page = tx
        .series()
        .list(&filter, SeriesSort::Name, &PageRequest::first(40))
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|series| series.id).collect();
    assert_eq!(tx.observations().latest(&ids).await.unwrap().len(), 40);
    assert_eq!(tx.observations().extents(&ids).await.unwrap().len(), 40);
    assert_eq!(tx.observations().tails(&ids, 30).await.unwrap().len(), 40);
    // Two for the page (count and rows), one for each of the others.
    assert_eq!(*heard.lock().unwrap(), 5);
}

async fn a_database_that_cannot_be_opened_says_so(fresh: Fresh) {
    let url: StoreUrl = match fresh.engine {
        Engine::Sqlite => StoreUrl::sqlite(fresh.folder.path().join("no/such/folder.db")),
        Engine::Postgres => "postgres://ann:secret@127.0.0.1:1/none".parse().unwrap(),
    };
    let error = Store::open(StoreOptions {
        url,
        ..fresh.options()
    })
    .await
    .unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, StorageError::CannotOpen { .. }), "{text}");
    assert!(!text.contains("secret"), "{text}");
    assert_eq!(
        error.is_transient(),
        fresh.engine == Engine::Postgres,
        "{text}"
    );
}
