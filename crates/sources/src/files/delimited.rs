//! Text tables: the encoding, the delimiter and the rows of CSV files and their relatives.

use super::FileError;
use super::cell::Cell;
use super::grid::Grid;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// Delimiters in the order of trust: commas also stand inside numbers and names.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];
/// Lines looked at to find the delimiter.
const SAMPLE_LINES: usize = 60;
/// Share of the lines that must have the same number of fields.
const AGREEING_SHARE: f64 = 0.6;

/// The text of a file and the name of its encoding. A byte order mark decides; then whatever is valid
/// UTF-8 is UTF-8; the rest is Windows-1252, of which Latin-1 is a part.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), FileError> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if marked.is_none() && bytes.contains(&0) {
        return Err(FileError::NotATable);
    }
    let encoding = match marked {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    Ok((text, encoding.name()))
}

/// The delimiter by which most lines fall into the same number of fields.
pub(crate) fn delimiter(text: &str) -> u8 {
    let mut best = (0.0, b',');
    for delimiter in DELIMITERS {
        let share = agreement(text, delimiter);
        if share >= AGREEING_SHARE {
            return delimiter;
        }
        if share > best.0 {
            best = (share, delimiter);
        }
    }
    best.1
}

/// The share of records that have the commonest number of fields, when that is two or more.
fn agreement(text: &str, delimiter: u8) -> f64 {
    let mut counts = std::collections::HashMap::new();
    let mut records = 0_usize;
    for record in reader(text, delimiter)
        .byte_records()
        .take(SAMPLE_LINES)
        .flatten()
    {
        records += 1;
        *counts.entry(record.len()).or_insert(0_usize) += 1;
    }
    let most = counts
        .into_iter()
        .filter(|(fields, _)| *fields > 1)
        .map(|(_, count)| count)
        .max();
    most.unwrap_or(0) as f64 / records.max(1) as f64
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The rows, numbered by the line on which each begins.
pub(crate) fn grid(text: &str, delimiter: u8) -> Result<Grid, FileError> {
    let mut grid = Grid::default();
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    let mut lines = LineCounter::new(text);
    while reader
        .read_record(&mut record)
        .map_err(|error| FileError::Damaged(error.to_string()))?
    {
        let from = record.position().map_or(0, csv::Position::byte);
        let number = lines.at_content(from);
        let cells = record
            .iter()
            .map(|field| {
                if field.is_empty() {
                    Cell::Empty
                } else {
                    Cell::Text(field.to_owned())
                }
            })
            .collect();
        grid.push(number, cells)?;
    }
    Ok(grid)
}

/// Line numbers of ascending byte positions. The reader reports the position at which it began to look
/// for a record, which lies before the empty lines that it skips.
pub(crate) struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> LineCounter<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of the first byte at or after `position` that is no line end.
    pub(crate) fn at_content(&mut self, position: u64) -> u32 {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        while self.at < self.bytes.len()
            && (self.at < position || matches!(self.bytes[self.at], b'\n' | b'\r'))
        {
            let byte = self.bytes[self.at];
            self.at += 1;
            let lone_return = byte == b'\r' && self.bytes.get(self.at) != Some(&b'\n');
            if byte == b'\n' || lone_return {
                self.line += 1;
            }
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, delimiter, grid};

    #[test]
    fn encodings() {
        let of = |bytes: &[u8]| {
            let (text, name) = decode(bytes).expect("text");
            (text.into_owned(), name)
        };
        assert_eq!(of(b"Preis"), ("Preis".to_owned(), "UTF-8"));
        assert_eq!(of("\u{feff}Öl".as_bytes()), ("Öl".to_owned(), "UTF-8"));
        assert_eq!(of(b"\xd6l \x80"), ("Öl €".to_owned(), "windows-1252"));
        assert_eq!(of(b"\xff\xfea\0b\0"), ("ab".to_owned(), "UTF-16LE"));
        assert!(decode(b"a\0b").is_err());
    }

    #[test]
    fn delimiters() {
        assert_eq!(delimiter("a,b\n1,2\n"), b',');
        assert_eq!(
            delimiter("Datum;Preis\n01.01.2024;1,5\n02.01.2024;2,5\n"),
            b';'
        );
        assert_eq!(delimiter("a\tb\n1,0\t2,0\n"), b'\t');
        assert_eq!(delimiter("title\n\na,\"x;y\"\n1,\"a;b\"\n2,3\n"), b',');
        assert_eq!(delimiter(""), b',');
    }

    #[test]
    fn rows_carry_the_line_they_begin_on() {
        let grid = grid("a,b\r\n\r\n\r\n1,\"x\r\ny\"\r\n2,3\n\n4,5", b',').expect("a table");
        let numbers: Vec<_> = grid.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 4, 6, 8]);
        assert_eq!(grid.columns, 2);
    }
}
