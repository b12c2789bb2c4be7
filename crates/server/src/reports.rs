//! Reports as files: a page, or a workbook whose rows are live formulas with the tables of the report behind them.

use axum::response::Response;
use prospect_simulate::plan::Plan;
use prospect_simulate::plan::formulas::Cell;
use prospect_simulate::report::{Block, Report, ReportSection, Subject, html};
use prospect_sources::export::{
    ExportError, ExportFormat, FormulaCell, FormulaSheet, write_formulas,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::download::attachment;
use crate::problem::Problem;
use crate::state::AppState;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// One self-contained page.
    #[default]
    Html,
    /// A workbook with live formulas.
    Xlsx,
}

impl ReportFormat {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xlsx => "xlsx",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => ExportFormat::Xlsx.media_type(),
        }
    }
}

/// The bytes of the file; equal subjects give equal files.
pub fn write(
    plan: &Plan,
    subject: &Subject<'_>,
    sections: &[ReportSection],
    format: ReportFormat,
) -> Result<Vec<u8>, ExportError> {
    let report = Report::new(subject, sections);
    match format {
        ReportFormat::Html => Ok(html::html(&report).into_bytes()),
        ReportFormat::Xlsx => {
            let formulas = plan.formula_sheets().into_iter().map(|sheet| FormulaSheet {
                name: sheet.name.to_owned(),
                rows: sheet
                    .rows
                    .into_iter()
                    .map(|row| row.into_iter().map(written).collect())
                    .collect(),
            });
            let sheets: Vec<FormulaSheet> = formulas.chain(tables(&report)).collect();
            write_formulas(&report.title, &sheets)
        }
    }
}

/// Answers a request with the report that `write` makes.
pub(crate) async fn send(
    state: &AppState,
    write: impl FnOnce() -> Result<Vec<u8>, ExportError> + Send + 'static,
    format: ReportFormat,
    stem: &str,
) -> Result<Response, Problem> {
    let bytes = state.compute.run(write).await?;
    let bytes = bytes.map_err(|error| Problem::internal(&error))?;
    let (media_type, ending) = (format.media_type(), format.extension());
    Ok(attachment(bytes, media_type, stem, ending))
}

fn written(cell: Cell) -> FormulaCell {
    match cell {
        Cell::Empty => FormulaCell::Empty,
        Cell::Text(text) => FormulaCell::Text(text),
        Cell::Number(value) => FormulaCell::Number(value),
        Cell::Formula { formula, value } => FormulaCell::Formula { formula, value },
    }
}

/// The tables of each part on a sheet of their own; the cash flow has its live one.
fn tables(report: &Report) -> Vec<FormulaSheet> {
    let text = |text: &str| FormulaCell::Text(text.to_owned());
    let about = FormulaSheet {
        name: "About".to_owned(),
        rows: report
            .facts
            .iter()
            .map(|(name, fact)| vec![text(name), text(fact)])
            .collect(),
    };
    let mut sheets = vec![about];
    for part in &report.parts {
        let name = match part.section {
            ReportSection::Results => "Results",
            ReportSection::Assumptions => "Inputs and sources",
            ReportSection::CashFlow => continue,
            ReportSection::Simulation => "Simulation",
            ReportSection::Sensitivity => "Sensitivity",
            ReportSection::Reconciliation => "Reconciliation",
            ReportSection::Conventions => "Conventions",
            ReportSection::Methods => "Methods",
        };
        let mut rows: Vec<Vec<FormulaCell>> = Vec::new();
        for block in &part.blocks {
            match block {
                Block::Text(line) => rows.push(vec![text(line)]),
                Block::List(lines) => rows.extend(lines.iter().map(|line| vec![text(line)])),
                Block::Table(table) => {
                    rows.push(vec![text(&table.caption)]);
                    rows.push(table.headings.iter().map(|heading| text(heading)).collect());
                    rows.extend(table.rows.iter().map(|row| {
                        let cells = row.iter().map(|entry| match entry.number {
                            Some(value) => FormulaCell::Number(value),
                            None if entry.text.is_empty() => FormulaCell::Empty,
                            None => text(&entry.text),
                        });
                        cells.collect()
                    }));
                    rows.push(Vec::new());
                }
                Block::Chart(_) => {}
            }
        }
        sheets.push(FormulaSheet {
            name: name.to_owned(),
            rows,
        });
    }
    sheets
}
