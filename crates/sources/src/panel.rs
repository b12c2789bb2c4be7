//! Series from one file of the command line: a panel in the long format `unique_id,ds,y` (CSV or
//! Parquet, of any size), or any table that [`files`] understands by itself.

mod long;

use crate::files::{self, FileError, FileFormat, PreviewOptions, RowProblem};
use prospect_series::{Frequency, Series, Unit};
use std::path::{Path, PathBuf};

/// Size of a panel file.
pub const MAX_PANEL_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Rows of a panel.
pub const MAX_PANEL_ROWS: usize = 50_000_000;
/// Series of a panel.
pub const MAX_PANEL_SERIES: usize = 500_000;

/// What the user says about the file beyond its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PanelOptions {
    /// The one value column to take from a table with several, by name, code or letter.
    pub column: Option<String>,
    /// The worksheet of a workbook.
    pub sheet: Option<String>,
    /// The frequency of all series; inferred for each when absent.
    pub frequency: Option<Frequency>,
    /// The zone of clock times without offset; UTC when absent.
    pub time_zone: Option<String>,
}

/// The series of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// In the order of first appearance.
    pub series: Vec<PanelSeries>,
    pub rejected: Vec<RowProblem>,
    pub rejected_count: usize,
    /// What was assumed.
    pub notes: Vec<String>,
}

/// One series of a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelSeries {
    pub id: String,
    pub unit: Option<Unit>,
    pub frequency: Frequency,
    pub series: Series,
}

/// Why a path gives no panel.
#[derive(Debug, thiserror::Error)]
pub enum PanelError {
    #[error("failed to read {}: {source}", .path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{}: {source}", .path.display())]
    File {
        path: PathBuf,
        #[source]
        source: FileError,
    },
    #[error("{}: {reason}", .path.display())]
    NotUnderstood { path: PathBuf, reason: String },
}

/// Reads the series of a file.
pub fn read_path(path: &Path, options: &PanelOptions) -> Result<Panel, PanelError> {
    let io = |source| PanelError::Io {
        path: path.to_owned(),
        source,
    };
    let size = std::fs::metadata(path).map_err(io)?.len();
    if size > MAX_PANEL_BYTES {
        return Err(PanelError::File {
            path: path.to_owned(),
            source: FileError::TooLarge {
                found: usize::try_from(size).unwrap_or(usize::MAX),
                limit: usize::try_from(MAX_PANEL_BYTES).unwrap_or(usize::MAX),
            },
        });
    }
    let bytes = std::fs::read(path).map_err(io)?;
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    read_bytes(bytes, name, options).map_err(|fault| match fault {
        Fault::File(source) => PanelError::File {
            path: path.to_owned(),
            source,
        },
        Fault::NotUnderstood(reason) => PanelError::NotUnderstood {
            path: path.to_owned(),
            reason,
        },
    })
}

pub(crate) enum Fault {
    File(FileError),
    NotUnderstood(String),
}

impl From<FileError> for Fault {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

fn read_bytes(bytes: Vec<u8>, name: &str, options: &PanelOptions) -> Result<Panel, Fault> {
    if options.column.is_none() && options.time_zone.is_none() {
        let panel = match FileFormat::of(&bytes)? {
            FileFormat::Csv => long::from_csv(&bytes, options.frequency)?,
            FileFormat::Parquet => return long::from_parquet(bytes, name, options),
            FileFormat::Xlsx => None,
        };
        if let Some(panel) = panel {
            return Ok(panel);
        }
    }
    from_table(&bytes, name, options)
}

/// Any table: the suggested mapping is taken, narrowed to the column that was asked for.
pub(crate) fn from_table(bytes: &[u8], name: &str, options: &PanelOptions) -> Result<Panel, Fault> {
    let preview = files::preview(
        bytes,
        name,
        &PreviewOptions {
            sheet: options.sheet.clone(),
            ..PreviewOptions::default()
        },
    )?;
    let Some(mut mapping) = preview.suggested else {
        return Err(Fault::NotUnderstood(preview.warnings.join("; ")));
    };
    if let Some(wanted) = &options.column {
        let is_wanted = |column: usize, code: &str| {
            let column = &preview.columns[column];
            [
                Some(code),
                column.name.as_deref(),
                column.code.as_deref(),
                Some(&column.letters),
            ]
            .into_iter()
            .flatten()
            .any(|text| text.eq_ignore_ascii_case(wanted))
        };
        let known: Vec<String> = mapping
            .values
            .iter()
            .map(|value| {
                let name = preview.columns[value.column].name.clone();
                name.unwrap_or_else(|| value.code.clone())
            })
            .collect();
        mapping
            .values
            .retain(|value| is_wanted(value.column, &value.code));
        if mapping.values.is_empty() {
            return Err(Fault::NotUnderstood(format!(
                "there is no column of numbers named \"{wanted}\"; there are {}",
                known.join(", ")
            )));
        }
    }
    mapping.frequency = options.frequency;
    mapping.time_zone.clone_from(&options.time_zone);
    let outcome = files::read(bytes, &mapping)?;
    let mut notes = preview.warnings;
    if options.time_zone.is_some() {
        notes.retain(|note| !note.contains("time zone"));
    }
    notes.extend(outcome.notes);
    Ok(Panel {
        series: outcome
            .series
            .into_iter()
            .map(|series| PanelSeries {
                id: series.code,
                unit: series.unit,
                frequency: series.frequency,
                series: series.series,
            })
            .collect(),
        rejected: outcome.rejected,
        rejected_count: outcome.rejected_count,
        notes,
    })
}
