//! Series and their observations.

pub(crate) mod append;
pub(crate) mod delete;
mod describe;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod observations;
pub(crate) mod preview;
pub(crate) mod show;
pub(crate) mod update;
pub(crate) mod vintages;

use chrono::{DateTime, Utc};
use prospect_jobs::score_forecasts::enqueue;
use prospect_storage::{
    ForecastFilter, PageRequest, Series, SeriesId, StorageError, Transaction, WriteTx,
};
use uuid::Uuid;

use crate::authenticate::Caller;
use crate::problem::{Kind, Problem};
use crate::scope;
use crate::trail::Subject;

pub(crate) use describe::{describe, describe_one, present};

/// The series `id`, if `caller` can see it.
pub(crate) async fn find<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: Uuid,
) -> Result<Series, Problem> {
    if let Some(series) = tx.series().get(SeriesId::from(id)).await?
        && scope::is_visible(tx, caller, series.workspace_id).await?
    {
        return Ok(series);
    }
    Err(not_found(id))
}

/// Has the stored forecasts of the series scored, if it has any, once `tx` commits.
async fn score_forecasts(
    tx: &WriteTx,
    series: &Series,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    let filter = ForecastFilter {
        workspace_id: series.workspace_id,
        series_id: Some(series.id),
    };
    if tx
        .forecasts()
        .list(&filter, &PageRequest::first(1))
        .await?
        .total
        > 0
    {
        let subject = format!("Forecasts of {}", series.name);
        enqueue(tx, series.workspace_id, series.id, &subject, now).await?;
    }
    Ok(())
}

fn not_found(id: Uuid) -> Problem {
    Problem::new(
        Kind::NotFound,
        format!("there is no series \"{id}\" that you can see"),
    )
}

pub(crate) fn subject(series: &Series) -> Subject<'_> {
    Subject {
        kind: "series",
        id: series.id.to_string(),
        name: &series.name,
        workspace: Some(series.workspace_id),
    }
}
