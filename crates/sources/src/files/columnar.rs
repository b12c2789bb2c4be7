//! Parquet files as rows of cells. Numbers become 64-bit floats, timestamps UTC when they carry a zone
//! and local times when not; nested columns are shown as text.

use super::FileError;
use super::cell::Cell;
use super::grid::Grid;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, SchemaRef, TimeUnit, TimestampMicrosecondType};
use bytes::Bytes;
use chrono::DateTime;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// The heading of each column, then all records, numbered from 1.
pub(crate) fn grid(bytes: &[u8]) -> Result<Grid, FileError> {
    let damaged = |error: String| FileError::Damaged(error);
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes))
        .map_err(|error| damaged(error.to_string()))?;
    let mut grid = Grid::default();
    grid.push(0, headings(builder.schema()))?;
    let reader = builder
        .build()
        .map_err(|error| damaged(error.to_string()))?;
    let mut number = 0_u32;
    for batch in reader {
        let batch = batch.map_err(|error| damaged(error.to_string()))?;
        let columns = columns(&batch)?;
        for row in 0..batch.num_rows() {
            number = number.saturating_add(1);
            grid.push(
                number,
                columns.iter().map(|column| column.cell(row)).collect(),
            )?;
        }
    }
    Ok(grid)
}

fn headings(schema: &SchemaRef) -> Vec<Cell> {
    schema
        .fields()
        .iter()
        .map(|field| match field.metadata().get("unit") {
            Some(unit) => Cell::Text(format!("{} ({unit})", field.name())),
            None => Cell::Text(field.name().clone()),
        })
        .collect()
}

/// A column of a batch in one of the forms that cells have.
pub(crate) enum Values {
    Numbers(ArrayRef),
    Local(ArrayRef),
    Instants(ArrayRef),
    Booleans(ArrayRef),
    Texts(ArrayRef),
    Nothing,
}

pub(crate) fn columns(batch: &RecordBatch) -> Result<Vec<Values>, FileError> {
    batch.columns().iter().map(Values::of).collect()
}

impl Values {
    pub(crate) fn of(array: &ArrayRef) -> Result<Self, FileError> {
        let as_type =
            |to: &DataType| cast(array, to).map_err(|error| FileError::Damaged(error.to_string()));
        let times = DataType::Timestamp(TimeUnit::Microsecond, None);
        let plain = match array.data_type() {
            DataType::Dictionary(_, values) => values.as_ref(),
            other => other,
        };
        Ok(match plain {
            DataType::Null => Self::Nothing,
            DataType::Boolean => Self::Booleans(as_type(&DataType::Boolean)?),
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None) => {
                Self::Local(as_type(&times)?)
            }
            // Casting between zones keeps the instant; casting to none would keep the local clock.
            DataType::Timestamp(_, Some(_)) => {
                let utc = as_type(&DataType::Timestamp(
                    TimeUnit::Microsecond,
                    Some("+00:00".into()),
                ))?;
                Self::Instants(
                    cast(&utc, &times).map_err(|error| FileError::Damaged(error.to_string()))?,
                )
            }
            numeric if numeric.is_numeric() => Self::Numbers(as_type(&DataType::Float64)?),
            _ => {
                Self::Texts(
                    as_type(&DataType::Utf8).map_err(|_| FileError::UnsupportedColumn {
                        kind: array.data_type().to_string(),
                    })?,
                )
            }
        })
    }

    pub(crate) fn cell(&self, row: usize) -> Cell {
        let (Self::Numbers(array)
        | Self::Local(array)
        | Self::Instants(array)
        | Self::Booleans(array)
        | Self::Texts(array)) = self
        else {
            return Cell::Empty;
        };
        if array.is_null(row) {
            return Cell::Empty;
        }
        let time = || {
            let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
            DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc())
        };
        match self {
            Self::Numbers(_) => Cell::Number(array.as_primitive::<Float64Type>().value(row)),
            Self::Local(_) => time().map_or(Cell::Empty, Cell::Local),
            Self::Instants(_) => time().map_or(Cell::Empty, Cell::Instant),
            Self::Booleans(_) => Cell::Boolean(array.as_boolean().value(row)),
            Self::Texts(_) => Cell::Text(array.as_string::<i32>().value(row).to_owned()),
            Self::Nothing => Cell::Empty,
        }
    }
}
