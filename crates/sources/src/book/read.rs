//! From a workbook to a document. Every fault is found at once, each at its cell.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::path::{Step, parsed, pointer};
use super::{Book, BookError, BookFault, FIELDS, HELP, PERIODS, Place};
use crate::files::cell::Cell;
use crate::files::grid::{Grid, Row};
use crate::files::workbook::Workbook;

/// Largest float whose neighbours are no further than 1 apart.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;
/// Entries that a field's name may make at once.
const MAX_GAP: usize = 10_000;

/// The document that a workbook written by [`super::write`] or filled in by people holds.
pub fn read(bytes: &[u8]) -> Result<Book, BookError> {
    let mut workbook = Workbook::open(bytes)?;
    let mut reader = Reader {
        root: Value::Object(Map::new()),
        places: BTreeMap::new(),
        faults: Vec::new(),
        labels: Vec::new(),
    };
    let sheets = workbook.sheets();
    for name in [FIELDS, PERIODS] {
        if sheets.iter().any(|sheet| sheet == name) {
            let grid = workbook.grid(name)?;
            reader.fields(name, &grid);
        }
    }
    for name in sheets
        .iter()
        .filter(|name| ![FIELDS, PERIODS, HELP].contains(&name.as_str()))
    {
        let grid = workbook.grid(name)?;
        reader.table(name, &grid);
    }
    reader.check_gaps();
    if reader.faults.is_empty() {
        Ok(Book {
            document: reader.root,
            places: reader.places,
        })
    } else {
        Err(BookError::Faults(reader.faults))
    }
}

struct Reader {
    root: Value,
    places: BTreeMap<String, Place>,
    faults: Vec<BookFault>,
    /// Names of the periods, from the sheet of them.
    labels: Vec<String>,
}

/// A column, or the columns of a value per period.
struct Field {
    path: Vec<Step>,
    columns: Vec<usize>,
    is_per_period: bool,
}

impl Reader {
    fn fault(&mut self, sheet: &str, row: u32, column: usize, message: impl Into<String>) {
        let place = Place {
            sheet: sheet.to_owned(),
            row,
            column,
        };
        self.faults.push(BookFault {
            place,
            message: message.into(),
        });
    }

    /// `Scenario` and `Periods`: a field per row.
    fn fields(&mut self, sheet: &str, grid: &Grid) {
        let has_periods = sheet == PERIODS;
        for row in grid.rows.iter().filter(|row| row.number > 1) {
            let name = row.cell(0).shown().into_owned();
            let last = row
                .cells
                .iter()
                .rposition(|cell| !cell.is_blank())
                .unwrap_or(0);
            if last == 0 {
                continue;
            }
            let Some(path) = parsed(&name) else {
                self.fault(
                    sheet,
                    row.number,
                    0,
                    format!("{name:?} is no name of a field, such as discount.rate"),
                );
                continue;
            };
            if !has_periods {
                if let Some(value) = self.value(sheet, row, 1) {
                    self.put(&path, value, sheet, row.number, 1);
                }
                continue;
            }
            let is_labels = name == "periods.labels";
            let count = if is_labels {
                last
            } else {
                last.max(self.labels.len())
            };
            let columns: Vec<usize> = (1..=count).collect();
            if let Some(values) = self.list(sheet, row, &path, &columns)
                && is_labels
            {
                self.labels = values;
            }
        }
    }

