//! Observations: vintages, missing values, latest values, and bulk load.

use chrono::{DateTime, Utc};
use prospect_storage::{AppendOutcome, Observations, SeriesId, StorageError, Store, TimeRange};

use super::fixtures::{at, series, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_correction_is_a_new_vintage_and_the_old_one_stays_readable,
    unchanged_values_are_not_written_again,
    missing_is_missing_and_can_be_corrected,
    ranges_include_both_ends,
    latest_skips_missing_values_and_superseded_ones,
    tails_and_extents_of_many_series,
    nothing_half_right_is_written,
    every_float_survives,
    a_bulk_load_reads_back,
);

const DAY: i64 = 86_400;

fn day(number: i64) -> DateTime<Utc> {
    at(number * DAY)
}

fn days(first: i64, values: &[f64]) -> Observations {
    let times = (first..).take(values.len()).map(day).collect();
    Observations::new(times, values.to_vec())
}

async fn one_series(store: &Store) -> SeriesId {
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let made = series(&tx, room.id, "X").await;
    tx.commit().await.unwrap();
    made.id
}

async fn append(
    store: &Store,
    id: SeriesId,
    values: &Observations,
    vintage: DateTime<Utc>,
) -> AppendOutcome {
    let tx = store.write().await.unwrap();
    let outcome = tx
        .observations()
        .append(id, values, vintage)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    outcome
}

async fn read(store: &Store, id: SeriesId, as_of: Option<DateTime<Utc>>) -> Vec<f64> {
    let tx = store.read().await.unwrap();
    tx.observations()
        .read(id, TimeRange::default(), as_of)
        .await
        .unwrap()
        .unwrap()
        .values
}

async fn a_correction_is_a_new_vintage_and_the_old_one_stays_readable(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    append(&store, id, &days(0, &[10.0, 11.0, 12.0]), day(10)).await;
    let outcome = append(&store, id, &days(1, &[11.5, 12.0, -13.0]), day(20)).await;
    assert_eq!(
        outcome,
        AppendOutcome {
            added: 1,
            corrected: 1,
            unchanged: 1
        }
    );
    assert_eq!(read(&store, id, None).await, [10.0, 11.5, 12.0, -13.0]);
    assert_eq!(read(&store, id, Some(day(19))).await, [10.0, 11.0, 12.0]);
    assert_eq!(
        read(&store, id, Some(day(20))).await,
        [10.0, 11.5, 12.0, -13.0]
    );
    assert!(read(&store, id, Some(day(9))).await.is_empty());
    let vintages = store
        .read()
        .await
        .unwrap()
        .observations()
        .vintages(id, 10)
        .await
        .unwrap()
        .unwrap();
    let summary: Vec<_> = vintages
        .iter()
        .map(|found| (found.vintage, found.observations, found.first))
        .collect();
    assert_eq!(summary, [(day(20), 2, day(1)), (day(10), 3, day(0))]);
    // A vintage from before, loaded late, takes its place in between.
    append(&store, id, &days(0, &[9.0]), day(15)).await;
    assert_eq!(read(&store, id, Some(day(14))).await[..1], [10.0]);
    assert_eq!(read(&store, id, Some(day(16))).await[..1], [9.0]);
}

async fn unchanged_values_are_not_written_again(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    let values = days(0, &[1.0, f64::NAN, 0.1 + 0.2]);
    append(&store, id, &values, day(10)).await;
    for later in 11..14 {
        let outcome = append(&store, id, &values, day(later)).await;
        assert_eq!(
            outcome,
            AppendOutcome {
                unchanged: 3,
                ..AppendOutcome::default()
            }
        );
    }
    assert_eq!(
        store
            .read()
            .await
            .unwrap()
            .observations()
            .vintages(id, 10)
            .await
            .unwrap()
            .unwrap()
            .len(),
        1
    );
}

async fn missing_is_missing_and_can_be_corrected(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    append(&store, id, &days(0, &[1.0, f64::NAN, 3.0]), day(10)).await;
    let first = read(&store, id, None).await;
    assert!(first[1].is_nan() && first.len() == 3);
    let outcome = append(&store, id, &days(0, &[f64::NAN, 2.0, 3.0]), day(11)).await;
    assert_eq!(
        outcome,
        AppendOutcome {
            added: 0,
            corrected: 2,
            unchanged: 1
        }
    );
    let second = read(&store, id, None).await;
    assert!(second[0].is_nan());
    assert_eq!(second[1..], [2.0, 3.0]);
    let json = serde_json::to_value(Observations::new(vec![day(0)], vec![f64::NAN])).unwrap();
    assert!(json["values"][0].is_null());
}

async fn ranges_include_both_ends(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    append(&store, id, &days(0, &[0.0, 1.0, 2.0, 3.0, 4.0]), day(10)).await;
    let tx = store.read().await.unwrap();
    for (from, to, expected) in [
        (Some(1), Some(3), vec![1.0, 2.0, 3.0]),
        (Some(3), None, vec![3.0, 4.0]),
        (None, Some(0), vec![0.0]),
        (Some(4), Some(1), vec![]),
    ] {
        let range = TimeRange {
            from: from.map(day),
            to: to.map(day),
        };
        assert_eq!(
            tx.observations()
                .read(id, range, None)
                .await
                .unwrap()
                .unwrap()
                .values,
            expected
        );
    }
}

