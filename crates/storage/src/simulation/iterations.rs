//! The table of a simulation's iterations as it is stored: named columns of 64-bit floats, little-endian, one after
//! the other behind a JSON header. Not compressed: random mantissas do not shrink.

use serde::{Deserialize, Serialize};

/// Columns of equal length, one value per iteration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IterationTable {
    pub columns: Vec<(String, Vec<f64>)>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: u32,
    rows: usize,
    columns: Vec<String>,
}

const FORMAT: u32 = 1;
const HEADER_LENGTH_BYTES: usize = 4;
const VALUE_BYTES: usize = 8;

#[derive(Debug, thiserror::Error)]
pub(crate) enum IterationTableFault {
    #[error("the header is cut short")]
    NoHeader,
    #[error("the header cannot be read: {0}")]
    Header(#[from] serde_json::Error),
    #[error("format {0} is not known")]
    Format(u32),
    #[error("{found} bytes of values where {expected} belong")]
    Length { expected: usize, found: usize },
}

impl IterationTable {
    /// Panics when the columns differ in length.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let rows = self.columns.first().map_or(0, |(_, values)| values.len());
        assert!(
            self.columns.iter().all(|(_, values)| values.len() == rows),
            "columns have one length"
        );
        let header = Header {
            format: FORMAT,
            rows,
            columns: self.columns.iter().map(|(name, _)| name.clone()).collect(),
        };
        let header = serde_json::to_vec(&header).expect("names and counts serialise");
        let header_length = u32::try_from(header.len()).expect("column names take less than 4 GiB");
        let mut bytes = Vec::with_capacity(
            HEADER_LENGTH_BYTES + header.len() + self.columns.len() * rows * VALUE_BYTES,
        );
        bytes.extend_from_slice(&header_length.to_le_bytes());
        bytes.extend_from_slice(&header);
        for (_, values) in &self.columns {
            for value in values {
                bytes.extend_from_slice(&value.to_le_bytes());
            }
        }
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, IterationTableFault> {
        let (length, rest) = bytes
            .split_first_chunk()
            .ok_or(IterationTableFault::NoHeader)?;
        let header_length = u32::from_le_bytes(*length) as usize;
        let (header, values) = rest
            .split_at_checked(header_length)
            .ok_or(IterationTableFault::NoHeader)?;
        let header: Header = serde_json::from_slice(header)?;
        if header.format != FORMAT {
            return Err(IterationTableFault::Format(header.format));
        }
        let expected = header.rows * header.columns.len() * VALUE_BYTES;
        if values.len() != expected {
            return Err(IterationTableFault::Length {
                expected,
                found: values.len(),
            });
        }
        let (chunks, _) = values.as_chunks::<VALUE_BYTES>();
        let columns = header
            .columns
            .into_iter()
            .enumerate()
            .map(|(i, name)| {
                let column = &chunks[i * header.rows..(i + 1) * header.rows];
                (
                    name,
                    column
                        .iter()
                        .map(|chunk| f64::from_le_bytes(*chunk))
                        .collect(),
                )
            })
            .collect();
        Ok(Self { columns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_survives() {
        let table = IterationTable {
            columns: vec![
                ("npv".to_owned(), vec![1.5, -0.0, f64::MIN_POSITIVE, 1e300]),
                (
                    "irr".to_owned(),
                    vec![0.1, f64::INFINITY, 0.3, f64::EPSILON],
                ),
            ],
        };
        assert_eq!(IterationTable::decode(&table.encode()).unwrap(), table);
        assert_eq!(
            IterationTable::decode(&IterationTable::default().encode()).unwrap(),
            IterationTable::default()
        );
    }

    #[test]
    fn damage_is_named() {
        let bytes = IterationTable {
            columns: vec![("npv".to_owned(), vec![1.0, 2.0])],
        }
        .encode();
        assert!(matches!(
            IterationTable::decode(&bytes[..3]),
            Err(IterationTableFault::NoHeader)
        ));
        assert!(matches!(
            IterationTable::decode(&bytes[..bytes.len() - 1]),
            Err(IterationTableFault::Length { .. })
        ));
    }
}
