//! Tables in files (CSV, XLSX, Parquet) that become series: a preview with a suggested mapping, and a
//! strict read under a mapping that keeps the good rows and names each bad one.

pub(crate) mod cell;
pub(crate) mod columnar;
pub mod dates;
pub(crate) mod delimited;
pub(crate) mod grid;
mod headings;
pub mod limits;
pub mod mapping;
pub mod numbers;
pub mod preview;
pub mod problem;
pub mod read;
mod suggest;
pub(crate) mod table;
pub(crate) mod workbook;
pub(crate) mod zone;

pub use dates::DateFormat;
pub use mapping::{Mapping, MappingError, ValueColumn};
pub use numbers::DecimalMark;
pub use preview::{ColumnPreview, Preview, PreviewOptions, preview};
pub use problem::RowProblem;
pub use read::{ParsedSeries, ReadOutcome, read};
pub use table::FileFormat;

/// Why a file as a whole cannot be read. Faults of single rows are [`RowProblem`]s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {found} bytes; at most {limit} are read")]
    TooLarge { found: usize, limit: usize },
    #[error("the workbook unpacks to more than {limit} bytes")]
    UnpacksTooLarge { limit: u64 },
    #[error("the table has more than {limit} rows; split it")]
    TooManyRows { limit: usize },
    #[error("the table has {found} columns; at most {limit} are read")]
    TooManyColumns { found: usize, limit: usize },
    #[error("the table has more than {limit} cells; split it")]
    TooManyCells { limit: usize },
    #[error("the file holds more than {limit} series; split it")]
    TooManySeries { limit: usize },
    #[error("this is no table: a CSV text, an .xlsx workbook or a Parquet file is expected")]
    NotATable,
    #[error(
        "old or protected Excel files are not read; save the workbook as .xlsx without a password"
    )]
    OldExcel,
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("a column of type {kind} cannot be shown in a table")]
    UnsupportedColumn { kind: String },
    #[error("there is no sheet \"{name}\"; the workbook has {}", .sheets.join(", "))]
    NoSuchSheet { name: String, sheets: Vec<String> },
    #[error("the mapping does not fit the table: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Mapping(Vec<MappingError>),
}
