//! Opening a file: what kind it is by its first bytes, and its rows. File names are not trusted.

use super::FileError;
use super::columnar;
use super::delimited;
use super::grid::Grid;
use super::limits::MAX_FILE_BYTES;
use super::workbook::Workbook;
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Csv,
    Xlsx,
    Parquet,
}

impl FileFormat {
    /// The kind by the first bytes.
    pub fn of(bytes: &[u8]) -> Result<Self, FileError> {
        match bytes {
            [] => Err(FileError::Empty),
            [b'P', b'K', 3, 4, ..] => Ok(Self::Xlsx),
            [b'P', b'A', b'R', b'1', ..] => Ok(Self::Parquet),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(FileError::OldExcel),
            _ => Ok(Self::Csv),
        }
    }
}

/// The rows of a file and how they were found.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) format: FileFormat,
    pub(crate) grid: Grid,
    /// All sheets of a workbook.
    pub(crate) sheets: Vec<String>,
    pub(crate) sheet: Option<String>,
    pub(crate) delimiter: Option<char>,
    pub(crate) encoding: Option<&'static str>,
}

/// Opens the table of a file; `sheet` and `delimiter` override what would be found.
pub(crate) fn open(
    bytes: &[u8],
    sheet: Option<&str>,
    delimiter: Option<char>,
) -> Result<Table, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge {
            found: bytes.len(),
            limit: MAX_FILE_BYTES,
        });
    }
    let format = FileFormat::of(bytes)?;
    let table = match format {
        FileFormat::Csv => text_table(bytes, delimiter)?,
        FileFormat::Xlsx => unharmed(|| workbook_table(bytes, sheet))?,
        FileFormat::Parquet => Table {
            format,
            grid: unharmed(|| columnar::grid(bytes))?,
            sheets: Vec::new(),
            sheet: None,
            delimiter: None,
            encoding: None,
        },
    };
    if table.grid.rows.iter().all(|row| row.filled() == 0) {
        return Err(FileError::Empty);
    }
    Ok(table)
}

fn text_table(bytes: &[u8], delimiter: Option<char>) -> Result<Table, FileError> {
    let (text, encoding) = delimited::decode(bytes)?;
    let delimiter = delimiter
        .and_then(|delimiter| u8::try_from(delimiter).ok())
        .unwrap_or_else(|| delimited::delimiter(&text));
    Ok(Table {
        format: FileFormat::Csv,
        grid: delimited::grid(&text, delimiter)?,
        sheets: Vec::new(),
        sheet: None,
        delimiter: Some(char::from(delimiter)),
        encoding: Some(encoding),
    })
}

fn workbook_table(bytes: &[u8], sheet: Option<&str>) -> Result<Table, FileError> {
    let mut workbook = Workbook::open(bytes)?;
    let sheets = workbook.sheets();
    let (name, grid) = if let Some(name) = sheet {
        (name.to_owned(), workbook.grid(name)?)
    } else {
        // The first sheet that holds anything; cover sheets are often blank or hidden.
        let mut found = None;
        for name in &sheets {
            let grid = workbook.grid(name)?;
            if !grid.rows.is_empty() {
                found = Some((name.clone(), grid));
                break;
            }
        }
        found.ok_or(FileError::Empty)?
    };
    Ok(Table {
        format: FileFormat::Xlsx,
        grid,
        sheets,
        sheet: Some(name),
        delimiter: None,
        encoding: None,
    })
}

/// The readers of binary formats are not ours and may panic on hostile bytes; that is a damaged file
/// and not the end of the process.
pub(crate) fn unharmed<T>(read: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(FileError::Damaged(
            "its contents contradict each other".to_owned(),
        ))
    })
}
