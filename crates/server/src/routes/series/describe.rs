//! A series as lists and pages show it: its own fields with its extent, latest value and tail.

use chrono::{DateTime, Utc};
use prospect_jobs::forecast_inputs::stored_frequency;
use prospect_series::Frequency;
use prospect_series::frequency::Staleness;
use prospect_storage::{Series, SeriesId, Transaction};

use crate::problem::Problem;
use crate::view::series::SeriesView;

/// Values in the small chart of a list.
const RECENT: u32 = 60;

/// Any number of series with a fixed number of queries.
pub(crate) async fn describe<Mode>(
    tx: &Transaction<Mode>,
    series: Vec<Series>,
    now: DateTime<Utc>,
) -> Result<Vec<SeriesView>, Problem> {
    let ids: Vec<SeriesId> = series.iter().map(|series| series.id).collect();
    let extents = tx.observations().extents(&ids).await?;
    let latest = tx.observations().latest(&ids).await?;
    let mut tails = tx.observations().tails(&ids, RECENT).await?;
    let view = |series: Series| {
        let extent = extents.get(&series.id);
        let latest = latest.get(&series.id);
        // The stored word is one this server wrote; anything else was never regular.
        let frequency = stored_frequency(&series).unwrap_or(Frequency::Irregular);
        let staleness = extent.map_or(Staleness::Unknown, |extent| {
            frequency.staleness(extent.last, now)
        });
        let recent = tails
            .remove(&series.id)
            .map(|tail| tail.values)
            .unwrap_or_default();
        SeriesView {
            id: series.id.as_uuid(),
            source: series.source,
            code: series.code,
            name: series.name,
            description: series.description,
            licence: series.licence,
            unit: series.unit,
            frequency,
            time_zone: series.time_zone,
            first_time: extent.map(|extent| extent.first),
            last_time: extent.map(|extent| extent.last),
            last_value: latest.map(|latest| latest.value),
            observations: extent.map_or(0, |extent| extent.observations),
            vintages: extent.map_or(0, |extent| extent.vintages),
            as_of: extent.map(|extent| extent.as_of),
            staleness,
            recent: recent.into_iter().map(present).collect(),
            version: series.version,
            created_at: series.created_at,
            updated_at: series.updated_at,
        }
    };
    Ok(series.into_iter().map(view).collect())
}

pub(crate) async fn describe_one<Mode>(
    tx: &Transaction<Mode>,
    series: Series,
    now: DateTime<Utc>,
) -> Result<SeriesView, Problem> {
    let mut described = describe(tx, vec![series], now).await?;
    Ok(described.remove(0))
}

pub(crate) fn present(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}
