//! What is wrong with a row, said so that it can be found and mended in the file.

use super::limits::MAX_PROBLEMS;
use serde::{Deserialize, Serialize};

/// A cell that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Counts from 1: the line of a text file, the row of a sheet, the record of a Parquet file.
    pub row: u32,
    /// The letters of the column, as a spreadsheet shows them.
    pub column: String,
    /// The heading of the column, when it has one.
    pub header: Option<String>,
    /// What stands in the cell, shortened when long.
    pub value: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// Longest cell text that a problem repeats, in characters.
const MAX_VALUE_CHARS: usize = 80;

/// A bounded list of problems with the true count.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) listed: Vec<RowProblem>,
    pub(crate) count: usize,
}

impl Problems {
    pub(crate) fn push(&mut self, problem: RowProblem) {
        self.count += 1;
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(problem);
        }
    }
}

pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= MAX_VALUE_CHARS {
        return text.to_owned();
    }
    text.chars()
        .take(MAX_VALUE_CHARS - 1)
        .chain(['…'])
        .collect()
}
