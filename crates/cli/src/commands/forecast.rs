//! `prospect forecast`: every series of a file, forecast by the engine that the
//! server uses, and shown or written. Chooses nothing itself.

mod report;

use clap::Args;
use indicatif::ProgressBar;
use prospect_forecast::bands::IntervalMethod;
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{Forecast, ModelChoice, Settings};
use prospect_sources::export::{About, Column, ExportFormat, Table};
use rayon::prelude::*;
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Format, OutputFlags};
use crate::panel_file::{Entry, PanelFlags};
use crate::threads::ThreadFlags;
use crate::{model_flags, progress};

/// Forecast one series, or every series of a panel
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    panel: PanelFlags,
    /// Periods to forecast
    #[arg(long, value_name = "N")]
    horizon: usize,
    /// Levels of the intervals, in percent
    #[arg(
        long,
        value_name = "L,…",
        value_delimiter = ',',
        default_value = "50,80,95"
    )]
    levels: Vec<f64>,
    /// auto, or names of models; a wrong one lists them all
    #[arg(long, value_name = "NAME,…", default_value = "auto", value_parser = model_flags::choice)]
    model: ModelChoice,
    /// What the models are fitted to: automatic, none, log, or box_cox:λ
    #[arg(long, value_name = "NAME", default_value = "automatic", value_parser = model_flags::transform)]
    transform: TransformChoice,
    /// automatic, calibrated, split_conformal, split_conformal_signed, adaptive_conformal,
    /// analytic, simulated or bootstrapped
    #[arg(long, value_name = "METHOD", default_value = "automatic", value_parser = model_flags::intervals)]
    intervals: IntervalMethod,
    /// Processor time for the race of models of one series; with less of it, models are refitted
    /// less often
    #[arg(long, value_name = "MS", default_value_t = 2_000)]
    budget_ms: u64,
    /// Seed of whatever is drawn from the forecast later
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    #[command(flatten)]
    threads: ThreadFlags,
    #[command(flatten)]
    output: OutputFlags,
}

/// One series of the file with its forecast, or why there is none.
#[derive(Debug, Serialize)]
struct Forecasted {
    unique_id: String,
    unit: Option<String>,
    forecast: Option<Forecast>,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    series: Vec<Forecasted>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let format = arguments.output.format()?;
    let settings = Settings {
        horizon: arguments.horizon,
        levels: arguments.levels.iter().map(|level| level / 100.0).collect(),
        models: arguments.model.clone(),
        transform: arguments.transform,
        intervals: arguments.intervals,
        budget_ms: arguments.budget_ms,
        seed: arguments.seed,
        ..Settings::default()
    };
    check(arguments)?;
    let entries = arguments.panel.read()?;
    let lasts: Vec<Option<f64>> = entries.iter().map(last_value).collect();
    let bar = progress::bar(entries.len() as u64, "forecasting");
    let series = arguments
        .threads
        .run(|| forecast_all(entries, &settings, &bar))?;
    bar.finish_and_clear();
    let failed: Vec<String> = series
        .iter()
        .filter_map(|one| Some(format!("{}: {}", one.unique_id, one.error.as_ref()?)))
        .collect();
    if failed.len() == series.len() {
        return Err(nothing(&failed));
    }
    let answer = Answer { series };
    let bytes = match format {
        Format::Table => report::text(&answer.series, &lasts).into_bytes(),
        Format::Json => output::json(&answer)?,
        Format::Csv => table(&answer.series)?.write(ExportFormat::Csv)?,
        Format::Parquet => table(&answer.series)?.write(ExportFormat::Parquet)?,
    };
    arguments.output.write(&bytes)?;
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::unavailable(format!(
        "{} of {} series could not be forecast; the others were",
        failed.len(),
        answer.series.len()
    ))
    .with_details(failed))
}

/// What the argument parser cannot say about single values.
fn check(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.horizon == 0 {
        return Err(Failure::usage("--horizon is 0; it must be at least 1"));
    }
    match arguments
        .levels
        .iter()
        .find(|&&level| !(level > 0.0 && level < 100.0))
    {
        Some(level) => Err(Failure::usage(format!(
            "--levels has {level}; a level lies between 0 and 100 percent"
        ))),
        None => Ok(()),
    }
}

fn nothing(failed: &[String]) -> Failure {
    match failed {
        [] => Failure::input("the file holds no series"),
        [one] => Failure::unavailable(format!("no forecast of {one}")),
        [first, ..] => Failure::unavailable(format!(
            "none of the {} series can be forecast; the first: {first}",
            failed.len()
        )),
    }
}

fn last_value(entry: &Entry) -> Option<f64> {
    let values = entry.history.as_ref().ok()?.values();
    values.iter().rev().copied().find(|value| !value.is_nan())
}

fn forecast_all(entries: Vec<Entry>, settings: &Settings, bar: &ProgressBar) -> Vec<Forecasted> {
    entries
        .into_par_iter()
        .map(|entry| {
            let outcome = entry.history.and_then(|history| {
                prospect_forecast::forecast(&history, settings).map_err(|error| error.to_string())
            });
            bar.inc(1);
            let (forecast, error) = match outcome {
                Ok(forecast) => (Some(forecast), None),
                Err(error) => (None, Some(error)),
            };
            Forecasted {
                unique_id: entry.id,
                unit: entry.unit.map(|unit| unit.to_string()),
                forecast,
                error,
            }
        })
        .collect()
}

/// One row per series and step, in the long format that the command reads.
fn table(series: &[Forecasted]) -> Result<Table, Failure> {
    let made = || {
        series
            .iter()
            .filter_map(|one| Some((one.unique_id.as_str(), one.forecast.as_ref()?)))
    };
    let ids = made().flat_map(|(id, forecast)| std::iter::repeat_n(id, forecast.mean.len()));
    let times = made().flat_map(|(_, forecast)| forecast.times.iter().copied());
    let models = made()
        .flat_map(|(_, forecast)| std::iter::repeat_n(forecast.model.code(), forecast.mean.len()));
    let column = |name: &str, pick: &dyn Fn(&Forecast) -> Vec<f64>| {
        let values = made().flat_map(|(_, forecast)| pick(forecast)).collect();
        Column::numbers(name, None, values)
    };
    let mut columns = vec![
        Column::texts("unique_id", ids),
        Column::times("ds", times.collect()),
        Column::texts("model", models),
        column("forecast", &|forecast| forecast.median.clone()),
        column("mean", &|forecast| forecast.mean.clone()),
    ];
    let mut levels: Vec<f64> = made()
        .flat_map(|(_, forecast)| forecast.bands.iter().map(|band| band.level))
        .collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    for level in levels {
        let percent = &report::level(level);
        let bound = |upper: bool| {
            move |forecast: &Forecast| {
                let band = forecast
                    .bands
                    .iter()
                    .find(|band| report::level(band.level) == *percent);
                band.map_or_else(
                    || vec![f64::NAN; forecast.mean.len()],
                    |band| {
                        if upper {
                            band.upper.clone()
                        } else {
                            band.lower.clone()
                        }
                    },
                )
            }
        };
        columns.push(column(&format!("lower_{percent}"), &bound(false)));
        columns.push(column(&format!("upper_{percent}"), &bound(true)));
    }
    columns.push(column("naive", &|forecast| forecast.naive.clone()));
    Ok(Table::new("Forecasts", columns, About::default())?)
}
