//! The strict read of a file under a mapping: good rows become series, each bad cell is named with its
//! place and what would be right. Nothing is guessed and nothing is half taken.

use super::FileError;
use super::grid::{Grid, Row, letters};
use super::headings;
use super::limits::MAX_SERIES;
use super::mapping::Mapping;
use super::numbers;
use super::problem::{Problems, RowProblem, shortened};
use super::table;
use super::zone;
use chrono_tz::Tz;
use prospect_series::time::written;
use prospect_series::{Frequency, Series, Timestamp, Unit};
use std::collections::HashMap;

/// A series found in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedSeries {
    pub code: String,
    pub name: Option<String>,
    pub unit: Option<Unit>,
    /// As the mapping says, otherwise as the times show.
    pub frequency: Frequency,
    pub series: Series,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadOutcome {
    /// In the order of the columns, or of first appearance in a long table.
    pub series: Vec<ParsedSeries>,
    /// The first problems by row, at most [`MAX_PROBLEMS`](super::limits::MAX_PROBLEMS).
    pub rejected: Vec<RowProblem>,
    /// All problems, listed or not.
    pub rejected_count: usize,
    /// What a reader should know that is no fault of a row.
    pub notes: Vec<String>,
}

/// Reads a file under a mapping.
pub fn read(bytes: &[u8], mapping: &Mapping) -> Result<ReadOutcome, FileError> {
    let table = table::open(bytes, mapping.sheet.as_deref(), mapping.delimiter)?;
    read_grid(&table.grid, mapping)
}

pub(crate) fn read_grid(grid: &Grid, mapping: &Mapping) -> Result<ReadOutcome, FileError> {
    let errors = mapping.check(grid.columns);
    if !errors.is_empty() {
        return Err(FileError::Mapping(errors));
    }
    let first = grid
        .rows
        .partition_point(|row| row.number < mapping.first_data_row);
    let mut read = Read {
        mapping,
        headings: headings::headings(grid, first),
        problems: Problems::default(),
        notes: Vec::new(),
    };
    let (codes, places) = read.places(&grid.rows[first..])?;
    let series = match mapping.id_column {
        Some(_) => read.long(&codes, &places),
        None => read.wide(&places),
    };
    let mut rejected = read.problems.listed;
    rejected.sort_by_key(|problem| problem.row);
    Ok(ReadOutcome {
        series,
        rejected,
        rejected_count: read.problems.count,
        notes: read.notes,
    })
}

/// A row whose date (and id) is sound.
struct Place<'a> {
    row: &'a Row,
    /// Position of its series among the codes of a long table, 0 in a wide one.
    series: usize,
    time: Timestamp,
}

struct Read<'a> {
    mapping: &'a Mapping,
    headings: Vec<headings::Heading>,
    problems: Problems,
    notes: Vec<String>,
}

