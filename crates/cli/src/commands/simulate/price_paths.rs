//! Price paths from forecasts in files, for scenarios whose prices name a
//! forecast. How paths are drawn is `prospect-jobs`' business, the same as for
//! stored forecasts.

use std::path::{Path, PathBuf};

use prospect_forecast::Forecast;
use prospect_jobs::price_paths::StoredForecasts;
use prospect_simulate::plan::PathSets;
use prospect_simulate::scenario::{PricePath, Scenario, ScenarioErrors};
use serde::Deserialize;

use crate::failure::{Failure, Kind};

/// The result of `prospect forecast --format json`.
#[derive(Deserialize)]
struct File {
    series: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    unit: Option<String>,
    forecast: Option<Forecast>,
}

/// `copper=forecast.json`.
pub(in crate::commands) fn named_file(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((id, file)) if !id.is_empty() && !file.is_empty() => {
            Ok((id.to_owned(), PathBuf::from(file)))
        }
        _ => Err("must be ID=FILE, as in copper=forecast.json".to_owned()),
    }
}

/// The paths of all forecasts given; inside, what is wrong with the scenario.
pub(super) fn draw(
    scenario: &Scenario,
    given: &[(String, PathBuf)],
) -> Result<Result<PathSets, ScenarioErrors>, Failure> {
    let mut forecasts = StoredForecasts::default();
    for (id, file) in given {
        let (unit, forecast) = read(file)?;
        let Some(unit) = unit.or_else(|| unit_of_price(scenario, id)) else {
            return Err(Failure::usage(format!(
                "no price of the scenario names the forecast {id:?}"
            )));
        };
        forecasts = forecasts.with(scenario, id, &unit, forecast);
    }
    Ok(forecasts.draw(scenario))
}

/// A file without units is taken to be in the unit of the price.
fn unit_of_price(scenario: &Scenario, id: &str) -> Option<String> {
    let price = scenario.prices.iter().find(
        |price| matches!(&price.path, Some(PricePath::Forecast { forecast, .. }) if forecast == id),
    )?;
    Some(price.unit.clone())
}

fn read(path: &Path) -> Result<(Option<String>, Forecast), Failure> {
    let place = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::new(
            Kind::Environment,
            format!("{place} cannot be read: {error}"),
        )
    })?;
    let file: File = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::input(format!(
            "{place} is no result of `prospect forecast --format json`: {error}"
        ))
    })?;
    let mut made = file
        .series
        .into_iter()
        .filter_map(|entry| Some((entry.unit, entry.forecast?)));
    match (made.next(), made.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Failure::input(format!("{place} holds no forecast"))),
        (Some(_), Some(_)) => Err(Failure::input(format!(
            "{place} holds several forecasts; make one file for each series"
        ))),
    }
}
