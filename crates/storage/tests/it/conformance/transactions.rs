//! Transactions: snapshots, undoing, and what the timing hook hears.

use std::sync::{Arc, Mutex};

use prospect_storage::{PageRequest, QueryTiming, Store, StoreOptions};

use super::fixtures::workspace;
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_dropped_transaction_leaves_nothing,
    a_snapshot_does_not_see_later_commits,
    writers_wait_their_turn,
    every_statement_is_timed,
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
