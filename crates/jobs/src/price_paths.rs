//! Price paths of a scenario that refers to stored forecasts: the fitted models are read from the store, then joint
//! sample paths are drawn from them and laid on the scenario's time axis.
//!
//! The number of paths and their seed depend on nothing but the forecast, so a draft, a run and its rerun see the same
//! paths.

use chrono::{DateTime, NaiveDate, Utc};
use prospect_forecast::{FittedModel, Forecast, sample_paths};
use prospect_simulate::{
    plan::{PathSet, PathSets},
    scenario::{Scenario, ScenarioErrors},
};
use prospect_storage::{ForecastId, StorageError, Transaction, WorkspaceId};

/// Paths drawn from one forecast; each iteration takes one of them.
const PATHS: usize = 4_096;
const SECONDS_PER_YEAR: f64 = 365.25 * 86_400.0;

/// The forecasts a scenario refers to, as they are stored.
#[derive(Debug, Clone, Default)]
pub struct StoredForecasts(Vec<StoredForecast>);

#[derive(Debug, Clone)]
struct StoredForecast {
    id: String,
    /// Where the scenario names it.
    pointer: String,
    unit: String,
    cut_off: DateTime<Utc>,
    times: Vec<DateTime<Utc>>,
    seed: u64,
    fitted: FittedModel,
}

