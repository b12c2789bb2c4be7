//! The long format `unique_id,ds,y`, read row by row without holding the table. Other columns are
//! ignored. Times are UTC.

use super::{Fault, MAX_PANEL_ROWS, MAX_PANEL_SERIES, Panel, PanelOptions, PanelSeries};
use crate::files::cell::Cell;
use crate::files::columnar::Values;
use crate::files::dates::{self, DateFormat, Hint, Stamp};
use crate::files::delimited;
use crate::files::grid::letters;
use crate::files::limits::MAX_FILE_BYTES;
use crate::files::numbers::{self, DecimalMark};
use crate::files::problem::{Problems, RowProblem, shortened};
use crate::files::table::unharmed;
use crate::files::{FileError, zone};
use bytes::Bytes;
use chrono_tz::Tz;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use prospect_series::time::written;
use prospect_series::{Frequency, Series, Timestamp};
use std::collections::HashMap;

const HEADINGS: [&str; 3] = ["unique_id", "ds", "y"];
/// Dates looked at to find their format.
const SAMPLE_ROWS: usize = 500;

/// Where the three columns are.
#[derive(Debug, Clone, Copy)]
struct Places {
    id: usize,
    time: usize,
    value: usize,
}

fn places<'a>(headings: impl Iterator<Item = &'a str>) -> Option<Places> {
    let headings: Vec<&str> = headings.map(str::trim).collect();
    let mut found = HEADINGS
        .map(|wanted| headings.iter().position(|name| *name == wanted))
        .into_iter();
    Some(Places {
        id: found.next()??,
        time: found.next()??,
        value: found.next()??,
    })
}

/// A panel from a text; `None` when its first line does not name the three columns.
pub(super) fn from_csv(bytes: &[u8], frequency: Option<Frequency>) -> Result<Option<Panel>, Fault> {
    let (text, _) = delimited::decode(bytes)?;
    let first_line = text.lines().next().unwrap_or_default();
    let Some(delimiter) = [b',', b';', b'\t', b'|'].into_iter().find(|delimiter| {
        places(
            first_line
                .split(char::from(*delimiter))
                .map(|name| name.trim_matches('"')),
        )
        .is_some()
    }) else {
        return Ok(None);
    };
    let reader = || {
        csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text.as_bytes())
    };
    let damaged = |error: csv::Error| FileError::Damaged(error.to_string());
    let mut rows = reader();
    let Some(places) = places(rows.headers().map_err(damaged)?.iter()) else {
        return Ok(None);
    };
    let (mut sample, mut decimals) = (Vec::new(), Vec::new());
    for record in reader().records().take(SAMPLE_ROWS) {
        let record = record.map_err(damaged)?;
        sample.push(Cell::Text(
            record.get(places.time).unwrap_or_default().to_owned(),
        ));
        decimals.push(record.get(places.value).unwrap_or_default().to_owned());
    }
    let detected = dates::detect(&sample.iter().collect::<Vec<_>>(), Hint::Named);
    let Some(detected) = detected.filter(|detected| detected.format != DateFormat::Serial) else {
        return Err(Fault::NotUnderstood(format!(
            "the column ds holds no dates; write them like {}",
            DateFormat::Iso.example()
        )));
    };
    let (decimal, _) = numbers::detect(decimals.iter().map(String::as_str));
    let mut builder = Builder::new(places);
    let mut lines = delimited::LineCounter::new(&text);
    let mut record = csv::StringRecord::new();
    while rows.read_record(&mut record).map_err(damaged)? {
        let row = lines.at_content(record.position().map_or(0, csv::Position::byte));
        let field = |at: usize| record.get(at).unwrap_or_default();
        let time = detected
            .format
            .read_text(field(places.time))
            .ok_or_else(|| format!("is not a date like {}", detected.format.example()));
        builder.push(
            row,
            field(places.id).trim(),
            time,
            field(places.time),
            || {
                let text = field(places.value);
                if let Some(number) = numbers::number(text, decimal) {
                    return Ok(number);
                }
                numbers::value(&Cell::Text(text.to_owned()), decimal)
                    .map_err(|reason| (text.to_owned(), reason))
            },
        )?;
    }
    let mut panel = builder.finish(frequency);
    if detected.ambiguous {
        panel
            .notes
            .push(format!("dates are read like {}", detected.format.example()));
    }
    Ok(Some(panel))
}

/// A panel from a Parquet file; a file with other columns is read as a table.
pub(super) fn from_parquet(
    bytes: Vec<u8>,
    name: &str,
    options: &PanelOptions,
) -> Result<Panel, Fault> {
    let bytes = Bytes::from(bytes);
    let long = {
        let bytes = bytes.clone();
        let frequency = options.frequency;
        unharmed(move || long_parquet(bytes, frequency))?
    };
    match long {
        Some(panel) => Ok(panel),
        None if bytes.len() > MAX_FILE_BYTES => Err(Fault::File(FileError::TooLarge {
            found: bytes.len(),
            limit: MAX_FILE_BYTES,
        })),
        None => super::from_table(&bytes, name, options),
    }
}

