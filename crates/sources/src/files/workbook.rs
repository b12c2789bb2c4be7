//! Excel workbooks (`.xlsx`): their sheets and the cells of one sheet. Formulas are not computed: the
//! values that Excel stored are read.

use super::FileError;
use super::cell::Cell;
use super::grid::Grid;
use super::limits::{MAX_CELLS, MAX_COLUMNS, MAX_UNPACKED_BYTES};
use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::io::{Cursor, Read as _};

/// The sheets and their cells, read one sheet at a time.
pub(crate) struct Workbook<'a> {
    xlsx: Xlsx<Cursor<&'a [u8]>>,
}

impl<'a> Workbook<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, FileError> {
        check_unpacked_size(bytes, MAX_UNPACKED_BYTES)?;
        let xlsx =
            Xlsx::new(Cursor::new(bytes)).map_err(|error| FileError::Damaged(error.to_string()))?;
        Ok(Self { xlsx })
    }

    /// Names of the worksheets, visible ones first, each group in the order of the workbook.
    pub(crate) fn sheets(&self) -> Vec<String> {
        let named = |visible: bool| {
            self.xlsx
                .sheets_metadata()
                .iter()
                .filter(move |sheet| {
                    sheet.typ == SheetType::WorkSheet
                        && (sheet.visible == SheetVisible::Visible) == visible
                })
                .map(|sheet| sheet.name.clone())
        };
        named(true).chain(named(false)).collect()
    }

    /// The cells of a sheet. Cells are taken one by one: a sheet that claims a huge extent costs
    /// nothing for its empty part.
    pub(crate) fn grid(&mut self, sheet: &str) -> Result<Grid, FileError> {
        if !self.sheets().iter().any(|name| name == sheet) {
            return Err(FileError::NoSuchSheet {
                name: sheet.to_owned(),
                sheets: self.sheets(),
            });
        }
        let damaged = |error: calamine::XlsxError| FileError::Damaged(error.to_string());
        let mut reader = self.xlsx.worksheet_cells_reader(sheet).map_err(damaged)?;
        let mut cells: Vec<(u32, u32, Cell)> = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let value = converted(cell.get_value());
            if value.is_blank() {
                continue;
            }
            if column as usize >= MAX_COLUMNS {
                return Err(FileError::TooManyColumns {
                    found: column as usize + 1,
                    limit: MAX_COLUMNS,
                });
            }
            if cells.len() >= MAX_CELLS {
                return Err(FileError::TooManyCells { limit: MAX_CELLS });
            }
            cells.push((row, column, value));
        }
        cells.sort_by_key(|&(row, column, _)| (row, column));
        let mut grid = Grid::default();
        for group in cells.chunk_by(|a, b| a.0 == b.0) {
            let width = group.last().map_or(0, |cell| cell.1 as usize + 1);
            let mut row = vec![Cell::Empty; width];
            for (_, column, cell) in group {
                row[*column as usize] = cell.clone();
            }
            grid.push(group[0].0.saturating_add(1), row)?;
        }
        Ok(grid)
    }
}

/// Unpacks every part into nothing, so that a small file that unpacks to a huge one is refused before
/// it fills the memory. Sizes that the archive states are not believed.
fn check_unpacked_size(bytes: &[u8], limit: u64) -> Result<(), FileError> {
    let damaged = |error: String| FileError::Damaged(error);
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut left = limit;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|error| damaged(error.to_string()))?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|error| damaged(error.to_string()))?;
        left = left
            .checked_sub(unpacked)
            .ok_or(FileError::UnpacksTooLarge { limit })?;
    }
    Ok(())
}

fn converted(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(value) => Cell::Boolean(*value),
        DataRef::DateTime(time) => match date_time(time) {
            Some(local) => Cell::Local(local),
            None => Cell::Number(time.as_f64()),
        },
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.clone())
        }
        DataRef::Error(error) => Cell::Error(error_text(error).to_owned()),
    }
}

/// The date and time, rounded to the second, of a cell formatted as one.
fn date_time(time: &ExcelDateTime) -> Option<NaiveDateTime> {
    if time.is_duration() || time.as_f64() < 1.0 {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
    let whole = date.and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second))?;
    whole.checked_add_signed(TimeDelta::seconds(i64::from(milli >= 500)))
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

#[cfg(test)]
mod tests {
    use super::{FileError, check_unpacked_size};
    use std::io::{Cursor, Write as _};
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_refused() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for part in ["a.xml", "b.xml"] {
            archive
                .start_file(part, SimpleFileOptions::default())
                .expect("a part");
            archive
                .write_all(" ".repeat(50_000).as_bytes())
                .expect("written");
        }
        let bytes = archive.finish().expect("an archive").into_inner();
        assert!(bytes.len() < 1_000);
        assert_eq!(check_unpacked_size(&bytes, 100_000), Ok(()));
        assert_eq!(
            check_unpacked_size(&bytes, 99_999),
            Err(FileError::UnpacksTooLarge { limit: 99_999 })
        );
    }
}
