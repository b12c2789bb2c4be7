//! From a document to a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value};

use super::path::{Step, pointer, written};
use super::{BookError, FIELDS, HELP, PERIODS};

/// Most characters of a cell.
const MAX_TEXT: usize = 32_767;
/// Largest integer that a cell holds exactly.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;
const MAX_SHEET_NAME: usize = 31;

/// Fields to offer in sheets beside those the document has: the section, and its dotted fields.
pub type Columns = Vec<(String, Vec<String>)>;

/// A field of an entry: its path, whether it has a value per period, and its values.
type Field<'a> = (Vec<Step>, bool, Vec<&'a Value>);

/// A column, or for a value per period as many columns as there are periods.
#[derive(PartialEq)]
struct Heading {
    name: String,
    is_per_period: bool,
}

/// The bytes of an XLSX file with everything `document` says; equal documents give equal files. `labels` are the names of
/// the periods; `offered` are empty columns for fields that the document leaves out.
pub fn write(document: &Value, labels: &[String], offered: &Columns) -> Result<Vec<u8>, BookError> {
    let Value::Object(map) = document else {
        return Err(unwritable(&[], "a document is an object"));
    };
    check(document, &mut Vec::new())?;
    build(map, labels, offered).map_err(|error| BookError::Write(error.to_string()))
}

fn unwritable(path: &[Step], reason: &str) -> BookError {
    BookError::Unwritable {
        pointer: pointer(path),
        reason: reason.to_owned(),
    }
}

fn check(value: &Value, path: &mut Vec<Step>) -> Result<(), BookError> {
    match value {
        Value::Null => Err(unwritable(
            path,
            "null is not a value of a cell; leave it out",
        )),
        Value::Number(number) => {
            let exact = number.is_f64()
                || number
                    .as_f64()
                    .is_some_and(|value| value.abs() <= MAX_INTEGER);
            if exact {
                Ok(())
            } else {
                Err(unwritable(path, "a cell holds integers up to 2^53 exactly"))
            }
        }
        Value::String(text) if text.chars().count() >= MAX_TEXT => {
            Err(unwritable(path, "a cell holds 32,767 characters at most"))
        }
        Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Array(values) => values.iter().enumerate().try_for_each(|(k, value)| {
            path.push(Step::Index(k));
            let checked = check(value, path);
            path.pop();
            checked
        }),
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            if key.trim() != key {
                return Err(unwritable(
                    path,
                    "a field's name begins or ends with a space",
                ));
            }
            path.push(Step::Key(key.clone()));
            let checked = check(value, path);
            path.pop();
            checked
        }),
    }
}

fn is_sheet(key: &str, value: &Value) -> bool {
    let is_table = value.as_array().is_some_and(|rows| {
        !rows.is_empty()
            && rows
                .iter()
                .all(|row| row.as_object().is_some_and(|row| !row.is_empty()))
    });
    let is_name = key.chars().count() <= MAX_SHEET_NAME
        && key.chars().all(|c| c.is_alphanumeric() || c == '_')
        && ![FIELDS, PERIODS, HELP, "history"]
            .iter()
            .any(|taken| taken.eq_ignore_ascii_case(key));
    is_table && is_name
}

/// Every value of a document that a cell holds, in order.
fn fields<'a>(value: &'a Value, periods: usize, path: &mut Vec<Step>, into: &mut Vec<Field<'a>>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                path.push(Step::Key(key.clone()));
                fields(value, periods, path, into);
                path.pop();
            }
        }
        Value::Array(values) if !values.is_empty() => {
            let is_plain = values
                .iter()
                .all(|value| !value.is_array() && !value.is_object());
            if is_plain && values.len() == periods {
                into.push((path.clone(), true, values.iter().collect()));
                return;
            }
            for (k, value) in values.iter().enumerate() {
                path.push(Step::Index(k));
                fields(value, periods, path, into);
                path.pop();
            }
        }
        _ => into.push((path.clone(), false, vec![value])),
    }
}

struct Styles {
    heading: Format,
    plain: Format,
}

fn build(
    map: &Map<String, Value>,
    labels: &[String],
    offered: &Columns,
) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles {
        heading: Format::new().set_bold().set_background_color("#E7EDF3"),
        plain: Format::new(),
    };
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let mut outside = Vec::new();
    for (key, value) in map {
        if !is_sheet(key, value) {
            fields(
                value,
                labels.len(),
                &mut vec![Step::Key(key.clone())],
                &mut outside,
            );
        }
    }
    fields_sheet(workbook.add_worksheet(), &outside, offered, &styles)?;
    periods_sheet(workbook.add_worksheet(), &outside, labels, &styles)?;
    for (key, value) in map {
        if is_sheet(key, value) {
            let offered = offered.iter().find(|(section, _)| section == key);
            let extra = offered.map_or(&[][..], |(_, columns)| columns);
            let rows = value.as_array().map_or(&[][..], Vec::as_slice);
            table_sheet(workbook.add_worksheet(), key, rows, labels, extra, &styles)?;
        }
    }
    for (key, columns) in offered {
        if !key.is_empty() && !map.get(key).is_some_and(|value| is_sheet(key, value)) {
            table_sheet(workbook.add_worksheet(), key, &[], labels, columns, &styles)?;
        }
    }
    help_sheet(workbook.add_worksheet())?;
    workbook.save_to_buffer()
}