    /// A list of tables: a row per entry.
    fn table(&mut self, sheet: &str, grid: &Grid) {
        let empty = Row {
            number: 0,
            cells: Vec::new(),
        };
        let at = |number: u32| {
            grid.rows
                .iter()
                .find(|row| row.number == number)
                .unwrap_or(&empty)
        };
        let (names, labels) = (at(1), at(2));
        let fields = self.headings(sheet, names, labels, grid.columns);
        let entries = grid
            .rows
            .iter()
            .filter(|row| row.number > 2 && row.filled() > 0);
        for (entry, row) in entries.enumerate() {
            let prefix = [Step::Key(sheet.to_owned()), Step::Index(entry)];
            let first = row
                .cells
                .iter()
                .position(|cell| !cell.is_blank())
                .unwrap_or(0);
            let place = Place {
                sheet: sheet.to_owned(),
                row: row.number,
                column: first,
            };
            self.places.insert(pointer(&prefix), place);
            for field in &fields {
                let path = [&prefix[..], &field.path].concat();
                let is_filled = |column: &usize| !row.cell(*column).is_blank();
                if !field.columns.iter().any(is_filled) {
                    continue;
                }
                if field.is_per_period {
                    self.list(sheet, row, &path, &field.columns);
                } else if let Some(value) = self.value(sheet, row, field.columns[0]) {
                    self.put(&path, value, sheet, row.number, field.columns[0]);
                }
            }
            for (column, cell) in row.cells.iter().enumerate() {
                if !cell.is_blank() && names.cell(column).is_blank() {
                    self.fault(
                        sheet,
                        row.number,
                        column,
                        "the column has no heading in row 1",
                    );
                }
            }
        }
    }

    fn headings(&mut self, sheet: &str, names: &Row, labels: &Row, width: usize) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for column in 0..width {
            let name = names.cell(column).shown().into_owned();
            if name.is_empty() {
                continue;
            }
            let Some(path) = parsed(&name) else {
                self.fault(
                    sheet,
                    1,
                    column,
                    format!("{name:?} is no name of a field, such as amount.unit"),
                );
                continue;
            };
            let label = labels.cell(column).shown().into_owned();
            let is_per_period = !label.is_empty();
            let known = fields
                .iter_mut()
                .find(|field| field.path == path && field.is_per_period == is_per_period);
            let mut place = 0;
            match known {
                Some(field) if is_per_period => {
                    place = field.columns.len();
                    field.columns.push(column);
                }
                Some(_) => self.fault(
                    sheet,
                    1,
                    column,
                    format!("the column {name} is there twice"),
                ),
                None => fields.push(Field {
                    path,
                    columns: vec![column],
                    is_per_period,
                }),
            }
            if is_per_period {
                match self.labels.get(place).cloned() {
                    Some(expected) if expected == label => {}
                    Some(expected) => self.fault(
                        sheet,
                        2,
                        column,
                        format!("the period is {label:?}; {expected:?} comes here by the sheet {PERIODS}"),
                    ),
                    None => self.fault(
                        sheet,
                        2,
                        column,
                        format!("the period {label:?} is not among the {} of the sheet {PERIODS}", self.labels.len()),
                    ),
                }
            }
        }
        for field in &fields {
            if field.is_per_period && field.columns.len() < self.labels.len() {
                let missing = self.labels[field.columns.len()].clone();
                let column = field.columns[0];
                let name = super::path::written(&field.path);
                self.fault(
                    sheet,
                    2,
                    column,
                    format!("{name} has no column for the period {missing:?}"),
                );
            }
        }
        fields
    }

    /// Puts a value per period; their texts when all are there.
    fn list(
        &mut self,
        sheet: &str,
        row: &Row,
        path: &[Step],
        columns: &[usize],
    ) -> Option<Vec<String>> {
        let mut texts = Vec::with_capacity(columns.len());
        let mut values = Vec::with_capacity(columns.len());
        for &column in columns {
            if row.cell(column).is_blank() {
                self.fault(
                    sheet,
                    row.number,
                    column,
                    format!(
                        "{} has no value here; write 0 where there is none",
                        super::path::written(path)
                    ),
                );
                continue;
            }
            if let Some(value) = self.value(sheet, row, column) {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), |text| text.trim().to_owned());
                texts.push(text);
                values.push(value);
            }
        }
        if values.len() != columns.len() {
            return None;
        }
        let base = pointer(path);
        for (k, &column) in columns.iter().enumerate() {
            let place = Place {
                sheet: sheet.to_owned(),
                row: row.number,
                column,
            };
            self.places.insert(format!("{base}/{k}"), place);
        }
        self.put(path, Value::Array(values), sheet, row.number, columns[0]);
        Some(texts)
    }

    fn value(&mut self, sheet: &str, row: &Row, column: usize) -> Option<Value> {
        Some(match row.cell(column) {
            Cell::Empty => return None,
            Cell::Text(text) if text.trim().is_empty() => return None,
            Cell::Text(text) => match text.as_str() {
                "[]" => Value::Array(Vec::new()),
                "{}" => Value::Object(Map::new()),
                text => Value::from(text.strip_prefix('\\').unwrap_or(text)),
            },
            Cell::Number(number) => number_value(*number),
            Cell::Boolean(value) => Value::from(*value),
            Cell::Local(time) | Cell::Instant(time) if time.time() == chrono::NaiveTime::MIN => {
                Value::from(time.date().to_string())
            }
            Cell::Local(time) | Cell::Instant(time) => {
                Value::from(time.format("%Y-%m-%dT%H:%M:%S").to_string())
            }
            Cell::Error(text) => {
                let message = format!("the cell shows the error {text}");
                self.fault(sheet, row.number, column, message);
                return None;
            }
        })
    }

    fn put(&mut self, path: &[Step], value: Value, sheet: &str, row: u32, column: usize) {
        let place = Place {
            sheet: sheet.to_owned(),
            row,
            column,
        };
        match slot(&mut self.root, path) {
            Ok(slot) if slot.is_null() => {
                *slot = value;
                self.places.insert(pointer(path), place);
            }
            Ok(_) => {
                let name = super::path::written(path);
                self.fault(
                    sheet,
                    row,
                    column,
                    format!("{name} has a value already, in another cell"),
                );
            }
            Err(message) => self.fault(sheet, row, column, message),
        }
    }

    /// Numbered lists have all their entries.
    fn check_gaps(&mut self) {
        let mut gaps = Vec::new();
        find_gaps(&self.root, &mut String::new(), &mut gaps);
        for gap in gaps {
            let list = &gap[..gap.rfind('/').unwrap_or(0)];
            let below = format!("{list}/");
            let near = self.places.range(below.clone()..).next();
            if let Some((_, place)) = near.filter(|(key, _)| key.starts_with(&below)) {
                let place = place.clone();
                let message = format!("the list {list} has no entry {}", &gap[list.len() + 1..]);
                self.faults.push(BookFault { place, message });
            }
        }
    }
}

