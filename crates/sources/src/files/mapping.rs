//! What the columns of a table mean: said once by a person (or accepted from the suggestion), then
//! followed strictly.

use super::dates::DateFormat;
use super::grid::letters;
use super::limits::MAX_SERIES;
use super::numbers::DecimalMark;
use super::zone;
use prospect_series::{Frequency, Unit};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How a table is read. Columns count from 0, rows as the file numbers them, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The worksheet; the only or first one when absent. Workbooks only.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The delimiter; detected when absent. Text files only.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Rows before this one are titles and headings.
    #[serde(default = "first_row")]
    pub first_data_row: u32,
    pub date_column: usize,
    pub date_format: DateFormat,
    /// With it the table is long: each row names its series here and there is one value column.
    /// Without it the table is wide: each value column is a series.
    #[serde(default)]
    pub id_column: Option<usize>,
    pub values: Vec<ValueColumn>,
    #[serde(default)]
    pub decimal_mark: DecimalMark,
    /// The frequency of the series; inferred from the times when absent.
    #[serde(default)]
    pub frequency: Option<Frequency>,
    /// The zone (IANA name) of clock times without offset; UTC when absent. Plain dates have none.
    #[serde(default)]
    pub time_zone: Option<String>,
}

fn first_row() -> u32 {
    1
}

/// A column of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueColumn {
    pub column: usize,
    /// The code of the series; unused in a long table, where the id column gives it.
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub unit: Option<Unit>,
}

/// What is wrong with a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{detail}")]
pub struct MappingError {
    /// JSON pointer into the mapping.
    pub pointer: String,
    pub detail: String,
}

impl Mapping {
    /// Checks the mapping against the width of the table it is for.
    pub(crate) fn check(&self, columns: usize) -> Vec<MappingError> {
        let mut errors = Vec::new();
        let mut error =
            |pointer: String, detail: String| errors.push(MappingError { pointer, detail });
        let mut used: HashMap<usize, &str> = HashMap::new();
        let mut use_column = |column: usize, role: &'static str| -> Option<String> {
            if column >= columns {
                return Some(format!(
                    "there is no column {column}; the table has {columns}, counted from 0"
                ));
            }
            used.insert(column, role)
                .map(|other| format!("column {} is already the {other} column", letters(column)))
        };
        if let Some(detail) = use_column(self.date_column, "date") {
            error("/date_column".to_owned(), detail);
        }
        if let Some(column) = self.id_column
            && let Some(detail) = use_column(column, "id")
        {
            error("/id_column".to_owned(), detail);
        }
        if self.values.is_empty() {
            error("/values".to_owned(), "no value column is chosen".to_owned());
        }
        if self.values.len() > MAX_SERIES {
            error(
                "/values".to_owned(),
                format!("more than {MAX_SERIES} value columns are chosen"),
            );
        }
        if self.id_column.is_some() && self.values.len() > 1 {
            error(
                "/values".to_owned(),
                "a table with an id column has one value column".to_owned(),
            );
        }
        let mut codes = HashMap::new();
        for (at, value) in self.values.iter().enumerate() {
            if let Some(detail) = use_column(value.column, "value") {
                error(format!("/values/{at}/column"), detail);
            }
            if self.id_column.is_none() {
                let code = value.code.trim();
                if code.is_empty() {
                    error(
                        format!("/values/{at}/code"),
                        "the series has no code".to_owned(),
                    );
                } else if let Some(other) = codes.insert(code, at) {
                    error(
                        format!("/values/{at}/code"),
                        format!("the code {code} is taken by value column {other}"),
                    );
                }
            }
        }
        if let Some(name) = &self.time_zone
            && let Err(detail) = zone::parse(name)
        {
            error("/time_zone".to_owned(), detail);
        }
        if self.delimiter.is_some_and(|delimiter| {
            !delimiter.is_ascii() || matches!(delimiter, '"' | '\n' | '\r')
        }) {
            error(
                "/delimiter".to_owned(),
                "the delimiter must be one ASCII character".to_owned(),
            );
        }
        errors
    }
}
