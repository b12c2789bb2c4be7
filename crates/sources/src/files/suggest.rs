//! Guessing what the columns of a table mean. A guess is shown to a person and changed by them; the
//! strict read follows the mapping only.

use super::cell::Cell;
use super::dates::{self, DateFormat, Detected, Hint, Stamp};
use super::grid::{Grid, Row};
use super::headings::{self, Heading};
use super::limits::SAMPLE_ROWS;
use super::mapping::{Mapping, ValueColumn};
use super::numbers::{self, DecimalMark};
use super::zone;
use prospect_series::time::at_midnight;
use prospect_series::{Frequency, Timestamp};
use serde::{Deserialize, Serialize};

/// Headings of columns that name the series of a row.
const ID_HEADINGS: [&str; 14] = [
    "unique_id",
    "id",
    "series",
    "series_id",
    "code",
    "symbol",
    "ticker",
    "item_id",
    "indicator",
    "instrument",
    "commodity",
    "variable",
    "name",
    "key",
];
/// Headings of the value column of a long table, the likeliest first.
const VALUE_HEADINGS: [&str; 7] = [
    "y",
    "value",
    "obs_value",
    "price",
    "close",
    "settle",
    "amount",
];
/// Rows looked at to recognise columns of numbers, spread over the whole table.
const SPREAD_ROWS: usize = 1_000;

/// What a column seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Date,
    Number,
    Text,
    Empty,
}

pub(crate) struct Suggestion {
    /// Position of the first row of data among the rows.
    pub(crate) first: usize,
    pub(crate) headings: Vec<Heading>,
    pub(crate) kinds: Vec<ColumnKind>,
    pub(crate) mapping: Option<Mapping>,
    pub(crate) frequency: Option<Frequency>,
    pub(crate) warnings: Vec<String>,
}

/// Guesses the mapping of a table; `stem` is the file name without its extension, and `first_data_row`
/// and `decimal` are what the person already said.
pub(crate) fn suggest(
    grid: &Grid,
    stem: &str,
    first_data_row: Option<u32>,
    decimal: Option<DecimalMark>,
) -> Suggestion {
    let said = first_data_row.map(|number| grid.rows.partition_point(|row| row.number < number));
    let date = date_column(grid, said.unwrap_or(0));
    let first = said.unwrap_or_else(|| {
        date.map_or_else(
            || after_heading(grid),
            |(column, detected)| first_row(grid, column, detected.format),
        )
    });
    let headings = headings::headings(grid, first);
    let data = &grid.rows[first.min(grid.rows.len())..];
    let spread: Vec<&Row> = data.iter().step_by(data.len() / SPREAD_ROWS + 1).collect();
    let date_at = date.map(|(column, _)| column);
    let mut warnings = Vec::new();
    let decimal = decimal.unwrap_or_else(|| decimal_mark(&spread, date_at, &mut warnings));
    let kinds: Vec<ColumnKind> = (0..grid.columns)
        .map(|column| {
            if date_at == Some(column) {
                ColumnKind::Date
            } else {
                kind_of(&spread, column, decimal)
            }
        })
        .collect();
    let mut suggestion = Suggestion {
        first,
        headings,
        kinds,
        mapping: None,
        frequency: None,
        warnings,
    };
    match date {
        None => suggestion
            .warnings
            .push("no column of dates was recognised; choose one".to_owned()),
        Some((column, detected)) => suggestion.fill(data, column, detected, decimal, stem),
    }
    suggestion
}