fn long_parquet(bytes: Bytes, frequency: Option<Frequency>) -> Result<Option<Panel>, FileError> {
    let damaged = |error: parquet::errors::ParquetError| FileError::Damaged(error.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(damaged)?;
    let schema = builder.schema().clone();
    let Some(places) = places(schema.fields().iter().map(|field| field.name().as_str())) else {
        return Ok(None);
    };
    let wanted = ProjectionMask::roots(
        builder.parquet_schema(),
        [places.id, places.time, places.value],
    );
    let reader = builder.with_projection(wanted).build().map_err(damaged)?;
    let mut panel = Builder::new(places);
    let mut row = 0_u32;
    for batch in reader {
        let batch = batch.map_err(|error| FileError::Damaged(error.to_string()))?;
        let column = |name: &str| match batch.column_by_name(name) {
            Some(array) => Values::of(array),
            None => Err(FileError::Damaged(format!("the column {name} is gone"))),
        };
        let (ids, times, values) = (
            column(HEADINGS[0])?,
            column(HEADINGS[1])?,
            column(HEADINGS[2])?,
        );
        for at in 0..batch.num_rows() {
            row = row.saturating_add(1);
            let (id, time) = (ids.cell(at), times.cell(at));
            let shown = time.shown();
            let stamp = DateFormat::Iso
                .read(&time)
                .ok_or_else(|| format!("is not a date like {}", DateFormat::Iso.example()));
            panel.push(row, &id.shown(), stamp, &shown, || {
                let cell = values.cell(at);
                numbers::value(&cell, DecimalMark::Point)
                    .map_err(|reason| (cell.shown().into_owned(), reason))
            })?;
        }
    }
    Ok(Some(panel.finish(frequency)))
}

#[derive(Default)]
struct Points {
    id: String,
    /// Time, value and row.
    points: Vec<(Timestamp, f64, u32)>,
}

struct Builder {
    places: Places,
    series: Vec<Points>,
    numbers: HashMap<String, usize>,
    /// Rows of one series mostly follow each other.
    current: usize,
    rows: usize,
    problems: Problems,
}

impl Builder {
    fn new(places: Places) -> Self {
        Self {
            places,
            series: Vec::new(),
            numbers: HashMap::new(),
            current: 0,
            rows: 0,
            problems: Problems::default(),
        }
    }

    fn reject(&mut self, row: u32, column: usize, header: &str, value: &str, reason: String) {
        self.problems.push(RowProblem {
            row,
            column: letters(column),
            header: Some(header.to_owned()),
            value: shortened(value),
            reason,
        });
    }

    fn push(
        &mut self,
        row: u32,
        id: &str,
        time: Result<Stamp, String>,
        time_text: &str,
        value: impl FnOnce() -> Result<f64, (String, String)>,
    ) -> Result<(), FileError> {
        self.rows += 1;
        if self.rows > MAX_PANEL_ROWS {
            return Err(FileError::TooManyRows {
                limit: MAX_PANEL_ROWS,
            });
        }
        let Places {
            id: id_at,
            time: time_at,
            value: value_at,
        } = self.places;
        if id.is_empty() {
            let reason = "is empty; name the series that the row belongs to".to_owned();
            self.reject(row, id_at, HEADINGS[0], id, reason);
            return Ok(());
        }
        let time = match time.and_then(|stamp| zone::resolve(stamp, Tz::UTC, true)) {
            Ok(time) => time,
            Err(reason) => {
                self.reject(row, time_at, HEADINGS[1], time_text, reason);
                return Ok(());
            }
        };
        match value() {
            Ok(value) => {
                let series = self.find(id)?;
                self.series[series].points.push((time, value, row));
            }
            Err((text, reason)) => self.reject(row, value_at, HEADINGS[2], &text, reason),
        }
        Ok(())
    }

    fn find(&mut self, id: &str) -> Result<usize, FileError> {
        if self
            .series
            .get(self.current)
            .is_some_and(|series| series.id == id)
        {
            return Ok(self.current);
        }
        self.current = if let Some(number) = self.numbers.get(id) {
            *number
        } else {
            if self.series.len() >= MAX_PANEL_SERIES {
                return Err(FileError::TooManySeries {
                    limit: MAX_PANEL_SERIES,
                });
            }
            self.series.push(Points {
                id: id.to_owned(),
                points: Vec::new(),
            });
            self.numbers.insert(id.to_owned(), self.series.len() - 1);
            self.series.len() - 1
        };
        Ok(self.current)
    }

    fn finish(mut self, frequency: Option<Frequency>) -> Panel {
        let mut notes = Vec::new();
        let mut found = Vec::with_capacity(self.series.len());
        for Points { id, mut points } in std::mem::take(&mut self.series) {
            points.sort_by_key(|point| point.0);
            let mut kept: Vec<(Timestamp, f64, u32)> = Vec::with_capacity(points.len());
            for point in points {
                match kept.last() {
                    Some(before) if before.0 == point.0 => {
                        let reason = format!(
                            "already stands in row {}; keep one of the two rows",
                            before.2
                        );
                        self.reject(
                            point.2,
                            self.places.time,
                            HEADINGS[1],
                            &written(point.0),
                            reason,
                        );
                    }
                    _ => kept.push(point),
                }
            }
            let first = kept.iter().position(|point| !point.1.is_nan());
            let last = kept.iter().rposition(|point| !point.1.is_nan());
            let (Some(first), Some(last)) = (first, last) else {
                notes.push(format!("{id} has no values and is left out"));
                continue;
            };
            let (times, values) = kept[first..=last]
                .iter()
                .map(|point| (point.0, point.1))
                .unzip();
            let series =
                Series::new(times, values).expect("times are sorted and distinct, values finite");
            found.push(PanelSeries {
                id,
                unit: None,
                frequency: frequency.unwrap_or_else(|| series.frequency()),
                series,
            });
        }
        let mut rejected = self.problems.listed;
        rejected.sort_by_key(|problem| problem.row);
        Panel {
            series: found,
            rejected,
            rejected_count: self.problems.count,
            notes,
        }
    }
}
