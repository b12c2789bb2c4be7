//! Parquet: typed columns, the unit in each field's metadata, the facts in the file's metadata.
//! Days are dates; times of day are timestamps in UTC.

use super::{ColumnData, ExportError, Table, all_midnights};
use arrow::array::{
    ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::collections::HashMap;
use std::sync::Arc;

const DAY_S: i64 = 86_400;

pub(super) fn write(table: &Table) -> Result<Vec<u8>, ExportError> {
    let arrays: Vec<ArrayRef> = table
        .columns()
        .iter()
        .map(|column| array(&column.data))
        .collect::<Result<_, _>>()?;
    let fields: Vec<Field> = table
        .columns()
        .iter()
        .zip(&arrays)
        .map(|(column, array)| {
            let field = Field::new(&column.name, array.data_type().clone(), true);
            match &column.unit {
                Some(unit) => {
                    field.with_metadata(HashMap::from([("unit".to_owned(), unit.to_string())]))
                }
                None => field,
            }
        })
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays)
        .map_err(|error| ExportError::Write(error.to_string()))?;
    let facts = table
        .facts()
        .into_iter()
        .map(|(key, text)| KeyValue::new(key, text))
        .collect();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("prospect ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(facts))
        .build();
    let failed = |error: parquet::errors::ParquetError| ExportError::Write(error.to_string());
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties)).map_err(failed)?;
    writer.write(&batch).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(bytes)
}

fn array(data: &ColumnData) -> Result<ArrayRef, ExportError> {
    Ok(match data {
        ColumnData::Numbers(values) => Arc::new(
            values
                .iter()
                .map(|value| (!value.is_nan()).then_some(*value))
                .collect::<Float64Array>(),
        ),
        ColumnData::Integers(values) => Arc::new(values.iter().copied().collect::<Int64Array>()),
        ColumnData::Texts(values) => {
            Arc::new(values.iter().map(Option::as_deref).collect::<StringArray>())
        }
        ColumnData::Times(times) if all_midnights(times) => {
            let days: Vec<i32> = times
                .iter()
                .map(|time| i32::try_from(time.timestamp().div_euclid(DAY_S)))
                .collect::<Result<_, _>>()
                .map_err(|error| ExportError::Write(error.to_string()))?;
            Arc::new(Date32Array::from(days))
        }
        ColumnData::Times(times) => Arc::new(
            TimestampMicrosecondArray::from_iter_values(
                times.iter().map(chrono::DateTime::timestamp_micros),
            )
            .with_timezone("UTC"),
        ),
    })
}