/// The likeliest column of dates and its format.
fn date_column(grid: &Grid, from: usize) -> Option<(usize, Detected)> {
    let sample = &grid.rows[from.min(grid.rows.len())..];
    let sample = &sample[..sample.len().min(SAMPLE_ROWS)];
    let mut best: Option<(bool, usize, Detected)> = None;
    for column in 0..grid.columns {
        let cells: Vec<&Cell> = sample.iter().map(|row| row.cell(column)).collect();
        let named = grid.rows.iter().take(SAMPLE_ROWS).take(20).any(|row| {
            matches!(row.cell(column), Cell::Text(text) if headings::is_date_word(text) && text.len() < 40)
        });
        let hint = match (named, column) {
            (true, _) => Hint::Named,
            (false, 0) => Hint::FirstColumn,
            (false, _) => Hint::Nothing,
        };
        let Some(detected) = dates::detect(&cells, hint) else {
            continue;
        };
        let is_better = match &best {
            None => true,
            Some((best_named, _, best)) if named == *best_named => detected.count > best.count,
            Some((_, _, best)) if named => detected.count * 2 > best.count,
            Some((_, _, best)) => detected.count > best.count * 2,
        };
        if is_better {
            best = Some((named, column, detected));
        }
    }
    best.map(|(_, column, detected)| (column, detected))
}

/// The first row with a date that is followed by another, so that a date in a title is passed over.
fn first_row(grid: &Grid, column: usize, format: DateFormat) -> usize {
    let is_date = |row: &Row| format.read(row.cell(column)).is_some();
    let followed = grid
        .rows
        .windows(2)
        .position(|pair| is_date(&pair[0]) && is_date(&pair[1]));
    followed
        .or_else(|| grid.rows.iter().rposition(is_date))
        .unwrap_or(0)
}

/// Without dates: the row after the first that is all text.
fn after_heading(grid: &Grid) -> usize {
    let is_heading = |row: &Row| {
        row.filled() > 1
            && row.cells.iter().all(|cell| match cell {
                Cell::Text(text) => numbers::number(text, DecimalMark::Point).is_none(),
                cell => cell.is_blank(),
            })
    };
    grid.rows.iter().position(is_heading).map_or(0, |at| at + 1)
}

fn decimal_mark(rows: &[&Row], date: Option<usize>, warnings: &mut Vec<String>) -> DecimalMark {
    let texts = rows.iter().flat_map(|row| {
        row.cells
            .iter()
            .enumerate()
            .filter_map(move |(column, cell)| match cell {
                Cell::Text(text) if Some(column) != date => Some(text.as_str()),
                _ => None,
            })
    });
    let (mark, ambiguous) = numbers::detect(texts);
    if ambiguous {
        warnings.push(
            "every number can be read with a decimal point or a decimal comma; the point is assumed".to_owned(),
        );
    }
    mark
}

fn kind_of(rows: &[&Row], column: usize, decimal: DecimalMark) -> ColumnKind {
    let (mut numbers, mut others) = (0_usize, 0_usize);
    for row in rows {
        match numbers::value(row.cell(column), decimal) {
            Ok(value) if !value.is_nan() => numbers += 1,
            Ok(_) => {}
            Err(_) => others += 1,
        }
    }
    match (numbers, others) {
        (0, 0) => ColumnKind::Empty,
        (numbers, others) if numbers >= others => ColumnKind::Number,
        _ => ColumnKind::Text,
    }
}

