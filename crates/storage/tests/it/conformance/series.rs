//! Series: search, sorting, pages, edits.

use prospect_storage::{
    Cursor, NewSeries, PageRequest, SeriesChange, SeriesFilter, SeriesSort, StorageError,
    UniqueRule, WorkspaceId,
};
use serde_json::json;

use super::fixtures::{at, new_series, series, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_series_comes_back_as_it_was_made,
    search_ignores_case_and_takes_wildcards_literally,
    pages_give_every_row_once_in_every_order,
    a_code_is_unique_in_its_workspace_and_source,
    an_edit_moves_the_version,
    deleting_a_workspace_deletes_its_series,
);

fn everything(workspace_id: WorkspaceId) -> SeriesFilter {
    SeriesFilter {
        workspace_id,
        text: None,
        source: None,
        frequency: None,
    }
}

async fn a_series_comes_back_as_it_was_made(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let quality = json!({"rejected": [{"row": 7, "reason": "no number"}], "file": "wti.csv"});
    let made = tx
        .series()
        .create(
            NewSeries {
                quality,
                ..new_series(room.id, "RWTC", "WTI spot")
            },
            at(3),
        )
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let tx = store.read().await.unwrap();
    assert_eq!(
        tx.series().get(made.id).await.unwrap().as_ref(),
        Some(&made)
    );
    assert_eq!(
        tx.series()
            .by_code(room.id, "EIA", "RWTC")
            .await
            .unwrap()
            .as_ref(),
        Some(&made)
    );
    assert_eq!(
        tx.series().by_code(room.id, "EIA", "rwtc").await.unwrap(),
        None
    );
    assert_eq!(tx.series().sources(room.id).await.unwrap(), ["EIA"]);
    assert_eq!(
        (made.version, made.created_at, made.quality["file"].as_str()),
        (1, at(3), Some("wti.csv"))
    );
}

async fn search_ignores_case_and_takes_wildcards_literally(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    for (code, name) in [
        ("CU", "Cuivre (Zürich)"),
        ("A_1", "100% owned"),
        ("AX1", "1000 owned"),
    ] {
        tx.series()
            .create(new_series(room.id, code, name), at(0))
            .await
            .unwrap();
    }
    for (text, expected) in [
        ("ZÜRICH", vec!["CU"]),
        ("100%", vec!["A_1"]),
        ("a_1", vec!["A_1"]),
        ("eia", vec!["AX1", "A_1", "CU"]),
        ("  ", vec!["AX1", "A_1", "CU"]),
        ("\\", vec![]),
    ] {
        let filter = SeriesFilter {
            text: Some(text.to_owned()),
            ..everything(room.id)
        };
        let page = tx
            .series()
            .list(&filter, SeriesSort::Code, &PageRequest::first(10))
            .await
            .unwrap();
        let mut codes: Vec<_> = page.items.iter().map(|found| found.code.as_str()).collect();
        codes.sort_unstable();
        assert_eq!(codes, expected, "{text}");
    }
}

async fn pages_give_every_row_once_in_every_order(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    for i in 0..23_i64 {
        // Equal names and times, so that the identifier has to break ties; capitals, so that collations differ.
        let name = ["beta", "Alpha", "émeraude", "Zinc"][usize::try_from(i % 4).unwrap()];
        tx.series()
            .create(new_series(room.id, &format!("C{i:02}"), name), at(i % 3))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let tx = store.read().await.unwrap();
    for sort in [
        SeriesSort::Name,
        SeriesSort::Code,
        SeriesSort::Source,
        SeriesSort::Updated,
    ] {
        let whole = tx
            .series()
            .list(&everything(room.id), sort, &PageRequest::first(100))
            .await
            .unwrap();
        assert_eq!((whole.items.len(), whole.total, whole.next), (23, 23, None));
        let mut collected = Vec::new();
        let mut request = PageRequest::first(5);
        loop {
            let page = tx
                .series()
                .list(&everything(room.id), sort, &request)
                .await
                .unwrap();
            assert_eq!(page.total, 23);
            collected.extend(page.items);
            let Some(next) = page.next else { break };
            request.after = Some(next.to_string().parse::<Cursor>().unwrap());
        }
        assert_eq!(collected, whole.items, "{sort:?}");
    }
    let by_name = tx
        .series()
        .list(
            &everything(room.id),
            SeriesSort::Name,
            &PageRequest::first(100),
        )
        .await
        .unwrap();
    let names: Vec<_> = by_name
        .items
        .iter()
        .map(|found| found.name.as_str())
        .collect();
    let (mut expected, fold) = (names.clone(), |name: &&str| name.to_lowercase());
    expected.sort_by_key(fold);
    assert_eq!(
        names, expected,
        "both engines sort by the bytes of the folded name"
    );
}

async fn a_code_is_unique_in_its_workspace_and_source(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let (room, hall) = (workspace(&tx, "room").await, workspace(&tx, "hall").await);
    series(&tx, room.id, "X").await;
    series(&tx, hall.id, "X").await;
    let other_source = NewSeries {
        source: "FRED".to_owned(),
        ..new_series(room.id, "X", "X")
    };
    tx.series().create(other_source, at(0)).await.unwrap();
    let twin = tx
        .series()
        .create(new_series(room.id, "X", "X"), at(0))
        .await;
    assert!(
        matches!(twin, Err(StorageError::Taken(UniqueRule::SeriesCode))),
        "{twin:?}"
    );
}

async fn an_edit_moves_the_version(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let made = series(&tx, room.id, "X").await;
    let change = SeriesChange {
        name: Some("Copper".to_owned()),
        ..SeriesChange::default()
    };
    let changed = tx
        .series()
        .update(made.id, 1, change.clone(), at(9))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            changed.name.as_str(),
            changed.version,
            changed.unit.as_str()
        ),
        ("Copper", 2, "US$/bbl")
    );
    let filter = SeriesFilter {
        text: Some("copper".to_owned()),
        ..everything(room.id)
    };
    assert_eq!(
        tx.series()
            .list(&filter, SeriesSort::Name, &PageRequest::first(5))
            .await
            .unwrap()
            .total,
        1
    );
    let stale = tx.series().update(made.id, 1, change, at(10)).await;
    assert!(
        matches!(
            stale,
            Err(StorageError::Stale {
                expected: 1,
                found: 2,
                ..
            })
        ),
        "{stale:?}"
    );
}

async fn deleting_a_workspace_deletes_its_series(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let made = series(&tx, room.id, "X").await;
    assert!(tx.workspaces().delete(room.id).await.unwrap());
    assert_eq!(tx.series().get(made.id).await.unwrap(), None);
}
