//! Dates of cells in the notations of tables. A date format is chosen once per column; a cell that
//! does not follow it is a fault of that row, never guessed anew.

mod notation;

use super::cell::Cell;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How the dates of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `2024-12-31`, also with slashes, with a time and an offset: `2024-12-31T23:00:00+01:00`.
    Iso,
    /// `2024-12`.
    YearMonth,
    /// `2024M12`.
    MonthCode,
    /// `2024Q4`, `2024-Q4`, `Q4 2024`.
    Quarter,
    /// `20241231` or `202412`.
    Compact,
    /// `31/12/2024`, also with points or dashes, a time, a year of two digits.
    DayFirst,
    /// `12/31/2024`, likewise.
    MonthFirst,
    /// `31-Dec-2024`, `December 31, 2024`, `Dec 2024`.
    Named,
    /// `2024`.
    Year,
    /// Days since 1899-12-30, as spreadsheets count.
    Serial,
    /// Dates stored as dates; nothing to read.
    Typed,
}

/// What a cell says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// A day, a month or a longer period, by its first day.
    Date(NaiveDate),
    /// A date and time of day somewhere.
    Local(NaiveDateTime),
    Instant(DateTime<Utc>),
}

/// In the order of trust: a text that fits two is the earlier one.
const TEXT_FORMATS: [DateFormat; 9] = [
    DateFormat::Iso,
    DateFormat::YearMonth,
    DateFormat::MonthCode,
    DateFormat::Quarter,
    DateFormat::Compact,
    DateFormat::DayFirst,
    DateFormat::MonthFirst,
    DateFormat::Named,
    DateFormat::Year,
];
const FIRST_YEAR: i32 = 1000;
const LAST_YEAR: i32 = 9999;

impl DateFormat {
    /// A date as this format writes it, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Self::Iso | Self::Typed => "2024-12-31",
            Self::YearMonth => "2024-12",
            Self::MonthCode => "2024M12",
            Self::Quarter => "2024Q4",
            Self::Compact => "20241231",
            Self::DayFirst => "31/12/2024",
            Self::MonthFirst => "12/31/2024",
            Self::Named => "31-Dec-2024",
            Self::Year => "2024",
            Self::Serial => "45657",
        }
    }

    /// Reads a cell. A cell that is stored as a date is taken whatever the format.
    pub(crate) fn read(self, cell: &Cell) -> Option<Stamp> {
        match cell {
            Cell::Local(time) => Some(if time.time() == chrono::NaiveTime::MIN {
                Stamp::Date(time.date())
            } else {
                Stamp::Local(*time)
            }),
            Cell::Instant(time) => Some(Stamp::Instant(time.and_utc())),
            Cell::Text(text) => self.read_text(text),
            Cell::Number(number) => match self {
                Self::Serial => serial(*number),
                Self::Year | Self::Compact if number.fract() == 0.0 && number.abs() < 1e9 => {
                    self.read_text(&format!("{number:.0}"))
                }
                _ => None,
            },
            Cell::Empty | Cell::Boolean(_) | Cell::Error(_) => None,
        }
    }

    /// Reads a text that follows this format.
    pub(crate) fn read_text(self, text: &str) -> Option<Stamp> {
        let text = text.trim();
        if !text.is_ascii() {
            return None;
        }
        let stamp = match self {
            Self::Iso | Self::Typed => notation::iso(text),
            Self::YearMonth => notation::year_month(text),
            Self::MonthCode => notation::month_code(text),
            Self::Quarter => notation::quarter(text),
            Self::Compact => notation::compact(text),
            Self::DayFirst => notation::day_month_year(text, true),
            Self::MonthFirst => notation::day_month_year(text, false),
            Self::Named => notation::named(text),
            Self::Year => notation::year(text),
            Self::Serial => serial(text.parse().ok()?),
        }?;
        let year = match stamp {
            Stamp::Date(date) => chrono::Datelike::year(&date),
            Stamp::Local(time) => chrono::Datelike::year(&time),
            Stamp::Instant(time) => chrono::Datelike::year(&time),
        };
        (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(stamp)
    }
}

fn serial(number: f64) -> Option<Stamp> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    // Day 60 is the 29 February 1900 that never was; what lies before is off by one and refused.
    if !(61.0..2_958_466.0).contains(&number) {
        return None;
    }
    let seconds = (number * 86_400.0).round() as i64;
    let time = epoch.checked_add_signed(TimeDelta::seconds(seconds))?;
    Some(if time.time() == chrono::NaiveTime::MIN {
        Stamp::Date(time.date())
    } else {
        Stamp::Local(time)
    })
}

/// What was found out about the dates of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Detected {
    pub(crate) format: DateFormat,
    /// Cells that follow the format.
    pub(crate) count: usize,
    /// The dates could as well be read with day and month exchanged.
    pub(crate) ambiguous: bool,
}

/// What speaks for a column of dates beside its cells: without it bare numbers are not taken for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    Nothing,
    /// The first column of a table.
    FirstColumn,
    /// The heading speaks of time.
    Named,
}

/// The format that most cells of a column follow.
pub(crate) fn detect(cells: &[&Cell], hint: Hint) -> Option<Detected> {
    let typed = cells
        .iter()
        .filter(|cell| matches!(cell, Cell::Local(_) | Cell::Instant(_)))
        .count();
    let counted = |format: DateFormat| {
        cells
            .iter()
            .filter(|cell| format.read(cell).is_some())
            .count()
    };
    let mut best: Option<Detected> = (typed > 0).then_some(Detected {
        format: DateFormat::Typed,
        count: typed,
        ambiguous: false,
    });
    for format in TEXT_FORMATS.into_iter().chain([DateFormat::Serial]) {
        let trusted = match format {
            DateFormat::Year | DateFormat::Compact => hint != Hint::Nothing,
            DateFormat::Serial => hint == Hint::Named,
            _ => true,
        };
        if !trusted {
            continue;
        }
        let count = counted(format);
        if count > best.map_or(0, |best| best.count) {
            best = Some(Detected {
                format,
                count,
                ambiguous: false,
            });
        }
    }
    let best = best?;
    if best.format != DateFormat::DayFirst || counted(DateFormat::MonthFirst) < best.count {
        return Some(best);
    }
    // All days are 12 or less: the order in which the dates ascend most often is the likelier.
    let order = |format: DateFormat| -> usize {
        let days: Vec<_> = cells
            .iter()
            .filter_map(|cell| format.read(cell))
            .map(day_of)
            .collect();
        let rises = days.windows(2).filter(|pair| pair[0] <= pair[1]).count();
        rises.max(days.windows(2).filter(|pair| pair[0] >= pair[1]).count())
    };
    let (day_first, month_first) = (order(DateFormat::DayFirst), order(DateFormat::MonthFirst));
    Some(Detected {
        format: if month_first > day_first {
            DateFormat::MonthFirst
        } else {
            DateFormat::DayFirst
        },
        count: best.count,
        ambiguous: day_first == month_first,
    })
}

pub(crate) fn day_of(stamp: Stamp) -> NaiveDate {
    match stamp {
        Stamp::Date(date) => date,
        Stamp::Local(time) => time.date(),
        Stamp::Instant(time) => time.date_naive(),
    }
}