fn fields_sheet(
    sheet: &mut Worksheet,
    fields: &[Field<'_>],
    offered: &Columns,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(FIELDS)?;
    sheet.set_column_width(0, 32)?;
    sheet.set_column_width(1, 60)?;
    for (column, text) in (0..).zip(["Field", "Value"]) {
        sheet.write_string_with_format(0, column, text, &styles.heading)?;
    }
    let mut row = 1;
    let mut named = Vec::new();
    for (path, _, values) in fields.iter().filter(|(_, is_per_period, _)| !is_per_period) {
        let name = written(path);
        sheet.write_string(row, 0, &name)?;
        for value in values {
            cell(sheet, row, 1, value, &styles.plain)?;
        }
        named.push(name);
        row += 1;
    }
    let extra = offered.iter().find(|(section, _)| section.is_empty());
    for name in extra.map_or(&[][..], |(_, names)| names) {
        if !named.contains(name) {
            sheet.write_string(row, 0, name)?;
            row += 1;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn periods_sheet(
    sheet: &mut Worksheet,
    fields: &[Field<'_>],
    labels: &[String],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(PERIODS)?;
    sheet.set_column_width(0, 32)?;
    sheet.write_string_with_format(0, 0, "Field", &styles.heading)?;
    for (column, place) in (1_u16..).zip(1..=labels.len()) {
        sheet.write_string_with_format(0, column, format!("period {place}"), &styles.heading)?;
    }
    let per_period = fields.iter().filter(|(_, is_per_period, _)| *is_per_period);
    for (row, (path, _, values)) in (1..).zip(per_period) {
        sheet.write_string(row, 0, written(path))?;
        for (column, value) in (1..).zip(values) {
            cell(sheet, row, column, value, &styles.plain)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn table_sheet(
    sheet: &mut Worksheet,
    name: &str,
    rows: &[Value],
    labels: &[String],
    offered: &[String],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let entries: Vec<Vec<Field<'_>>> = rows
        .iter()
        .map(|row| {
            let mut into = Vec::new();
            fields(row, labels.len(), &mut Vec::new(), &mut into);
            into
        })
        .collect();
    let mut headings: Vec<Heading> = Vec::new();
    let named = entries
        .iter()
        .flatten()
        .map(|(path, is_per_period, _)| Heading {
            name: written(path),
            is_per_period: *is_per_period,
        });
    // A field ending in `[]` is offered with a column for each period.
    let empty = offered.iter().map(|name| Heading {
        name: name.trim_end_matches("[]").to_owned(),
        is_per_period: name.ends_with("[]"),
    });
    for heading in named.chain(empty) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    // Wide fields stand last, so that the others are seen at once.
    headings.sort_by_key(|heading| heading.is_per_period);
    let width = |heading: &Heading| {
        if heading.is_per_period {
            labels.len()
        } else {
            1
        }
    };
    let mut starts = Vec::with_capacity(headings.len());
    let mut next = 0_usize;
    for heading in &headings {
        starts.push(next);
        // A field without periods has one column, and no label over it.
        let marks: Vec<&str> = if heading.is_per_period {
            labels.iter().map(String::as_str).collect()
        } else {
            vec![""]
        };
        for (k, label) in marks.into_iter().enumerate() {
            let at = column(next + k)?;
            sheet.write_string_with_format(0, at, &heading.name, &styles.heading)?;
            sheet.write_string_with_format(1, at, label, &styles.heading)?;
            sheet.set_column_width(at, if heading.is_per_period { 11 } else { 18 })?;
        }
        next += width(heading);
    }
    for (row, entry) in (2..).zip(&entries) {
        for (path, is_per_period, values) in entry {
            let heading = Heading {
                name: written(path),
                is_per_period: *is_per_period,
            };
            let place = headings.iter().position(|other| *other == heading);
            let start = starts[place.expect("every field of an entry has a heading")];
            for (k, value) in values.iter().enumerate() {
                cell(sheet, row, column(start + k)?, value, &styles.plain)?;
            }
        }
    }
    sheet.set_freeze_panes(2, 1)?;
    Ok(())
}

fn column(at: usize) -> Result<u16, XlsxError> {
    u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}

fn cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Bool(value) => sheet.write_boolean(row, column, *value)?,
        Value::Number(number) => {
            let value = number.as_f64().unwrap_or(f64::NAN);
            sheet.write_number_with_format(row, column, value, format)?
        }
        Value::String(text) => sheet.write_string(row, column, marked(text))?,
        // Only empty ones are left as leaves.
        Value::Array(_) => sheet.write_string(row, column, "[]")?,
        Value::Object(_) => sheet.write_string(row, column, "{}")?,
        Value::Null => sheet,
    };
    Ok(())
}

/// A text that a cell would lose or that means something else there begins with a backslash.
fn marked(text: &str) -> String {
    let is_special =
        text.trim().is_empty() || text == "[]" || text == "{}" || text.starts_with('\\');
    if is_special {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

fn help_sheet(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(HELP)?;
    sheet.set_column_width(0, 110)?;
    let lines = [
        "How to fill this workbook in. Nothing is read from this sheet.",
        "Scenario: one field per row. An empty value is left out.",
        "Periods: fields with a value per period; periods.labels names the periods.",
        "The other sheets hold one entry per row. Row 1 names the field, row 2 the period of a field with a value per period.",
        "A field may have one value for all periods (the column without a period) or one for each, not both.",
        "In a row that has values per period every period needs one: write 0 for none.",
        "Rates are decimals per year: 0.08, or 8% in a cell formatted as a percentage.",
        "Formulas are read as the values that the spreadsheet program stored.",
        "Empty rows and columns are passed over. A sheet that is not needed may be deleted; a new sheet is a new section.",
        "Numbered names such as plus[0], plus[1] are the entries of a list; add columns for more.",
    ];
    for (row, line) in (0..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    Ok(())
}
