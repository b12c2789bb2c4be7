//! A table file as rows of cells, each row with the number it has in the file. How the rows were
//! stored is the business of the readers; what they mean is found by the mapping.

use super::FileError;
use super::cell::Cell;
use super::limits::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Counts from 1: the line of a text file, the row of a sheet, the record of a Parquet file.
    pub(crate) number: u32,
    /// Trailing empty cells may be left out.
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    pub(crate) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    pub(crate) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }
}

/// Rows in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Grid {
    pub(crate) rows: Vec<Row>,
    /// Cells of the widest row.
    pub(crate) columns: usize,
    cells: usize,
}

impl Grid {
    /// Appends a row, within the bounds of a file.
    pub(crate) fn push(&mut self, number: u32, cells: Vec<Cell>) -> Result<(), FileError> {
        if cells.len() > MAX_COLUMNS {
            return Err(FileError::TooManyColumns {
                found: cells.len(),
                limit: MAX_COLUMNS,
            });
        }
        if self.rows.len() >= MAX_ROWS {
            return Err(FileError::TooManyRows { limit: MAX_ROWS });
        }
        self.cells += cells.len();
        if self.cells > MAX_CELLS {
            return Err(FileError::TooManyCells { limit: MAX_CELLS });
        }
        self.columns = self.columns.max(cells.len());
        self.rows.push(Row { number, cells });
        Ok(())
    }
}

/// The letters a spreadsheet shows over a column: A, B, …, Z, AA.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).expect("made of ASCII letters")
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_of_columns() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), expected);
        }
    }
}
