//! `prospect template`: a scenario as a workbook to fill in, and a filled-in workbook as a scenario file.

use std::path::{Path, PathBuf};

use clap::Args;
use prospect_server::scenario_book;

use super::simulate::read;
use crate::failure::{Failure, Kind};
use crate::output;

/// Write a scenario as an Excel workbook to fill in, or read one back
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenario to write as a workbook, TOML or JSON; without one the workbook is empty
    #[arg(conflicts_with = "read")]
    scenario: Option<PathBuf>,
    /// Filled-in workbook to write as a scenario file
    #[arg(long, value_name = "FILE")]
    read: Option<PathBuf>,
    /// The file to write: .xlsx, or with --read .toml or .json
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = arguments.output.as_path();
    let ending = path.extension().and_then(|ending| ending.to_str());
    let bytes = match (&arguments.read, ending) {
        (Some(workbook), Some("toml")) => workbook_at(workbook)?.to_toml().into_bytes(),
        (Some(workbook), Some("json")) => workbook_at(workbook)?.to_json().into_bytes(),
        (Some(_), _) => return Err(wrong_ending(path, ".toml or .json")),
        (None, Some("xlsx")) => {
            let written = match &arguments.scenario {
                Some(scenario) => scenario_book::write(&read(scenario)?),
                None => scenario_book::blank(),
            };
            written.map_err(|error| Failure::new(Kind::Unavailable, error.to_string()))?
        }
        (None, _) => return Err(wrong_ending(path, ".xlsx")),
    };
    output::write_file(path, &bytes)
}

fn workbook_at(path: &Path) -> Result<prospect_simulate::scenario::Scenario, Failure> {
    if path.extension().is_none_or(|ending| ending != "xlsx") {
        return Err(wrong_ending(path, ".xlsx"));
    }
    read(path)
}

fn wrong_ending(path: &Path, expected: &str) -> Failure {
    Failure::usage(format!("{} does not end in {expected}", path.display()))
}
