//! Tables that leave the workbench: the same columns as CSV, XLSX, Parquet or JSON, with units in the
//! headings and the source and as-of date wherever the format has a place for them. A plain CSV has
//! none beyond its header.

mod columnar;
mod delimited;
mod formulas;
mod json;
mod workbook;

pub use formulas::{FormulaCell, FormulaSheet, write_formulas};
use prospect_series::{Series, Timestamp, Unit};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

/// The values of a column; all columns of a table have as many.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnData {
    /// NaN is missing.
    Numbers(Vec<f64>),
    Integers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    /// Written as dates when all are midnights.
    Times(Vec<Timestamp>),
}

impl ColumnData {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Integers(values) => values.len(),
            Self::Texts(values) => values.len(),
            Self::Times(values) => values.len(),
        }
    }
}

/// A column with its heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub unit: Option<Unit>,
    pub data: ColumnData,
}

impl Column {
    /// A column of numbers in a unit.
    pub fn numbers(name: impl Into<String>, unit: Option<Unit>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            unit,
            data: ColumnData::Numbers(values),
        }
    }

    /// A column of times.
    pub fn times(name: impl Into<String>, times: Vec<Timestamp>) -> Self {
        Self {
            name: name.into(),
            unit: None,
            data: ColumnData::Times(times),
        }
    }

    /// A column of texts.
    pub fn texts(
        name: impl Into<String>,
        texts: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            unit: None,
            data: ColumnData::Texts(texts.into_iter().map(|text| Some(text.into())).collect()),
        }
    }

    /// `Price (US$/lb)`.
    fn heading(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{} ({unit})", self.name),
            None => self.name.clone(),
        }
    }
}

/// Where the numbers come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Who published or computed them.
    pub source: Option<String>,
    /// The moment up to which they were known.
    pub as_of: Option<Timestamp>,
    /// Anything else worth carrying, such as the model, the seed, the scenario version.
    pub notes: Vec<(String, String)>,
}

/// At least one column; columns have equal lengths and different names.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    title: String,
    columns: Vec<Column>,
    about: About,
}

/// Why columns make no table, or a table does not go into a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("the table has no columns")]
    NoColumns,
    #[error("the column {name} has {found} rows, the first column has {expected}")]
    UnequalColumns {
        name: String,
        found: usize,
        expected: usize,
    },
    #[error("two columns are named {0}")]
    SameName(String),
    #[error("the column {0} holds an infinite number")]
    Infinite(String),
    #[error("a worksheet holds {limit} rows and the table has {rows}; export it as CSV or Parquet")]
    TooManyRows { rows: usize, limit: usize },
    #[error("failed to write the table: {0}")]
    Write(String),
}

impl Table {
    /// Checks that the columns belong together.
    pub fn new(
        title: impl Into<String>,
        columns: Vec<Column>,
        about: About,
    ) -> Result<Self, ExportError> {
        if columns.is_empty() {
            return Err(ExportError::NoColumns);
        }
        let mut names = HashSet::new();
        let expected = columns.first().map_or(0, |column| column.data.len());
        for column in &columns {
            if column.data.len() != expected {
                return Err(ExportError::UnequalColumns {
                    name: column.name.clone(),
                    found: column.data.len(),
                    expected,
                });
            }
            if !names.insert(column.name.as_str()) {
                return Err(ExportError::SameName(column.name.clone()));
            }
            if matches!(&column.data, ColumnData::Numbers(values) if values.iter().any(|value| value.is_infinite()))
            {
                return Err(ExportError::Infinite(column.name.clone()));
            }
        }
        Ok(Self {
            title: title.into(),
            columns,
            about,
        })
    }

    /// A series as a table of two columns.
    pub fn of_series(
        name: impl Into<String>,
        unit: Option<Unit>,
        series: &Series,
        about: About,
    ) -> Self {
        let name = name.into();
        let value = if name == "Date" {
            "Value".to_owned()
        } else {
            name.clone()
        };
        Self {
            title: name,
            columns: vec![
                Column::times("Date", series.times().to_vec()),
                Column::numbers(value, unit, series.values().to_vec()),
            ],
            about,
        }
    }

    /// What the table is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows each column has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.data.len())
    }

    /// The bytes of the table as a file.
    pub fn write(&self, format: ExportFormat) -> Result<Vec<u8>, ExportError> {
        match format {
            ExportFormat::Csv => delimited::write(self),
            ExportFormat::Xlsx => workbook::write(self),
            ExportFormat::Parquet => columnar::write(self),
            ExportFormat::Json => json::write(self),
        }
    }

    /// Title, source, as-of date and notes as pairs of words.
    fn facts(&self) -> Vec<(String, String)> {
        let mut facts = vec![("title".to_owned(), self.title.clone())];
        if let Some(source) = &self.about.source {
            facts.push(("source".to_owned(), source.clone()));
        }
        if let Some(as_of) = self.about.as_of {
            facts.push(("as_of".to_owned(), prospect_series::time::written(as_of)));
        }
        facts.extend(self.about.notes.iter().cloned());
        facts
    }
}

/// Whether times are days.
fn all_midnights(times: &[Timestamp]) -> bool {
    times
        .iter()
        .all(|time| time.time() == chrono::NaiveTime::MIN)
}

/// The formats tables are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    Xlsx,
    Parquet,
    Json,
}

impl ExportFormat {
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Parquet, Self::Json];

    /// The extension of file names, which is also the name of the format in requests.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Json => "json",
        }
    }

    /// The media type of answers.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Json => "application/json",
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown format \"{0}\"; use csv, xlsx, parquet or json")]
pub struct UnknownFormat(pub String);

impl FromStr for ExportFormat {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}
