//! Sample paths of the stored forecasts a scenario takes its prices from, laid on the scenario's
//! time axis.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use prospect_forecast::{FittedModel, Forecast as Made, sample_paths};
use prospect_simulate::plan::{PathSet, PathSets};
use prospect_simulate::scenario::Scenario;
use prospect_storage::{ForecastId, Transaction, WorkspaceId};

use crate::problem::{InputError, Problem};
use crate::state::AppState;

/// Paths drawn of one forecast. Each iteration takes one at random.
const PATHS: usize = 2_000;
const SECONDS_PER_YEAR: f64 = 365.25 * 86_400.0;

/// What is needed of one stored forecast.
struct Source {
    id: String,
    unit: String,
    fitted: FittedModel,
    made: Made,
}

/// The paths `scenario` refers to; `place` is where the scenario stands in the request.
pub(crate) async fn path_sets<Mode>(
    state: &AppState,
    tx: &Transaction<Mode>,
    workspace: WorkspaceId,
    scenario: &Scenario,
    place: &str,
) -> Result<PathSets, Problem> {
    let mut sources = Vec::new();
    for id in scenario.forecast_ids() {
        match source(tx, workspace, id).await? {
            Some(source) => sources.push(source),
            None => return Err(unknown(scenario, id, place)),
        }
    }
    if sources.is_empty() {
        return Ok(PathSets::new());
    }
    let start = scenario
        .periods
        .start
        .as_deref()
        .and_then(|day| day.parse::<NaiveDate>().ok());
    state.compute.run(move || sampled(sources, start)).await?
}

async fn source<Mode>(
    tx: &Transaction<Mode>,
    workspace: WorkspaceId,
    id: &str,
) -> Result<Option<Source>, Problem> {
    let Ok(forecast_id) = id.parse::<ForecastId>() else {
        return Ok(None);
    };
    let forecast = tx.forecasts().get(forecast_id).await?;
    let Some(forecast) = forecast.filter(|forecast| forecast.workspace_id == workspace) else {
        return Ok(None);
    };
    let fitted = tx.forecasts().fitted(forecast_id).await?;
    let series = tx.series().get(forecast.series_id).await?;
    let (Some(fitted), Some(series)) = (fitted, series) else {
        return Ok(None);
    };
    let internal = |error: serde_json::Error| Problem::internal(&error);
    Ok(Some(Source {
        id: id.to_owned(),
        unit: series.unit,
        fitted: serde_json::from_slice(&fitted).map_err(internal)?,
        made: serde_json::from_value(forecast.result).map_err(internal)?,
    }))
}

fn unknown(scenario: &Scenario, id: &str, place: &str) -> Problem {
    let index = scenario.prices.iter().position(|price| {
        matches!(&price.path, Some(prospect_simulate::scenario::PricePath::Forecast { forecast, .. }) if forecast == id)
    });
    let pointer = match index {
        Some(index) => format!("{place}/prices/{index}/path/forecast"),
        None => place.to_owned(),
    };
    Problem::invalid_input(vec![InputError::new(
        pointer,
        format!("there is no stored forecast \"{id}\" in this workspace"),
    )])
}

fn sampled(sources: Vec<Source>, start: Option<NaiveDate>) -> Result<PathSets, Problem> {
    let mut sets = PathSets::new();
    for source in sources {
        let refused = |reason: String| {
            Problem::conflict(format!(
                "no price paths can be taken from forecast {}: {reason}",
                source.id
            ))
        };
        let steps = step_ends_years(&source.made.times, start)
            .ok_or_else(|| refused("it has no step after the scenario's first day".to_owned()))?;
        let paths = sample_paths(&source.fitted, source.made.horizon, PATHS, source.made.seed)
            .map_err(|error| refused(error.to_string()))?;
        let rows: Vec<Vec<f64>> = paths
            .iter()
            .map(|path| path[steps.skipped..].to_vec())
            .collect();
        let set = PathSet::new(&source.unit, steps.ends_years, &rows)
            .map_err(|error| refused(error.to_string()))?;
        sets.insert(source.id, set);
    }
    Ok(sets)
}

struct Steps {
    /// Steps that end before the valuation date and say nothing about the scenario.
    skipped: usize,
    ends_years: Vec<f64>,
}

/// A step's value holds until the next step's time; the last one as long as the mean of the others.
/// Without a first day the scenario is valued at the first step. `None` when nothing lies ahead.
fn step_ends_years(times: &[DateTime<Utc>], start: Option<NaiveDate>) -> Option<Steps> {
    let first = *times.first()?;
    let last = *times.last()?;
    let valued = start.map_or(first, |day| day.and_time(NaiveTime::MIN).and_utc());
    let years = |time: DateTime<Utc>| (time - valued).num_seconds() as f64 / SECONDS_PER_YEAR;
    let step = match times.len() {
        1 => 1.0 / 12.0,
        n => (years(last) - years(first)) / (n - 1) as f64,
    };
    let mut ends: Vec<f64> = times[1..].iter().map(|&time| years(time)).collect();
    ends.push(years(last) + step);
    let skipped = ends.partition_point(|&end| end <= 0.0);
    (skipped < ends.len()).then(|| Steps {
        skipped,
        ends_years: ends.split_off(skipped),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(count: u32) -> Vec<DateTime<Utc>> {
        (0..count)
            .map(|k| {
                let day = NaiveDate::from_ymd_opt(2024 + (k / 12).cast_signed(), k % 12 + 1, 1);
                day.unwrap().and_time(NaiveTime::MIN).and_utc()
            })
            .collect()
    }

    #[test]
    fn steps_run_from_the_first_time_without_a_start() {
        let steps = step_ends_years(&months(12), None).unwrap();
        assert_eq!((steps.skipped, steps.ends_years.len()), (0, 12));
        assert!(
            (steps.ends_years[11] - 1.0).abs() < 0.01,
            "{:?}",
            steps.ends_years
        );
    }

    #[test]
    fn steps_before_the_valuation_date_are_left_out() {
        let start = NaiveDate::from_ymd_opt(2024, 7, 1);
        let steps = step_ends_years(&months(12), start).unwrap();
        assert_eq!((steps.skipped, steps.ends_years.len()), (6, 6));
        assert!(step_ends_years(&months(12), NaiveDate::from_ymd_opt(2030, 1, 1)).is_none());
    }
}