fn find_gaps(value: &Value, at: &mut String, gaps: &mut Vec<String>) {
    let length = at.len();
    let mut go = |step: &str, value: &Value, gaps: &mut Vec<String>| {
        at.push('/');
        at.push_str(step);
        if value.is_null() {
            gaps.push(at.clone());
        } else {
            find_gaps(value, at, gaps);
        }
        at.truncate(length);
    };
    match value {
        Value::Array(values) => {
            for (k, value) in values.iter().enumerate() {
                go(&k.to_string(), value, gaps);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                go(&key.replace('~', "~0").replace('/', "~1"), value, gaps);
            }
        }
        _ => {}
    }
}

/// The place of a path in the document, made where it is not there yet; null when it is free.
fn slot<'a>(root: &'a mut Value, path: &[Step]) -> Result<&'a mut Value, String> {
    let mut at = root;
    for (depth, step) in path.iter().enumerate() {
        let clash = || {
            let name = super::path::written(&path[..depth]);
            format!("{name} is a value and a table at once")
        };
        at = match step {
            Step::Key(key) => {
                if at.is_null() {
                    *at = Value::Object(Map::new());
                }
                let map = at.as_object_mut().ok_or_else(clash)?;
                map.entry(key.clone()).or_insert(Value::Null)
            }
            Step::Index(index) => {
                if at.is_null() {
                    *at = Value::Array(Vec::new());
                }
                let list = at.as_array_mut().ok_or_else(clash)?;
                if *index > list.len() + MAX_GAP {
                    return Err(format!("the list has no entries before {index}"));
                }
                if *index >= list.len() {
                    list.resize(index + 1, Value::Null);
                }
                &mut list[*index]
            }
        };
    }
    Ok(at)
}

/// Whole numbers are integers, as they would be typed.
fn number_value(number: f64) -> Value {
    let is_whole = number.fract() == 0.0
        && number.abs() < MAX_INTEGER
        && !(number == 0.0 && number.is_sign_negative());
    if is_whole {
        Value::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}
