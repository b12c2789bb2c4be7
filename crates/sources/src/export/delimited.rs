//! CSV: one header line, commas, points, ISO dates, empty for missing, numbers with all their digits.

use super::{ColumnData, ExportError, Table};
use prospect_series::time::written;

pub(super) fn write(table: &Table) -> Result<Vec<u8>, ExportError> {
    let failed = |error: csv::Error| ExportError::Write(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(table.columns().iter().map(super::Column::heading))
        .map_err(failed)?;
    for row in 0..table.rows() {
        let fields = table.columns().iter().map(|column| match &column.data {
            ColumnData::Numbers(values) if values[row].is_nan() => String::new(),
            ColumnData::Numbers(values) => values[row].to_string(),
            ColumnData::Integers(values) => {
                values[row].map_or_else(String::new, |value| value.to_string())
            }
            ColumnData::Texts(values) => values[row].as_deref().map_or_else(String::new, harmless),
            ColumnData::Times(values) => written(values[row]),
        });
        writer.write_record(fields).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Write(error.to_string()))
}

/// A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
/// read as "this is text".
fn harmless(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
