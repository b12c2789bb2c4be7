//! Forecasts: kept as made, scored later.

use prospect_storage::{ForecastFilter, NewForecast, PageRequest};
use serde_json::json;

use super::fixtures::{at, series, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(a_forecast_is_kept_as_it_was_made_and_scored_later);

async fn a_forecast_is_kept_as_it_was_made_and_scored_later(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    let wti = series(&tx, room.id, "RWTC").await;
    let result = json!({"z": [1.5, 0.1, 1e-7], "a": {"b": null}});
    let new = NewForecast {
        workspace_id: room.id,
        series_id: wti.id,
        made_by: "Ann".to_owned(),
        cut_off: at(10),
        vintage: at(20),
        model: "theta".to_owned(),
        horizon: 30,
        parameters: json!({"levels": [80, 95]}),
        result: result.clone(),
        fitted: Some(vec![1, 2, 3]),
        engine_version: "1".to_owned(),
    };
    let made = tx.forecasts().create(new.clone(), at(30)).await.unwrap();
    let other = tx
        .forecasts()
        .create(
            NewForecast {
                fitted: None,
                ..new
            },
            at(40),
        )
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let tx = store.write().await.unwrap();
    let found = tx.forecasts().get(made.id).await.unwrap().unwrap();
    assert_eq!(found, made);
    assert_eq!(
        found.result.to_string(),
        result.to_string(),
        "digits and key order are kept"
    );
    assert_eq!(
        tx.forecasts().fitted(made.id).await.unwrap(),
        Some(vec![1, 2, 3])
    );
    assert_eq!(tx.forecasts().fitted(other.id).await.unwrap(), None);
    let filter = ForecastFilter {
        workspace_id: room.id,
        series_id: Some(wti.id),
    };
    let page = tx
        .forecasts()
        .list(&filter, &PageRequest::first(1))
        .await
        .unwrap();
    assert_eq!(
        (page.items[0].id, page.total, page.next.is_some()),
        (other.id, 2, true)
    );

    assert_eq!(
        tx.forecasts()
            .to_score(wti.id, at(50), 10)
            .await
            .unwrap()
            .len(),
        2
    );
    assert!(
        tx.forecasts()
            .set_score(made.id, &json!({"mase": 0.9}), at(50))
            .await
            .unwrap()
    );
    let left: Vec<_> = tx.forecasts().to_score(wti.id, at(50), 10).await.unwrap();
    assert_eq!(
        left.iter().map(|forecast| forecast.id).collect::<Vec<_>>(),
        [other.id]
    );
    let scored = tx.forecasts().get(made.id).await.unwrap().unwrap();
    assert_eq!(
        (scored.score, scored.scored_at),
        (Some(json!({"mase": 0.9})), Some(at(50)))
    );
    assert_eq!(scored.result, made.result);
    tx.series().delete(wti.id).await.unwrap();
    assert_eq!(tx.forecasts().get(made.id).await.unwrap(), None);
}
