//! Reading a file: what was found in it, how to take it, what came of it. Mirrors the shapes of
//! `prospect-sources`, which knows nothing of HTTP; the conversions break when a field is missed.

use prospect_series::{Frequency, Unit};
use prospect_sources::files;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::mirrored::mirrored;
use super::series::SeriesView;
use crate::problem::Problem;

mirrored! {
    FileFormatView as FileFormat mirrors files::FileFormat { Csv, Xlsx, Parquet }
}

mirrored! {
    ColumnKindView as ColumnKind mirrors files::preview::ColumnKind { Date, Number, Text, Empty }
}

mirrored! {
    /// What separates the whole part from the fraction.
    DecimalMarkView as DecimalMark mirrors files::DecimalMark { Point, Comma }
}

mirrored! {
    /// How the dates of a column are written.
    DateFormatView as DateFormat mirrors files::DateFormat {
        /// `2024-12-31`, also with slashes, with a time and an offset.
        Iso,
        /// `2024-12`
        YearMonth,
        /// `2024M12`
        MonthCode,
        /// `2024Q4`
        Quarter,
        /// `20241231` or `202412`
        Compact,
        /// `31/12/2024`
        DayFirst,
        /// `12/31/2024`
        MonthFirst,
        /// `31-Dec-2024`, `Dec 2024`
        Named,
        /// `2024`
        Year,
        /// Days since 1899-12-30, as spreadsheets count.
        Serial,
        /// Dates stored as dates.
        Typed,
    }
}

/// A file and how to look at it.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form, whose parts are read by name")]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewForm {
    /// CSV, XLSX or Parquet.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    options: Option<PreviewOptionsView>,
}

/// What is known about the file already; the rest is found out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = PreviewOptions)]
pub(crate) struct PreviewOptionsView {
    pub sheet: Option<String>,
    #[schema(min_length = 1, max_length = 1)]
    pub delimiter: Option<char>,
    pub decimal_mark: Option<DecimalMarkView>,
    pub first_data_row: Option<u32>,
}

impl From<PreviewOptionsView> for files::PreviewOptions {
    fn from(view: PreviewOptionsView) -> Self {
        let PreviewOptionsView {
            sheet,
            delimiter,
            decimal_mark,
            first_data_row,
        } = view;
        Self {
            sheet,
            delimiter,
            decimal_mark: decimal_mark.map(Into::into),
            first_data_row,
        }
    }
}

/// What a file seems to hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preview)]
pub(crate) struct PreviewView {
    pub format: FileFormatView,
    /// Worksheets, visible ones first.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    /// All rows, titles and headings included.
    pub row_count: usize,
    pub columns: Vec<ColumnPreviewView>,
    /// The first rows as they stand in the file.
    pub rows: Vec<PreviewRowView>,
    pub frequency: Option<Frequency>,
    /// To accept or to change.
    pub suggested: Option<MappingView>,
    /// What was assumed and should be looked at.
    pub warnings: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ColumnPreview)]
pub(crate) struct ColumnPreviewView {
    /// Counts from 0; what a mapping refers to.
    pub column: usize,
    /// As a spreadsheet shows it.
    pub letters: String,
    pub name: Option<String>,
    pub code: Option<String>,
    pub unit: Option<String>,
    pub kind: ColumnKindView,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewRow)]
pub(crate) struct PreviewRowView {
    pub row: u32,
    pub cells: Vec<String>,
}

impl From<files::Preview> for PreviewView {
    fn from(preview: files::Preview) -> Self {
        let column = |column: files::ColumnPreview| ColumnPreviewView {
            column: column.column,
            letters: column.letters,
            name: column.name,
            code: column.code,
            unit: column.unit.map(|unit| unit.to_string()),
            kind: column.kind.into(),
        };
        let row = |row: files::preview::PreviewRow| PreviewRowView {
            row: row.row,
            cells: row.cells,
        };
        Self {
            format: preview.format.into(),
            sheets: preview.sheets,
            sheet: preview.sheet,
            encoding: preview.encoding,
            delimiter: preview.delimiter,
            row_count: preview.row_count,
            columns: preview.columns.into_iter().map(column).collect(),
            rows: preview.rows.into_iter().map(row).collect(),
            frequency: preview.frequency,
            suggested: preview.suggested.map(Into::into),
            warnings: preview.warnings,
        }
    }
}

