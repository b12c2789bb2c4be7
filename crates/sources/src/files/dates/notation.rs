//! The single notations of dates and times of day. All texts are ASCII here.

use super::Stamp;
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// Years of two digits below this are of this century (POSIX).
const PIVOT: i32 = 69;

pub(super) fn iso(text: &str) -> Option<Stamp> {
    let separator = *text.as_bytes().get(4)?;
    if !matches!(separator, b'-' | b'/') {
        return None;
    }
    let mut parts = text.splitn(3, separator as char);
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let rest = parts.next()?;
    let day_length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, time) = rest.split_at(day_length);
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, digits(day, 2)?)?;
    with_time(date, time)
}

pub(super) fn year_month(text: &str) -> Option<Stamp> {
    let (year, month) = text.split_once(['-', '/'])?;
    (year.len() == 4).then_some(())?;
    first_of(digits(year, 4)?, digits(month, 2)?)
}

pub(super) fn month_code(text: &str) -> Option<Stamp> {
    let (year, month) = text.split_once(['M', 'm'])?;
    (year.len() == 4).then_some(())?;
    first_of(digits(year, 4)?, digits(month, 2)?)
}

pub(super) fn quarter(text: &str) -> Option<Stamp> {
    let (before, after) = text.split_once(['Q', 'q'])?;
    let year_of = |text: &str| {
        let year = text.trim_matches([' ', '-', '/', ':']);
        (year.len() == 4).then(|| digits(year, 4)).flatten()
    };
    let (year, quarter) = if before.is_empty() {
        let (quarter, year) = after.split_at_checked(1)?;
        (year_of(year)?, digits(quarter, 1)?)
    } else {
        (year_of(before)?, digits(after, 1)?)
    };
    (1..=4).contains(&quarter).then_some(())?;
    first_of(year, quarter * 3 - 2)
}

pub(super) fn compact(text: &str) -> Option<Stamp> {
    if !matches!(text.len(), 6 | 8) {
        return None;
    }
    let year = digits(&text[..4], 4)?;
    let month = digits(&text[4..6], 2)?;
    if text.len() == 6 {
        return first_of(year, month);
    }
    NaiveDate::from_ymd_opt(year.cast_signed(), month, digits(&text[6..], 2)?).map(Stamp::Date)
}

pub(super) fn year(text: &str) -> Option<Stamp> {
    (text.len() == 4).then_some(())?;
    first_of(digits(text, 4)?, 1)
}

pub(super) fn day_month_year(text: &str, day_first: bool) -> Option<Stamp> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '.' | '-') {
        return None;
    }
    let mut parts = text.splitn(3, separator);
    let first = digits(parts.next()?, 2)?;
    let second = digits(parts.next()?, 2)?;
    let rest = parts.next()?;
    let year_length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (year, time) = rest.split_at(year_length);
    let (day, month) = if day_first {
        (first, second)
    } else {
        (second, first)
    };
    with_time(NaiveDate::from_ymd_opt(full_year(year)?, month, day)?, time)
}

