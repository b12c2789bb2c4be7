//! A look at a file before it is read: its first rows, what was found out, a mapping to accept or change.

use super::FileError;
use super::grid::letters;
use super::limits::PREVIEW_ROWS;
use super::mapping::Mapping;
use super::numbers::DecimalMark;
use super::problem::shortened;
use super::suggest::{Suggestion, suggest};
use super::table::{self, FileFormat, Table};
use prospect_series::{Frequency, Unit};
use serde::{Deserialize, Serialize};

pub use super::suggest::ColumnKind;

/// Sheets that are searched for a table when none is named.
const MAX_SHEETS_TRIED: usize = 12;

/// What the person already knows about the file; the rest is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PreviewOptions {
    pub sheet: Option<String>,
    pub delimiter: Option<char>,
    pub decimal_mark: Option<DecimalMark>,
    pub first_data_row: Option<u32>,
}

/// What a file seems to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub format: FileFormat,
    /// Worksheets, visible ones first.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    /// All rows of the table, titles and headings included.
    pub row_count: usize,
    pub columns: Vec<ColumnPreview>,
    /// The first rows as they stand in the file.
    pub rows: Vec<PreviewRow>,
    /// The frequency that the dates show.
    pub frequency: Option<Frequency>,
    pub suggested: Option<Mapping>,
    /// What was assumed and should be looked at.
    pub warnings: Vec<String>,
}

/// A column and what it seems to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnPreview {
    /// Counts from 0; what a mapping refers to.
    pub column: usize,
    /// As a spreadsheet shows it.
    pub letters: String,
    pub name: Option<String>,
    pub code: Option<String>,
    pub unit: Option<Unit>,
    pub kind: ColumnKind,
}

/// A row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    pub row: u32,
    pub cells: Vec<String>,
}

/// Looks at a file. `filename` only serves to name a series whose column says nothing.
pub fn preview(
    bytes: &[u8],
    filename: &str,
    options: &PreviewOptions,
) -> Result<Preview, FileError> {
    let stem = stem(filename);
    let look = |sheet: Option<&str>| -> Result<(Table, Suggestion), FileError> {
        let table = table::open(bytes, sheet, options.delimiter)?;
        let found = suggest(
            &table.grid,
            stem,
            options.first_data_row,
            options.decimal_mark,
        );
        Ok((table, found))
    };
    let (mut table, mut found) = look(options.sheet.as_deref())?;
    if options.sheet.is_none() && found.mapping.is_none() {
        let others: Vec<String> = table
            .sheets
            .iter()
            .filter(|sheet| Some(*sheet) != table.sheet.as_ref())
            .take(MAX_SHEETS_TRIED)
            .cloned()
            .collect();
        for sheet in others {
            if let Ok((other, other_found)) = look(Some(&sheet))
                && other_found.mapping.is_some()
            {
                (table, found) = (other, other_found);
                break;
            }
        }
    }
    Ok(shown(table, found))
}

fn shown(table: Table, found: Suggestion) -> Preview {
    let columns = found
        .headings
        .into_iter()
        .zip(found.kinds)
        .enumerate()
        .map(|(column, (heading, kind))| ColumnPreview {
            column,
            letters: letters(column),
            name: heading.name,
            code: heading.code,
            unit: heading.unit,
            kind,
        })
        .collect();
    let rows = table
        .grid
        .rows
        .iter()
        .take(
            PREVIEW_ROWS
                .max(found.first + PREVIEW_ROWS / 2)
                .min(2 * PREVIEW_ROWS),
        )
        .map(|row| PreviewRow {
            row: row.number,
            cells: row
                .cells
                .iter()
                .map(|cell| shortened(&cell.shown()))
                .collect(),
        })
        .collect();
    let suggested = found.mapping.map(|mapping| Mapping {
        sheet: table.sheet.clone(),
        delimiter: table.delimiter,
        ..mapping
    });
    Preview {
        format: table.format,
        sheets: table.sheets,
        sheet: table.sheet,
        encoding: table.encoding.map(str::to_owned),
        delimiter: table.delimiter,
        row_count: table.grid.rows.len(),
        columns,
        rows,
        frequency: found.frequency,
        suggested,
        warnings: found.warnings,
    }
}

/// The file name without folders and extension.
pub(crate) fn stem(filename: &str) -> &str {
    let name = filename.rsplit(['/', '\\']).next().unwrap_or(filename);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