async fn latest_skips_missing_values_and_superseded_ones(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let mut ids = Vec::new();
    for code in ["A", "B", "C", "D"] {
        ids.push(series(&tx, room.id, code).await.id);
    }
    let store_values = |id, values: Observations, vintage| {
        let repository = tx.observations();
        async move {
            repository
                .append(id, &values, vintage)
                .await
                .unwrap()
                .unwrap()
        }
    };
    store_values(ids[0], days(0, &[1.0, 2.0, f64::NAN]), day(10)).await;
    store_values(ids[1], days(0, &[5.0, 6.0]), day(10)).await;
    store_values(ids[1], days(1, &[f64::NAN]), day(11)).await;
    store_values(ids[2], days(0, &[7.0, 8.0]), day(10)).await;
    store_values(ids[2], days(1, &[9.0]), day(12)).await;
    let latest = tx.observations().latest(&ids).await.unwrap();
    assert_eq!(latest.len(), 3, "a series without values has no latest one");
    let found = |i: usize| {
        (
            latest[&ids[i]].time,
            latest[&ids[i]].value,
            latest[&ids[i]].vintage,
        )
    };
    assert_eq!(found(0), (day(1), 2.0, day(10)));
    assert_eq!(found(1), (day(0), 5.0, day(10)));
    assert_eq!(found(2), (day(1), 9.0, day(12)));
    assert!(tx.observations().latest(&[]).await.unwrap().is_empty());
}

async fn tails_and_extents_of_many_series(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let (a, b) = (
        series(&tx, room.id, "A").await.id,
        series(&tx, room.id, "B").await.id,
    );
    tx.observations()
        .append(a, &days(0, &[1.0, 2.0, 3.0, 4.0]), day(10))
        .await
        .unwrap();
    tx.observations()
        .append(a, &days(3, &[4.5]), day(11))
        .await
        .unwrap();
    tx.observations()
        .append(b, &days(5, &[9.0]), day(10))
        .await
        .unwrap();
    let tails = tx.observations().tails(&[a, b], 2).await.unwrap();
    assert_eq!(
        (tails[&a].values.as_slice(), tails[&b].values.as_slice()),
        (&[3.0, 4.5][..], &[9.0][..])
    );
    assert_eq!(tails[&a].times, [day(2), day(3)]);
    let extents = tx.observations().extents(&[a, b]).await.unwrap();
    assert_eq!(
        (
            extents[&a].observations,
            extents[&a].first,
            extents[&a].last
        ),
        (4, day(0), day(3))
    );
    assert_eq!((extents[&a].as_of, extents[&b].observations), (day(11), 1));
}

async fn nothing_half_right_is_written(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    let tx = store.write().await.unwrap();
    let observations = tx.observations();
    let infinite = observations
        .append(id, &days(0, &[1.0, f64::INFINITY]), day(9))
        .await;
    assert!(matches!(
        infinite,
        Err(StorageError::NotFinite { index: 1 })
    ));
    let twice = Observations::new(vec![day(1), day(1)], vec![1.0, 2.0]);
    assert!(matches!(
        observations.append(id, &twice, day(9)).await,
        Err(StorageError::NotAscending { index: 1 })
    ));
    let short = Observations::new(vec![day(1)], vec![]);
    assert!(matches!(
        observations.append(id, &short, day(9)).await,
        Err(StorageError::LengthMismatch { .. })
    ));
    let nobody = SeriesId::from(
        id.as_uuid()
            .to_string()
            .replace('0', "1")
            .parse::<SeriesId>()
            .unwrap()
            .as_uuid(),
    );
    assert_eq!(
        observations
            .append(nobody, &days(0, &[1.0]), day(9))
            .await
            .unwrap(),
        None
    );
    assert!(
        observations
            .read(nobody, TimeRange::default(), None)
            .await
            .unwrap()
            .is_none()
    );
    observations
        .append(id, &days(0, &[1.0]), day(9))
        .await
        .unwrap();
    let clash = observations.append(id, &days(0, &[2.0]), day(9)).await;
    assert!(
        matches!(
            clash,
            Err(StorageError::Taken(
                prospect_storage::UniqueRule::ObservationVintage
            ))
        ),
        "one vintage cannot hold two values: {clash:?}"
    );
}

async fn every_float_survives(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    let values = [
        0.1,
        -0.1,
        1e-300,
        f64::MAX,
        f64::MIN_POSITIVE,
        1.0 / 3.0,
        -37.63,
        0.0,
        123_456_789.123_456_78,
    ];
    append(&store, id, &days(-30_000, &values), day(1)).await;
    let bits = |values: &[f64]| {
        values
            .iter()
            .map(|value| value.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(bits(&read(&store, id, None).await), bits(&values));
}

async fn a_bulk_load_reads_back(fresh: Fresh) {
    let store = fresh.migrated().await;
    let id = one_series(&store).await;
    let values: Vec<f64> = (0..120_001).map(|i| f64::from(i) * 0.25).collect();
    let times = (0..120_001).map(|i| at(i64::from(i) * 60)).collect();
    let everything = Observations::new(times, values.clone());
    let outcome = append(&store, id, &everything, day(400)).await;
    assert_eq!(outcome.added, 120_001);
    assert_eq!(read(&store, id, None).await, values);
    let outcome = append(&store, id, &everything, day(401)).await;
    assert_eq!(outcome.unchanged, 120_001);
}
