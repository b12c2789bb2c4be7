//! Scenarios and their immutable versions.

use prospect_storage::{NewScenario, PageRequest, StorageError, UniqueRule};
use serde_json::json;

use super::fixtures::{at, scenario, version, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    versions_count_up_and_stay,
    an_edit_from_an_old_version_is_refused,
    slugs_are_unique_in_a_workspace
);

async fn versions_count_up_and_stay(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let made = scenario(&tx, room.id, "vizcachitas").await;
    let second = json!({"zeta": 1, "alpha": [0.1, 1e22]});
    let (latest, added) = tx
        .scenarios()
        .add_version(made.id, 1, version(second.clone(), "second"), at(5))
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (latest.latest, added.number, latest.updated_at),
        (2, 2, at(5))
    );
    let tx = store.read().await.unwrap();
    let first = tx.scenarios().version(made.id, 1).await.unwrap().unwrap();
    assert_eq!(
        (first.content, first.note.as_str()),
        (json!({"a": 1}), "first")
    );
    let found = tx.scenarios().version(made.id, 2).await.unwrap().unwrap();
    assert_eq!(found.content.to_string(), second.to_string());
    assert_eq!(found.hash, "hash of second");
    let origins = tx.scenarios().origins(&[first.id, found.id]).await.unwrap();
    let origin = |id| (origins[&id].number, origins[&id].hash.as_str());
    assert_eq!(origin(first.id), (1, "hash of first"));
    assert_eq!(origin(found.id), (2, "hash of second"));
    assert_eq!(
        tx.scenarios().version_by_id(found.id).await.unwrap(),
        Some(found)
    );
    assert!(tx.scenarios().version(made.id, 3).await.unwrap().is_none());
    let page = tx
        .scenarios()
        .versions(made.id, &PageRequest::first(1))
        .await
        .unwrap();
    assert_eq!((page.items[0].number, page.total), (2, 2));
    let rest = PageRequest {
        limit: 5,
        after: page.next,
    };
    assert_eq!(
        tx.scenarios().versions(made.id, &rest).await.unwrap().items[0].number,
        1
    );
    assert_eq!(
        tx.scenarios()
            .by_slug(room.id, "vizcachitas")
            .await
            .unwrap()
            .unwrap()
            .latest,
        2
    );
    assert_eq!(
        tx.scenarios()
            .list(room.id, Some("VIZ"), &PageRequest::first(5))
            .await
            .unwrap()
            .total,
        1
    );
    assert_eq!(
        tx.scenarios()
            .list(room.id, Some("oko"), &PageRequest::first(5))
            .await
            .unwrap()
            .total,
        0
    );
}

async fn an_edit_from_an_old_version_is_refused(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let made = scenario(&tx, room.id, "s").await;
    tx.commit().await.unwrap();
    let editors = (0..4).map(|i| {
        let store = store.clone();
        tokio::spawn(async move {
            let tx = store.write().await?;
            tx.scenarios()
                .add_version(made.id, 1, version(json!({"i": i}), &format!("{i}")), at(1))
                .await?;
            tx.commit().await
        })
    });
    let mut outcomes = Vec::new();
    for editor in editors.collect::<Vec<_>>() {
        outcomes.push(editor.await.unwrap());
    }
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    for refused in outcomes.into_iter().filter_map(Result::err) {
        assert!(
            matches!(
                refused,
                StorageError::Stale {
                    expected: 1,
                    found: 2,
                    ..
                }
            ),
            "{refused:?}"
        );
    }
}

async fn slugs_are_unique_in_a_workspace(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let (room, hall) = (workspace(&tx, "room").await, workspace(&tx, "hall").await);
    let made = scenario(&tx, room.id, "s").await;
    scenario(&tx, hall.id, "s").await;
    assert!(tx.scenarios().delete(made.id).await.unwrap());
    scenario(&tx, room.id, "s").await;
    let twin = NewScenario {
        workspace_id: room.id,
        slug: "s".to_owned(),
        name: "x".to_owned(),
    };
    let refused = tx
        .scenarios()
        .create(twin, version(json!({}), "v"), at(0))
        .await;
    assert!(
        matches!(refused, Err(StorageError::Taken(UniqueRule::ScenarioSlug))),
        "{refused:?}"
    );
}