/// How a table is read. Columns count from 0, rows as the file numbers them, from 1.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Mapping)]
pub(crate) struct MappingView {
    /// Who measured the values. Not guessed, and needed to import.
    #[schema(min_length = 1, max_length = 64, example = "upload")]
    pub source: Option<String>,
    /// The worksheet; the only or first one when left out.
    pub sheet: Option<String>,
    /// Detected when left out.
    pub delimiter: Option<char>,
    /// Rows before this one are titles and headings.
    #[serde(default = "first_row")]
    #[schema(default = 1)]
    pub first_data_row: u32,
    pub date_column: usize,
    pub date_format: DateFormatView,
    /// With it the table is long: each row names its series here and there is one value column.
    pub id_column: Option<usize>,
    #[schema(min_items = 1)]
    pub values: Vec<ValueColumnView>,
    #[serde(default = "point")]
    pub decimal_mark: DecimalMarkView,
    /// Inferred from the times when left out.
    pub frequency: Option<Frequency>,
    /// IANA name of the zone of clock times without offset; UTC when left out.
    pub time_zone: Option<String>,
}

fn first_row() -> u32 {
    1
}

fn point() -> DecimalMarkView {
    DecimalMarkView::Point
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ValueColumn)]
pub(crate) struct ValueColumnView {
    pub column: usize,
    /// The code of the series; unused in a long table.
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    #[schema(example = "US$/bbl")]
    pub unit: Option<String>,
}

impl From<files::Mapping> for MappingView {
    fn from(mapping: files::Mapping) -> Self {
        let value = |value: files::ValueColumn| ValueColumnView {
            column: value.column,
            code: value.code,
            name: value.name,
            unit: value.unit.map(|unit| unit.to_string()),
        };
        Self {
            source: None,
            sheet: mapping.sheet,
            delimiter: mapping.delimiter,
            first_data_row: mapping.first_data_row,
            date_column: mapping.date_column,
            date_format: mapping.date_format.into(),
            id_column: mapping.id_column,
            values: mapping.values.into_iter().map(value).collect(),
            decimal_mark: mapping.decimal_mark.into(),
            frequency: mapping.frequency,
            time_zone: mapping.time_zone,
        }
    }
}

impl TryFrom<MappingView> for files::Mapping {
    type Error = Problem;

    fn try_from(view: MappingView) -> Result<Self, Problem> {
        let value = |(index, value): (usize, ValueColumnView)| {
            let unit = value
                .unit
                .as_deref()
                .filter(|unit| !unit.is_empty())
                .map(Unit::parse);
            let unit = unit.transpose().map_err(|error| {
                Problem::invalid(
                    format!("/form/mapping/values/{index}/unit"),
                    error.to_string(),
                )
            })?;
            Ok(files::ValueColumn {
                column: value.column,
                code: value.code,
                name: value.name,
                unit,
            })
        };
        let values: Result<Vec<_>, Problem> =
            view.values.into_iter().enumerate().map(value).collect();
        Ok(Self {
            sheet: view.sheet,
            delimiter: view.delimiter,
            first_data_row: view.first_data_row,
            date_column: view.date_column,
            date_format: view.date_format.into(),
            id_column: view.id_column,
            values: values?,
            decimal_mark: view.decimal_mark.into(),
            frequency: view.frequency,
            time_zone: view.time_zone,
        })
    }
}

/// A file and the mapping to take it by.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form, whose parts are read by name")]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportForm {
    /// CSV, XLSX or Parquet.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    mapping: MappingView,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Imported)]
pub(crate) struct ImportedView {
    pub created: Vec<SeriesView>,
    /// Series that were there already and got values.
    pub updated: Vec<SeriesView>,
    /// Cells that could not be read, the first 1,000; the other rows were kept.
    pub rejected: Vec<RejectedCell>,
    /// All rejected cells, listed or not.
    pub rejected_total: usize,
    /// What a reader should know that is no fault of a row.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RejectedCell {
    /// Counted from 1 as in the file.
    pub row: u32,
    /// The letters of the column, as a spreadsheet shows them.
    pub column: String,
    pub header: Option<String>,
    /// What stands there.
    pub value: String,
    pub reason: String,
}

impl From<files::RowProblem> for RejectedCell {
    fn from(problem: files::RowProblem) -> Self {
        let files::RowProblem {
            row,
            column,
            header,
            value,
            reason,
        } = problem;
        Self {
            row,
            column,
            header,
            value,
            reason,
        }
    }
}
