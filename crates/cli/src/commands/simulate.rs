//! `prospect simulate`: a scenario file into its base case, the distribution of
//! its value and what drives it. The engine is the one the server runs.

mod price_paths;
mod report;
mod tables;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use prospect_server::scenario_book;
use prospect_simulate::engine::{self, SettingsError, SimulationSettings};
use prospect_simulate::plan::Plan;
use prospect_simulate::result::{BaseCase, IterationTable, SimulationResult, SobolReport};
use prospect_simulate::sampling::Sampling;
use prospect_simulate::scenario::{Scenario, ScenarioErrors};
use prospect_sources::export::ExportFormat;
use serde::Serialize;

use crate::failure::{Failure, Kind};
use crate::output::{self, Format, OutputFlags};
use crate::progress;
use crate::threads::ThreadFlags;

pub(super) use price_paths::named_file;

/// Value a scenario: base case, distribution, cash flows, drivers
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenario, TOML, JSON or a workbook made by `prospect template`
    scenario: PathBuf,
    /// Iterations; 0 computes the base case only
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    iterations: u64,
    /// The same seed gives the same digits on any number of threads
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    /// How the points are chosen
    #[arg(long, value_enum, default_value = "mc")]
    sampling: SamplingFlag,
    /// Sobol indices of the NPV from N base points, a power of two; the scenario runs N × (inputs + 2) times
    #[arg(long, value_name = "N")]
    sobol: Option<u64>,
    /// Run iteration N of the simulation again, counted from 0, and show what was drawn and what came of it
    #[arg(long, value_name = "N", conflicts_with = "sobol")]
    iteration: Option<u64>,
    /// Which table CSV and Parquet hold
    #[arg(long, value_enum, default_value = "summary")]
    table: TableFlag,
    /// Paths for the price that names the forecast ID: a result of `prospect forecast --format json`
    #[arg(long, value_name = "ID=FILE", value_parser = price_paths::named_file)]
    forecast: Vec<(String, PathBuf)>,
    #[command(flatten)]
    threads: ThreadFlags,
    #[command(flatten)]
    output: OutputFlags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SamplingFlag {
    /// Monte Carlo
    Mc,
    /// Latin hypercube
    Lhs,
    /// Scrambled Sobol points; the number of iterations is a power of two
    Sobol,
    /// Pairs of opposite draws
    Antithetic,
}