/// Day, month name and year in any usual order; without a day the first of the month.
pub(super) fn named(text: &str) -> Option<Stamp> {
    let words: Vec<&str> = text
        .split([' ', '-', ',', '/', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    match *words.as_slice() {
        [a, b] => match (month_of(a), month_of(b)) {
            (Some(month), None) => first_of(full_year(b)?.cast_unsigned(), month),
            (None, Some(month)) => first_of(full_year(a)?.cast_unsigned(), month),
            _ => None,
        },
        [a, b, c] => {
            let (day, month, year) = match (month_of(a), month_of(b)) {
                (Some(month), None) => (digits(b, 2)?, month, full_year(c)?),
                (None, Some(month)) if a.len() == 4 => (digits(c, 2)?, month, full_year(a)?),
                (None, Some(month)) => (digits(a, 2)?, month, full_year(c)?),
                _ => return None,
            };
            NaiveDate::from_ymd_opt(year, month, day).map(Stamp::Date)
        }
        _ => None,
    }
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|month| month.starts_with(&word) || (word == "sept" && *month == "september"))?;
    u32::try_from(at + 1).ok()
}

/// A number of at most `most` digits.
fn digits(text: &str, most: usize) -> Option<u32> {
    if text.is_empty() || text.len() > most || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn full_year(text: &str) -> Option<i32> {
    let year = digits(text, 4)?.cast_signed();
    match text.len() {
        4 => Some(year),
        2 if year < PIVOT => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn first_of(year: u32, month: u32) -> Option<Stamp> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1).map(Stamp::Date)
}

/// A date followed by nothing or by a time of day with or without an offset.
fn with_time(date: NaiveDate, rest: &str) -> Option<Stamp> {
    if rest.is_empty() {
        return Some(Stamp::Date(date));
    }
    let time = rest
        .strip_prefix(['T', 't', ' '])
        .or_else(|| rest.strip_prefix(", "))?
        .trim();
    let (time, offset) = split_offset(time)?;
    let local = NaiveDateTime::new(date, time_of_day(time)?);
    Some(match offset {
        Some(offset) => Stamp::Instant(local.and_local_timezone(offset).single()?.to_utc()),
        None => Stamp::Local(local),
    })
}

/// Splits `10:00+01:00`, `10:00Z`, `10:00 UTC`.
fn split_offset(text: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(time) = ["Z", "z", "UTC", "GMT"]
        .iter()
        .find_map(|zone| text.strip_suffix(zone))
    {
        return Some((time.trim_end(), FixedOffset::east_opt(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, None));
    };
    let packed = &text[at + 1..];
    let (hours, minutes) = if let Some((hours, minutes)) = packed.split_once(':') {
        (digits(hours, 2)?, digits(minutes, 2)?)
    } else {
        match packed.len() {
            1 | 2 => (digits(packed, 2)?, 0),
            4 => (digits(&packed[..2], 2)?, digits(&packed[2..], 2)?),
            _ => return None,
        }
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 3_600 + minutes * 60).cast_signed();
    let signed = if text.as_bytes()[at] == b'-' {
        -seconds
    } else {
        seconds
    };
    Some((text[..at].trim_end(), Some(FixedOffset::east_opt(signed)?)))
}

fn time_of_day(text: &str) -> Option<NaiveTime> {
    let upper = text.to_ascii_uppercase();
    let (text, afternoon) = if let Some(time) = upper.strip_suffix("AM") {
        (time.trim_end(), Some(false))
    } else if let Some(time) = upper.strip_suffix("PM") {
        (time.trim_end(), Some(true))
    } else {
        (upper.as_str(), None)
    };
    let mut parts = text.splitn(3, ':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let (second, nano) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
            (digits(second, 2)?, nanoseconds(fraction)?)
        }
    };
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(false) => hour % 12,
        Some(true) => hour % 12 + 12,
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nano)
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() {
        return Some(0);
    }
    let size = digits(fraction, 9)?;
    Some(size * 10_u32.pow(9 - u32::try_from(fraction.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::{DateFormat, Stamp, day_of};

    #[test]
    fn one_day_in_many_notations() {
        for (format, text) in [
            (DateFormat::Iso, "2024-12-01"),
            (DateFormat::Iso, "2024/12/01"),
            (DateFormat::Iso, "2024-12-1"),
            (DateFormat::YearMonth, "2024-12"),
            (DateFormat::MonthCode, "2024M12"),
            (DateFormat::Compact, "20241201"),
            (DateFormat::Compact, "202412"),
            (DateFormat::DayFirst, "01/12/2024"),
            (DateFormat::DayFirst, "1.12.24"),
            (DateFormat::MonthFirst, "12/01/2024"),
            (DateFormat::MonthFirst, "12-1-2024"),
            (DateFormat::Named, "1-Dec-2024"),
            (DateFormat::Named, "December 1, 2024"),
            (DateFormat::Named, "Dec 2024"),
            (DateFormat::Named, "Dec-24"),
            (DateFormat::Named, "2024 December"),
            (DateFormat::Serial, "45627"),
        ] {
            let stamp = format.read_text(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(day_of(stamp).to_string(), "2024-12-01", "{text}");
        }
        for (text, expected) in [
            ("2024Q4", "2024-10-01"),
            ("2024-Q1", "2024-01-01"),
            ("Q3 2024", "2024-07-01"),
        ] {
            let stamp = DateFormat::Quarter
                .read_text(text)
                .unwrap_or_else(|| panic!("{text}"));
            assert_eq!(day_of(stamp).to_string(), expected);
        }
        assert!(matches!(
            DateFormat::Year.read_text("1833"),
            Some(Stamp::Date(_))
        ));
    }

    #[test]
    fn times_of_day_and_offsets() {
        for text in [
            "2024-12-01T10:30:00Z",
            "2024-12-01 10:30Z",
            "2024-12-01T11:30:00+01:00",
            "2024-12-01T05:30:00.000-0500",
            "2024-12-01 10:30 UTC",
            "2024-12-01 12:30+02",
        ] {
            let Some(Stamp::Instant(time)) = DateFormat::Iso.read_text(text) else {
                panic!("{text}");
            };
            assert_eq!(time.to_rfc3339(), "2024-12-01T10:30:00+00:00", "{text}");
        }
        for (format, text) in [
            (DateFormat::Iso, "2024-12-01 22:30"),
            (DateFormat::Iso, "2024-12-01T22:30:00.0"),
            (DateFormat::MonthFirst, "12/1/2024 10:30 PM"),
            (DateFormat::DayFirst, "01.12.2024 22:30:00"),
        ] {
            let Some(Stamp::Local(time)) = format.read_text(text) else {
                panic!("{text}");
            };
            assert_eq!(time.to_string(), "2024-12-01 22:30:00", "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for (format, text) in [
            (DateFormat::Iso, "2024-02-30"),
            (DateFormat::Iso, "2024-13-01"),
            (DateFormat::Iso, "24-01-01"),
            (DateFormat::Iso, "2024-01-01x"),
            (DateFormat::Iso, "2024-01-01 25:00"),
            (DateFormat::Iso, "2024-01-01 10:00+99:00"),
            (DateFormat::Iso, ""),
            (DateFormat::Iso, "2024"),
            (DateFormat::MonthCode, "2024M13"),
            (DateFormat::Quarter, "2024Q5"),
            (DateFormat::DayFirst, "12/31/2024"),
            (DateFormat::MonthFirst, "31/12/2024"),
            (DateFormat::Named, "31-Foo-2024"),
            (DateFormat::Named, "Ma 2024"),
            (DateFormat::Year, "17.2"),
            (DateFormat::Serial, "12"),
            (DateFormat::Iso, "２０２４-01-01"),
        ] {
            assert_eq!(format.read_text(text), None, "{text}");
        }
    }
}
