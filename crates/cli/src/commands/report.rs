//! `prospect report`: a scenario file as a report, a page or a workbook whose rows and NPV are live formulas.

use std::path::{Path, PathBuf};

use clap::Args;
use prospect_server::reports::{self, ReportFormat};
use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::report::{ReportSection, Subject};

use super::simulate::{compile_file, named_file, read, simulated};
use crate::failure::Failure;
use crate::output;
use crate::threads::ThreadFlags;

/// Write a report of a scenario: a page, or an Excel workbook with live formulas
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenario, TOML, JSON or a workbook made by `prospect template`
    scenario: PathBuf,
    /// Paths for the price that names the forecast ID: a result of `prospect forecast --format json`
    #[arg(long, value_name = "ID=FILE", value_parser = named_file)]
    forecast: Vec<(String, PathBuf)>,
    /// Iterations of the simulation
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    iterations: u64,
    /// The same seed gives the same digits on any number of threads
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    /// Report the base case only
    #[arg(long, conflicts_with_all = ["iterations", "seed"])]
    no_simulation: bool,
    /// Parts to write, such as results,cash_flow; all by default
    #[arg(long, value_name = "LIST")]
    sections: Option<String>,
    #[command(flatten)]
    threads: ThreadFlags,
    /// The file to write, ending in .html or .xlsx
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let format = format(&arguments.output)?;
    let sections = match &arguments.sections {
        Some(words) => {
            ReportSection::list(words).map_err(|error| Failure::usage(error.to_string()))?
        }
        None => ReportSection::ALL.to_vec(),
    };
    let scenario = read(&arguments.scenario)?;
    let plan = compile_file(&arguments.scenario, &arguments.forecast, &scenario)?;
    let settings = SimulationSettings {
        iterations: arguments.iterations,
        seed: arguments.seed,
        ..SimulationSettings::default()
    };
    let simulation = if arguments.no_simulation {
        None
    } else {
        Some(arguments.threads.run(|| simulated(&plan, &settings))??)
    };
    let subject = Subject {
        scenario: &scenario,
        case: &plan.base_case(),
        simulation: simulation.as_ref(),
        version: None,
        as_of: None,
    };
    let bytes = reports::write(&plan, &subject, &sections, format)?;
    output::write_file(&arguments.output, &bytes)
}

fn format(path: &Path) -> Result<ReportFormat, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    [ReportFormat::Html, ReportFormat::Xlsx]
        .into_iter()
        .find(|format| Some(format.extension()) == ending)
        .ok_or_else(|| Failure::usage(format!("{} does not end in .html or .xlsx", path.display())))
}
