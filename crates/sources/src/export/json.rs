//! JSON: an envelope with title, source, as-of date and notes around columns; null for missing.

use super::{ColumnData, ExportError, Table};
use prospect_series::time::written;
use serde_json::{Map, Value, json};

pub(super) fn write(table: &Table) -> Result<Vec<u8>, ExportError> {
    let columns: Vec<Value> = table
        .columns()
        .iter()
        .map(|column| {
            let (kind, values) = values(&column.data);
            json!({ "name": column.name, "unit": column.unit, "kind": kind, "values": values })
        })
        .collect();
    let notes: Map<String, Value> = table
        .about
        .notes
        .iter()
        .map(|(key, text)| (key.clone(), Value::from(text.as_str())))
        .collect();
    let envelope = json!({
        "title": table.title,
        "source": table.about.source,
        "as_of": table.about.as_of.map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        "notes": notes,
        "rows": table.rows(),
        "columns": columns,
    });
    serde_json::to_vec(&envelope).map_err(|error| ExportError::Write(error.to_string()))
}

fn values(data: &ColumnData) -> (&'static str, Value) {
    match data {
        // serde_json writes NaN as null.
        ColumnData::Numbers(values) => ("number", json!(values)),
        ColumnData::Integers(values) => ("integer", json!(values)),
        ColumnData::Texts(values) => ("text", json!(values)),
        ColumnData::Times(values) => (
            "time",
            values
                .iter()
                .map(|time| Value::from(written(*time)))
                .collect(),
        ),
    }
}
