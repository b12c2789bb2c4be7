//! A JSON document as an Excel workbook that people fill in, and back to the same document.
//!
//! The shape of the workbook follows the document, so that a document with new sections or fields needs no code here. The
//! sheet `Scenario` lists the fields outside of tables, one per row; the sheet `Periods` those of them that have a value per
//! period; every list of tables is a sheet of its own with a row per entry and a column per field. Nested fields are
//! dotted (`amount.unit`), entries of short lists numbered (`plus[0]`). A field with a value per period has a column for
//! each, under its name and the period's label.

mod path;
mod read;
mod write;

use std::collections::BTreeMap;

pub use read::read;
use serde_json::Value;
pub use write::{Columns, write};

/// Sheet of the fields outside of tables.
const FIELDS: &str = "Scenario";
/// Sheet of those with a value per period.
const PERIODS: &str = "Periods";
/// Sheet that explains the others; nothing is read from it.
const HELP: &str = "Read me";

/// A cell, as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub sheet: String,
    /// Counts from 1.
    pub row: u32,
    /// Counts from 0.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let letters = crate::files::grid::letters(self.column);
        write!(
            f,
            "sheet {}, row {}, column {letters}",
            self.sheet, self.row
        )
    }
}

/// What is wrong with a cell or a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFault {
    pub place: Place,
    pub message: String,
}

impl std::fmt::Display for BookFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Why a workbook is no document, or a document no workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    #[error(transparent)]
    File(#[from] crate::files::FileError),
    #[error("{}", shown(.0))]
    Faults(Vec<BookFault>),
    #[error("{pointer} does not go into a workbook: {reason}")]
    Unwritable { pointer: String, reason: String },
    #[error("the workbook cannot be written: {0}")]
    Write(String),
}

fn shown(faults: &[BookFault]) -> String {
    let lines: Vec<String> = faults.iter().map(BookFault::to_string).collect();
    lines.join("\n")
}

/// A document with the cell each of its values came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    pub document: Value,
    places: BTreeMap<String, Place>,
}

impl Book {
    /// The cell of the value at a JSON pointer, or of the nearest thing around it.
    pub fn place(&self, pointer: &str) -> Option<&Place> {
        let mut at = pointer;
        loop {
            if let Some(place) = self.places.get(at) {
                return Some(place);
            }
            let below = format!("{at}/");
            let first = self.places.range(below.clone()..).next();
            if let Some((_, place)) =
                first.filter(|(key, _)| !at.is_empty() && key.starts_with(&below))
            {
                return Some(place);
            }
            at = &at[..at.rfind('/')?];
        }
    }
}
