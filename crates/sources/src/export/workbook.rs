//! Excel: the table on the first sheet with a fixed heading row, the facts on a second sheet "About".

use super::{Column, ColumnData, ExportError, Table, all_midnights};
use chrono::{Datelike, NaiveDate};
use prospect_series::Timestamp;
use prospect_series::time::written;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Rows of a worksheet below the heading.
const MAX_ROWS: usize = 1_048_575;
/// Characters of a sheet name.
const MAX_SHEET_NAME: usize = 31;
/// Excel counts days from 1900 and believes in a 29 February 1900; earlier dates are written as text.
const FIRST_DATE: (i32, u32, u32) = (1900, 3, 1);
const ABOUT: &str = "About";

pub(super) fn write(table: &Table) -> Result<Vec<u8>, ExportError> {
    if table.rows() > MAX_ROWS {
        return Err(ExportError::TooManyRows {
            rows: table.rows(),
            limit: MAX_ROWS,
        });
    }
    build(table).map_err(|error| ExportError::Write(error.to_string()))
}

fn build(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let bold = Format::new().set_bold();
    let mut workbook = Workbook::new();
    // Without a stated time the library would write the clock's; equal tables shall be equal files.
    let created = table.about.as_of.and_then(excel_time);
    let created = created.unwrap_or(ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&table.title)
            .set_creation_datetime(&created),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    for (column, at) in table.columns().iter().zip(0_u16..) {
        sheet.write_with_format(0, at, column.heading(), &bold)?;
        sheet.set_column_width(at, width(column))?;
        write_column(sheet, at, &column.data)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let about = workbook.add_worksheet();
    about.set_name(ABOUT)?;
    about.set_column_width(0, 22)?;
    about.set_column_width(1, 80)?;
    let mut facts = table.facts();
    facts.push(("time".to_owned(), "all times are UTC".to_owned()));
    for column in table.columns() {
        if let Some(unit) = &column.unit {
            facts.push((format!("unit of {}", column.name), unit.to_string()));
        }
    }
    for ((key, text), row) in facts.into_iter().zip(0..) {
        about.write_with_format(row, 0, key, &bold)?;
        about.write(row, 1, text)?;
    }
    workbook.save_to_buffer()
}

fn write_column(sheet: &mut Worksheet, at: u16, data: &ColumnData) -> Result<(), XlsxError> {
    match data {
        ColumnData::Numbers(values) => {
            for (value, row) in values.iter().zip(1..).filter(|(value, _)| !value.is_nan()) {
                sheet.write_number(row, at, *value)?;
            }
        }
        ColumnData::Integers(values) => {
            for (value, row) in values.iter().zip(1..) {
                if let Some(value) = value {
                    sheet.write_number(row, at, *value as f64)?;
                }
            }
        }
        ColumnData::Texts(values) => {
            for (value, row) in values.iter().zip(1..) {
                if let Some(value) = value {
                    sheet.write_string(row, at, value)?;
                }
            }
        }
        ColumnData::Times(times) => write_times(sheet, at, times)?,
    }
    Ok(())
}

/// All as dates or, when one is too early for Excel, all as text.
fn write_times(sheet: &mut Worksheet, at: u16, times: &[Timestamp]) -> Result<(), XlsxError> {
    let pattern = if all_midnights(times) {
        "yyyy-mm-dd"
    } else {
        "yyyy-mm-dd hh:mm:ss"
    };
    let format = Format::new().set_num_format(pattern);
    let cells: Option<Vec<ExcelDateTime>> = times.iter().map(|time| excel_time(*time)).collect();
    match cells {
        Some(cells) => {
            for (cell, row) in cells.iter().zip(1..) {
                sheet.write_datetime_with_format(row, at, cell, &format)?;
            }
        }
        None => {
            for (time, row) in times.iter().zip(1..) {
                sheet.write_string(row, at, written(*time))?;
            }
        }
    }
    Ok(())
}

fn excel_time(time: Timestamp) -> Option<ExcelDateTime> {
    let (year, month, day) = FIRST_DATE;
    if time.date_naive() < NaiveDate::from_ymd_opt(year, month, day)? {
        return None;
    }
    let (hour, minute, second) = (
        chrono::Timelike::hour(&time),
        chrono::Timelike::minute(&time),
        chrono::Timelike::second(&time),
    );
    ExcelDateTime::from_ymd(
        u16::try_from(time.year()).ok()?,
        u8::try_from(time.month()).ok()?,
        u8::try_from(time.day()).ok()?,
    )
    .ok()?
    .and_hms(
        u16::try_from(hour).ok()?,
        u8::try_from(minute).ok()?,
        u32::min(second, 59),
    )
    .ok()
}

fn width(column: &Column) -> f64 {
    let heading = column.heading().chars().count();
    let least = if matches!(column.data, ColumnData::Times(_)) {
        12
    } else {
        10
    };
    heading.clamp(least, 40) as f64 + 2.0
}

/// A title without the characters that sheet names must not have.
fn sheet_name(title: &str) -> String {
    let name: String = title
        .chars()
        .map(|c| {
            if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .take(MAX_SHEET_NAME)
        .collect();
    let name = name.trim().trim_matches('\'');
    match name.to_lowercase().as_str() {
        "" | "about" | "history" => "Table".to_owned(),
        _ => name.to_owned(),
    }
}