impl From<SamplingFlag> for Sampling {
    fn from(flag: SamplingFlag) -> Self {
        match flag {
            SamplingFlag::Mc => Self::MonteCarlo,
            SamplingFlag::Lhs => Self::LatinHypercube,
            SamplingFlag::Sobol => Self::Sobol,
            SamplingFlag::Antithetic => Self::Antithetic,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableFlag {
    /// Figures with their percentiles
    Summary,
    /// Every row of the base case by period, with bands of the cash flow
    CashFlow,
    /// Inputs and outputs of every iteration
    Iterations,
    /// Sobol indices of every input
    Sobol,
}

/// The base case, and the simulation unless none was asked for.
#[derive(Debug, Serialize)]
struct Answer {
    base_case: BaseCase,
    simulation: Option<SimulationResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sobol: Option<SobolReport>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let format = arguments.output.format()?;
    let scenario = read(&arguments.scenario)?;
    let plan = compile_file(&arguments.scenario, &arguments.forecast, &scenario)?;
    let settings = SimulationSettings {
        iterations: arguments.iterations,
        seed: arguments.seed,
        sampling: arguments.sampling.into(),
    };
    if let Some(number) = arguments.iteration {
        return one_iteration(arguments, &plan, &settings, number, format);
    }
    let is_table_of_iterations =
        arguments.table == TableFlag::Iterations && matches!(format, Format::Csv | Format::Parquet);
    if is_table_of_iterations {
        let table = tables::iterations(&iterations(arguments, &plan, &settings)?)?;
        return write(arguments, format, &table);
    }
    let answer = arguments
        .threads
        .run(|| answer(&plan, &settings, arguments.sobol))??;
    let result = answer.simulation.as_ref();
    match format {
        Format::Table => {
            let text = report::text(&answer.base_case, result, answer.sobol.as_ref());
            arguments.output.write(text.as_bytes())
        }
        Format::Json => arguments.output.write(&output::json(&answer)?),
        Format::Csv | Format::Parquet => {
            let table = match arguments.table {
                TableFlag::CashFlow => tables::cash_flow(&answer.base_case, result)?,
                TableFlag::Sobol => {
                    let none = || Failure::usage("--table sobol needs --sobol N".to_owned());
                    tables::sobol(answer.sobol.as_ref().ok_or_else(none)?)?
                }
                TableFlag::Summary | TableFlag::Iterations => {
                    tables::summary(&answer.base_case, result)?
                }
            };
            write(arguments, format, &table)
        }
    }
}

fn one_iteration(
    arguments: &Arguments,
    plan: &Plan,
    settings: &SimulationSettings,
    number: u64,
    format: Format,
) -> Result<(), Failure> {
    let detail = engine::iteration(plan, settings, number)?.ok_or_else(|| {
        Failure::usage(format!(
            "there is no iteration {number}: {} iterations are counted from 0",
            settings.iterations
        ))
    })?;
    match format {
        Format::Table => {
            let text = report::iteration(&plan.base_case(), &detail, settings);
            arguments.output.write(text.as_bytes())
        }
        Format::Json => arguments.output.write(&output::json(&detail)?),
        Format::Csv | Format::Parquet => {
            write(arguments, format, &tables::cash_flow(&detail.case, None)?)
        }
    }
}

fn write(
    arguments: &Arguments,
    format: Format,
    table: &prospect_sources::export::Table,
) -> Result<(), Failure> {
    let export = if format == Format::Parquet {
        ExportFormat::Parquet
    } else {
        ExportFormat::Csv
    };
    arguments.output.write(&table.write(export)?)
}

pub(super) fn read(path: &Path) -> Result<Scenario, Failure> {
    let unreadable = |error: std::io::Error| {
        let message = format!("{} cannot be read: {error}", path.display());
        Failure::new(Kind::Environment, message)
    };
    if is_workbook(path) {
        let bytes = std::fs::read(path).map_err(unreadable)?;
        return match scenario_book::read(&bytes) {
            Ok(read) => Ok(read.scenario),
            Err(error) => Err(faulty(
                path,
                error.to_string().lines().map(str::to_owned).collect(),
            )),
        };
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    let scenario = if is_json {
        Scenario::from_json(&text)
    } else {
        Scenario::from_toml(&text)
    };
    scenario.map_err(|errors| refused(path, &errors))
}

/// The plan of the scenario read from `path`, with the price paths of the files named by forecast.
pub(super) fn compile_file(
    path: &Path,
    forecasts: &[(String, PathBuf)],
    scenario: &Scenario,
) -> Result<Plan, Failure> {
    let drawn = price_paths::draw(scenario, forecasts)?;
    let compiled = match drawn {
        Ok(paths) => Plan::compile(scenario, &paths),
        Err(errors) => Err(errors),
    };
    compiled.map_err(|errors| {
        if is_workbook(path) {
            let read = std::fs::read(path).ok();
            let read = read.and_then(|bytes| scenario_book::read(&bytes).ok());
            return match read {
                Some(read) => faulty(path, scenario_book::told(&read.book, &errors)),
                None => refused(path, &errors),
            };
        }
        let is_toml = path.extension().is_none_or(|ending| ending != "json");
        match std::fs::read_to_string(path) {
            Ok(text) if is_toml => refused(path, &errors.with_lines(&text)),
            Ok(_) | Err(_) => refused(path, &errors),
        }
    })
}

fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "xlsx")
}

fn refused(path: &Path, errors: &ScenarioErrors) -> Failure {
    let lines = errors.errors.iter().map(|error| {
        let one = ScenarioErrors {
            errors: vec![error.clone()],
        };
        one.to_string()
    });
    faulty(path, lines.collect())
}

fn faulty(path: &Path, lines: Vec<String>) -> Failure {
    let count = lines.len();
    let faults = if count == 1 { "fault" } else { "faults" };
    Failure::input(format!("{} has {count} {faults}", path.display())).with_details(lines)
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::usage(error.to_string())
    }
}

/// One run on the current threads, with its bar.
pub(super) fn simulated(
    plan: &Plan,
    settings: &SimulationSettings,
) -> Result<SimulationResult, SettingsError> {
    let bar = progress::bar(settings.iterations, "simulating");
    let result = engine::simulate(plan, settings, |progress| {
        bar.set_position(progress.done);
        ControlFlow::Continue(())
    })?;
    bar.finish_and_clear();
    Ok(result)
}

fn answer(
    plan: &Plan,
    settings: &SimulationSettings,
    sobol_points: Option<u64>,
) -> Result<Answer, Failure> {
    let simulation = if settings.iterations == 0 {
        None
    } else {
        Some(simulated(plan, settings)?)
    };
    let sobol = sobol_points
        .map(|points| engine::sobol(plan, points, settings.seed))
        .transpose()?;
    Ok(Answer {
        base_case: plan.base_case(),
        simulation,
        sobol,
    })
}

fn iterations(
    arguments: &Arguments,
    plan: &Plan,
    settings: &SimulationSettings,
) -> Result<IterationTable, Failure> {
    let bar = progress::bar(settings.iterations, "simulating");
    let table = arguments.threads.run(|| {
        engine::iterations(plan, settings, |progress| {
            bar.set_position(progress.done);
            ControlFlow::Continue(())
        })
    })??;
    bar.finish_and_clear();
    Ok(table)
}
