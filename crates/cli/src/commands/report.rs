//! `prospect report`: the base case of a scenario file as a workbook whose rows
//! and NPV are live formulas.

use std::path::PathBuf;

use clap::Args;
use prospect_simulate::plan::formulas::Cell;
use prospect_sources::export::{FormulaCell, FormulaSheet, write_formulas};

use super::simulate::{compile_file, read};
use crate::failure::Failure;
use crate::output;

/// Write the base case of a scenario as an Excel workbook with live formulas
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenario, TOML or JSON
    scenario: PathBuf,
    /// Paths for the price that names the forecast ID: a result of `prospect forecast --format json`
    #[arg(long, value_name = "ID=FILE", value_parser = super::simulate::named_file)]
    forecast: Vec<(String, PathBuf)>,
    /// The workbook to write, ending in .xlsx
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.output;
    if path.extension().is_none_or(|ending| ending != "xlsx") {
        let message = format!("{} does not end in .xlsx", path.display());
        return Err(Failure::usage(message));
    }
    let scenario = read(&arguments.scenario)?;
    let plan = compile_file(&arguments.scenario, &arguments.forecast, &scenario)?;
    let sheets = plan.formula_sheets().into_iter().map(|sheet| FormulaSheet {
        name: sheet.name.to_owned(),
        rows: sheet
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(written).collect())
            .collect(),
    });
    let sheets: Vec<FormulaSheet> = sheets.collect();
    output::write_file(path, &write_formulas(&scenario.name, &sheets)?)
}

fn written(cell: Cell) -> FormulaCell {
    match cell {
        Cell::Empty => FormulaCell::Empty,
        Cell::Text(text) => FormulaCell::Text(text),
        Cell::Number(value) => FormulaCell::Number(value),
        Cell::Formula { formula, value } => FormulaCell::Formula { formula, value },
    }
}