impl Read<'_> {
    fn reject(&mut self, row: &Row, column: usize, reason: String) {
        let heading = self.headings.get(column);
        self.problems.push(RowProblem {
            row: row.number,
            column: letters(column),
            header: heading.and_then(|heading| heading.name.clone()),
            value: shortened(&row.cell(column).shown()),
            reason,
        });
    }

    /// The rows with a sound and unique date, ordered by series and time, and the codes of the series.
    fn places<'r>(&mut self, rows: &'r [Row]) -> Result<(Vec<String>, Vec<Place<'r>>), FileError> {
        let mut codes = Vec::new();
        let mut numbers_of_codes: HashMap<String, usize> = HashMap::new();
        let mut stamped = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(stamp) = self.stamp(row) else {
                continue;
            };
            let series = match self.mapping.id_column {
                None => 0,
                Some(column) => {
                    let code = row.cell(column).shown();
                    if code.is_empty() {
                        self.reject(
                            row,
                            column,
                            "is empty; name the series that the row belongs to".to_owned(),
                        );
                        continue;
                    }
                    if let Some(number) = numbers_of_codes.get(code.as_ref()) {
                        *number
                    } else {
                        let number = codes.len();
                        if number >= MAX_SERIES {
                            return Err(FileError::TooManySeries { limit: MAX_SERIES });
                        }
                        codes.push(code.clone().into_owned());
                        numbers_of_codes.insert(code.into_owned(), number);
                        number
                    }
                }
            };
            stamped.push((row, series, stamp));
        }
        let zone = self.zone();
        let as_clock = stamped
            .iter()
            .any(|(_, _, stamp)| zone::shows_clock(*stamp));
        let mut places = Vec::with_capacity(stamped.len());
        for (row, series, stamp) in stamped {
            match zone::resolve(stamp, zone, as_clock) {
                Ok(time) => places.push(Place { row, series, time }),
                Err(reason) => self.reject(row, self.mapping.date_column, reason),
            }
        }
        places.sort_by_key(|place| (place.series, place.time));
        Ok((codes, self.without_duplicates(places)))
    }

    fn zone(&self) -> Tz {
        match &self.mapping.time_zone {
            None => Tz::UTC,
            Some(name) => zone::parse(name).expect("the mapping was checked"),
        }
    }

    /// The stamp of a row; `None` after naming the fault, or silently for a row that holds nothing.
    fn stamp(&mut self, row: &Row) -> Option<super::dates::Stamp> {
        let column = self.mapping.date_column;
        let cell = row.cell(column);
        if let Some(stamp) = self.mapping.date_format.read(cell) {
            return Some(stamp);
        }
        let holds_values = || {
            self.mapping
                .values
                .iter()
                .any(|value| !matches!(numbers::value(row.cell(value.column), self.mapping.decimal_mark), Ok(value) if value.is_nan()))
        };
        if cell.is_blank() && !holds_values() {
            return None;
        }
        let example = self.mapping.date_format.example();
        let reason = if cell.is_blank() {
            format!("the date is empty; write one like {example}")
        } else {
            format!("is not a date like {example}")
        };
        self.reject(row, column, reason);
        None
    }

    /// The first of the rows with the same time is kept, the others are named.
    fn without_duplicates<'r>(&mut self, places: Vec<Place<'r>>) -> Vec<Place<'r>> {
        let mut kept: Vec<Place<'r>> = Vec::with_capacity(places.len());
        for place in places {
            match kept.last() {
                Some(before) if (before.series, before.time) == (place.series, place.time) => {
                    let reason = format!(
                        "{} already stands in row {}; keep one of the two rows",
                        written(place.time),
                        before.row.number
                    );
                    self.reject(place.row, self.mapping.date_column, reason);
                }
                _ => kept.push(place),
            }
        }
        kept
    }

    fn wide(&mut self, places: &[Place<'_>]) -> Vec<ParsedSeries> {
        let mapping = self.mapping;
        mapping
            .values
            .iter()
            .filter_map(|value| {
                self.build(
                    value.code.trim(),
                    value.name.clone(),
                    value.unit.clone(),
                    value.column,
                    places,
                )
            })
            .collect()
    }

    fn long(&mut self, codes: &[String], places: &[Place<'_>]) -> Vec<ParsedSeries> {
        let value = &self.mapping.values[0];
        places
            .chunk_by(|a, b| a.series == b.series)
            .filter_map(|places| {
                let code = &codes[places[0].series];
                self.build(
                    code,
                    value.name.clone(),
                    value.unit.clone(),
                    value.column,
                    places,
                )
            })
            .collect()
    }

    /// The series of one column. Missing values before the first and after the last value are left out:
    /// there the series did not exist yet or any more.
    fn build(
        &mut self,
        code: &str,
        name: Option<String>,
        unit: Option<Unit>,
        column: usize,
        places: &[Place<'_>],
    ) -> Option<ParsedSeries> {
        let mut times = Vec::with_capacity(places.len());
        let mut values = Vec::with_capacity(places.len());
        for place in places {
            match numbers::value(place.row.cell(column), self.mapping.decimal_mark) {
                Ok(value) => {
                    times.push(place.time);
                    values.push(value);
                }
                Err(reason) => self.reject(place.row, column, reason),
            }
        }
        let (Some(first), Some(last)) = (
            values.iter().position(|value: &f64| !value.is_nan()),
            values.iter().rposition(|value| !value.is_nan()),
        ) else {
            self.notes
                .push(format!("{code} has no values and is left out"));
            return None;
        };
        let series = Series::new(times[first..=last].to_vec(), values[first..=last].to_vec())
            .expect("times are sorted and distinct, values finite");
        let frequency = self.mapping.frequency.unwrap_or_else(|| series.frequency());
        if let Err(error) = series.regularise(frequency) {
            self.notes
                .push(format!("{code} is not {frequency}: {error}"));
        }
        Some(ParsedSeries {
            code: code.to_owned(),
            name,
            unit,
            frequency,
            series,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::files::dates::DateFormat;
    use crate::files::mapping::{Mapping, ValueColumn};
    use crate::files::numbers::DecimalMark;

    #[test]
    fn a_mapping_that_does_not_fit_is_refused_by_pointer() {
        let mapping = Mapping {
            sheet: None,
            delimiter: None,
            first_data_row: 2,
            date_column: 0,
            date_format: DateFormat::Iso,
            id_column: None,
            values: vec![
                ValueColumn {
                    column: 0,
                    code: String::new(),
                    name: None,
                    unit: None,
                },
                ValueColumn {
                    column: 9,
                    code: "a".to_owned(),
                    name: None,
                    unit: None,
                },
            ],
            decimal_mark: DecimalMark::Point,
            frequency: None,
            time_zone: Some("Mars/Olympus".to_owned()),
        };
        let error = read(b"Date,Price\n2024-01-01,1\n", &mapping)
            .unwrap_err()
            .to_string();
        for part in [
            "column A is already the date column",
            "no column 9",
            "no code",
            "Mars/Olympus",
        ] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}