impl Suggestion {
    fn fill(
        &mut self,
        data: &[Row],
        date: usize,
        detected: Detected,
        decimal: DecimalMark,
        stem: &str,
    ) {
        let numeric: Vec<usize> = (0..self.kinds.len())
            .filter(|&column| self.kinds[column] == ColumnKind::Number)
            .collect();
        let stamps: Vec<Option<Stamp>> = data
            .iter()
            .map(|row| detected.format.read(row.cell(date)))
            .collect();
        let times = times_of(stamps.iter().flatten().copied());
        let repeated = times.len() < stamps.iter().flatten().count();
        let id = self.id_column(date, repeated);
        if detected.ambiguous {
            self.warnings.push(format!(
                "day and month cannot be told apart; read as {} ({})",
                if detected.format == DateFormat::DayFirst {
                    "day first"
                } else {
                    "month first"
                },
                detected.format.example()
            ));
        }
        if repeated && id.is_none() {
            self.warnings
                .push("some dates stand in several rows and no column tells them apart".to_owned());
        }
        if stamps
            .iter()
            .flatten()
            .any(|stamp| zone::shows_clock(*stamp))
        {
            self.warnings.push(
                "the times have no offset; they are taken as UTC unless a time zone is chosen"
                    .to_owned(),
            );
        }
        self.frequency = Some(match id {
            None => Frequency::infer(&times),
            Some(id) => {
                let first_id = data.first().map(|row| row.cell(id).shown().into_owned());
                Frequency::infer(&times_of(data.iter().zip(&stamps).filter_map(
                    |(row, stamp)| {
                        (Some(row.cell(id).shown().as_ref()) == first_id.as_deref())
                            .then_some(*stamp)
                            .flatten()
                    },
                )))
            }
        });
        let values: Vec<ValueColumn> = match id {
            Some(id) => self.long_value(&numeric, id).into_iter().collect(),
            None => self.wide_values(&numeric, stem),
        };
        if values.is_empty() {
            self.warnings
                .push("no column of numbers was recognised; choose one".to_owned());
            return;
        }
        self.mapping = Some(Mapping {
            sheet: None,
            delimiter: None,
            first_data_row: data.first().map_or(1, |row| row.number),
            date_column: date,
            date_format: detected.format,
            id_column: id,
            values,
            decimal_mark: decimal,
            frequency: None,
            time_zone: None,
        });
    }

    fn lower_name(&self, column: usize) -> String {
        self.headings[column]
            .name
            .as_deref()
            .unwrap_or_default()
            .to_lowercase()
    }

    fn id_column(&self, date: usize, repeated: bool) -> Option<usize> {
        let by_name = ID_HEADINGS.iter().find_map(|wanted| {
            (0..self.kinds.len())
                .find(|&column| column != date && self.lower_name(column) == *wanted)
        });
        match by_name {
            Some(column) if repeated || self.lower_name(column) == "unique_id" => Some(column),
            _ if repeated => (0..self.kinds.len())
                .find(|&column| column != date && self.kinds[column] == ColumnKind::Text),
            _ => None,
        }
    }

    fn long_value(&self, numeric: &[usize], id: usize) -> Option<ValueColumn> {
        let named = VALUE_HEADINGS.iter().find_map(|wanted| {
            numeric
                .iter()
                .copied()
                .find(|&column| self.lower_name(column) == *wanted)
        });
        let column = named.or_else(|| numeric.iter().copied().find(|&column| column != id))?;
        Some(ValueColumn {
            column,
            code: String::new(),
            name: None,
            unit: self.headings[column].unit.clone(),
        })
    }

    fn wide_values(&self, numeric: &[usize], stem: &str) -> Vec<ValueColumn> {
        let stem_code = headings::slug(stem);
        let mut values: Vec<ValueColumn> = Vec::new();
        for &column in numeric {
            let heading = &self.headings[column];
            let name = heading.name.clone().filter(|name| !name.is_empty());
            let own = heading
                .code
                .clone()
                .or_else(|| name.as_deref().map(headings::slug));
            let code = match own {
                Some(own) if heading.is_generic() && numeric.len() > 1 => {
                    format!("{stem_code}-{own}")
                }
                Some(own) if !heading.is_generic() && !own.is_empty() => own,
                _ => stem_code.clone(),
            };
            let code = if code.is_empty() {
                format!("column-{}", column + 1)
            } else {
                code
            };
            let taken = values.iter().any(|value| value.code == code);
            values.push(ValueColumn {
                column,
                code: if taken {
                    format!("{code}-{}", column + 1)
                } else {
                    code
                },
                name,
                unit: heading.unit.clone(),
            });
        }
        values
    }
}

/// Distinct ascending times, as far as stamps tell them without a zone.
fn times_of(stamps: impl Iterator<Item = Stamp>) -> Vec<Timestamp> {
    let mut times: Vec<Timestamp> = stamps
        .map(|stamp| match stamp {
            Stamp::Date(date) => at_midnight(date),
            Stamp::Local(time) => time.and_utc(),
            Stamp::Instant(time) => time,
        })
        .collect();
    times.sort_unstable();
    times.dedup();
    times
}