#[derive(Debug, thiserror::Error)]
pub enum PricePathError {
    /// The scenario names a forecast that cannot be used; the error says where.
    #[error("{0}")]
    Scenario(ScenarioErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl StoredForecasts {
    /// Reads the forecasts that `scenario` takes prices from. They must be of the same workspace.
    pub async fn read<Mode>(
        tx: &Transaction<Mode>,
        workspace: WorkspaceId,
        scenario: &Scenario,
    ) -> Result<Self, PricePathError> {
        let mut found = Vec::new();
        let mut errors = ScenarioErrors::default();
        for (index, price) in scenario.prices.iter().enumerate() {
            let Some(prospect_simulate::scenario::PricePath::Forecast { forecast, .. }) =
                &price.path
            else {
                continue;
            };
            let pointer = format!("/prices/{index}/path/forecast");
            if found
                .iter()
                .any(|known: &StoredForecast| known.id == *forecast)
            {
                continue;
            }
            match read_one(tx, workspace, forecast, &pointer).await? {
                Ok(stored) => found.push(stored),
                Err(message) => errors.push(pointer, message),
            }
        }
        if errors.is_empty() {
            Ok(Self(found))
        } else {
            Err(PricePathError::Scenario(errors))
        }
    }

    /// A forecast that is in no store, under the id by which `scenario` names it; its values are in `unit`.
    #[must_use]
    pub fn with(mut self, scenario: &Scenario, id: &str, unit: &str, made: Forecast) -> Self {
        let pointer = scenario
            .prices
            .iter()
            .position(|price| {
                matches!(
                    &price.path,
                    Some(prospect_simulate::scenario::PricePath::Forecast { forecast, .. }) if forecast == id
                )
            })
            .map_or_else(String::new, |index| format!("/prices/{index}/path/forecast"));
        let first = made.times.first().copied().unwrap_or_default();
        self.0.push(StoredForecast {
            id: id.to_owned(),
            pointer,
            unit: unit.to_owned(),
            cut_off: made.cut_off.unwrap_or(first),
            times: made.times,
            seed: made.seed,
            fitted: made.fitted,
        });
        self
    }

    /// Draws the paths. Computing: not for an async thread when there are any.
    pub fn draw(&self, scenario: &Scenario) -> Result<PathSets, ScenarioErrors> {
        let mut sets = PathSets::new();
        let mut errors = ScenarioErrors::default();
        for stored in &self.0 {
            match stored.draw(scenario) {
                Ok(set) => sets.insert(stored.id.clone(), set),
                Err(message) => errors.push(stored.pointer.clone(), message),
            }
        }
        if errors.is_empty() {
            Ok(sets)
        } else {
            Err(errors)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

async fn read_one<Mode>(
    tx: &Transaction<Mode>,
    workspace: WorkspaceId,
    id: &str,
    pointer: &str,
) -> Result<Result<StoredForecast, String>, StorageError> {
    let missing = || Ok(Err(format!("there is no forecast {id} in this workspace")));
    let Ok(forecast_id) = id.parse::<ForecastId>() else {
        return missing();
    };
    let Some(stored) = tx.forecasts().get(forecast_id).await? else {
        return missing();
    };
    if stored.workspace_id != workspace {
        return missing();
    }
    let (Some(series), Some(fitted)) = (
        tx.series().get(stored.series_id).await?,
        tx.forecasts().fitted(forecast_id).await?,
    ) else {
        return Ok(Err(format!(
            "forecast {id} was stored without its fitted model; make it again"
        )));
    };
    let parsed = FittedModel::from_blob(&fitted)
        .map_err(|error| error.to_string())
        .and_then(|fitted| {
            let made = serde_json::from_value::<Forecast>(stored.result);
            Ok((made.map_err(|error| error.to_string())?, fitted))
        });
    let (made, fitted) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            return Ok(Err(format!(
                "forecast {id} cannot be read by this engine: {error}; make it again"
            )));
        }
    };
    Ok(Ok(StoredForecast {
        id: id.to_owned(),
        pointer: pointer.to_owned(),
        unit: series.unit,
        cut_off: stored.cut_off,
        times: made.times,
        seed: made.seed,
        fitted,
    }))
}

impl StoredForecast {
    fn draw(&self, scenario: &Scenario) -> Result<PathSet, String> {
        let valuation = valuation_date(scenario).unwrap_or(self.cut_off);
        let ends = step_ends_years(&self.times, valuation);
        // Steps that ended before the valuation date are history to the scenario.
        let past = ends.iter().take_while(|end| **end <= 0.0).count();
        if past == ends.len() {
            return Err(format!(
                "forecast {} ends before the scenario begins on {}",
                self.id,
                valuation.format("%Y-%m-%d")
            ));
        }
        let drawn = sample_paths(&self.fitted, self.times.len(), PATHS, self.seed)
            .map_err(|error| format!("no paths can be drawn from forecast {}: {error}", self.id))?;
        let rows: Vec<Vec<f64>> = drawn.iter().map(|path| path[past..].to_vec()).collect();
        PathSet::new(&self.unit, ends[past..].to_vec(), &rows)
            .map_err(|error| format!("the paths of forecast {} cannot be used: {error}", self.id))
    }
}

fn valuation_date(scenario: &Scenario) -> Option<DateTime<Utc>> {
    let start = scenario.periods.start.as_deref()?;
    let date = NaiveDate::parse_from_str(start, "%Y-%m-%d").ok()?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc())
}

/// End of each step in years after `valuation`. A forecast value holds from its time to the next one; the last as long
/// as the one before it.
fn step_ends_years(times: &[DateTime<Utc>], valuation: DateTime<Utc>) -> Vec<f64> {
    let years = |time: DateTime<Utc>| (time - valuation).as_seconds_f64() / SECONDS_PER_YEAR;
    let mut ends: Vec<f64> = times.iter().skip(1).copied().map(years).collect();
    if let Some(&last) = times.last() {
        let length = match times {
            [.., before, last] => (*last - *before).as_seconds_f64(),
            // One value alone: it holds for a year.
            _ => SECONDS_PER_YEAR,
        };
        ends.push(years(last) + length / SECONDS_PER_YEAR);
    }
    ends
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn a_value_holds_until_the_next_time() {
        let day = |month| Utc.with_ymd_and_hms(2026, month, 1, 0, 0, 0).unwrap();
        let ends = step_ends_years(&[day(1), day(2), day(3)], day(1));
        let days: Vec<f64> = ends.iter().map(|years| (years * 365.25).round()).collect();
        assert_eq!(days, [31.0, 59.0, 87.0]);
        let before = step_ends_years(&[day(1), day(2)], day(2));
        assert!(before[0].abs() < 1e-12 && before[1] > 0.0);
    }
}
