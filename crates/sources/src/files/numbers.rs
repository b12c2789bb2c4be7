//! Values of cells: numbers in the notations of tables, and the marks that stand for "no value".
//! A mark of absence never becomes zero.

use super::cell::Cell;
use serde::{Deserialize, Serialize};

/// What separates the whole part from the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    #[default]
    Point,
    Comma,
}

impl DecimalMark {
    fn mark(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

/// Longest text that can be a number.
const MAX_LENGTH: usize = 60;

/// Whether a text stands for a missing value.
pub(crate) fn is_missing(text: &str) -> bool {
    matches!(
        text.trim(),
        "" | "NA"
            | "N/A"
            | "n/a"
            | "na"
            | "#N/A"
            | "#NA"
            | "NaN"
            | "nan"
            | "null"
            | "NULL"
            | "None"
            | "."
            | ".."
            | "..."
            | "…"
            | "-"
            | "--"
            | "–"
            | "—"
            | "n.a."
            | "N.A."
            | "ND"
            | "n.d."
            | "<NA>"
    )
}

/// The value of a cell: NaN when it is missing, an error text when it is no number.
pub(crate) fn value(cell: &Cell, decimal: DecimalMark) -> Result<f64, String> {
    match cell {
        Cell::Empty => Ok(f64::NAN),
        Cell::Number(number) if number.is_infinite() => {
            Err("is infinite; leave the cell empty when the value is missing".to_owned())
        }
        Cell::Number(number) => Ok(*number),
        Cell::Text(text) if is_missing(text) => Ok(f64::NAN),
        Cell::Text(text) => match number(text, decimal) {
            Some(number) => Ok(number),
            None => Err(why_not(text, decimal)),
        },
        Cell::Error(text) if is_missing(text) => Ok(f64::NAN),
        Cell::Error(_) => {
            Err("is a formula error; mend the formula or leave the cell empty".to_owned())
        }
        Cell::Boolean(_) => {
            Err("is a truth value; write a number or leave the cell empty".to_owned())
        }
        Cell::Local(_) | Cell::Instant(_) => {
            Err("is a date; write a number or format the cell as one".to_owned())
        }
    }
}

fn why_not(text: &str, decimal: DecimalMark) -> String {
    let trimmed = text.trim();
    if trimmed.ends_with('%') {
        "has a percent sign; write the number alone and give the column the unit %".to_owned()
    } else if number(text, decimal.other()).is_some() {
        format!(
            "is not a number with a decimal {}; write it so, or choose the decimal {}",
            decimal.name(),
            decimal.other().name()
        )
    } else if trimmed.parse::<f64>().is_ok_and(f64::is_infinite) {
        "is infinite; leave the cell empty when the value is missing".to_owned()
    } else {
        format!(
            "is not a number; write it like 1234{}5, or leave the cell empty when the value is missing",
            decimal.mark()
        )
    }
}

/// Reads `1234.5`, `-1,234.50`, `1 234,5`, `(12.5)` for a negative, `$ 12`, `1.2e-3`. Groups of
/// thousands must be whole groups, so that a decimal comma is never taken for one.
pub(crate) fn number(text: &str, decimal: DecimalMark) -> Option<f64> {
    let text = text.trim();
    if decimal == DecimalMark::Point && is_plain(text) {
        return text.parse().ok().filter(|number: &f64| number.is_finite());
    }
    if text.is_empty() || text.len() > MAX_LENGTH {
        return None;
    }
    let (text, negative) = match text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    let (text, negative) = match text.strip_prefix(['-', '−']) {
        Some(_) if negative => return None,
        Some(rest) => (rest.trim_start(), true),
        None => (text.strip_prefix('+').unwrap_or(text), negative),
    };
    let text = ["US$", "$", "€", "£", "¥"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))
        .unwrap_or(text)
        .trim_start();
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once(decimal.mark()) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let whole = without_groups(whole, decimal)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit())
        || (whole.is_empty() && fraction.is_empty())
    {
        return None;
    }
    let mut plain = format!("{whole}.{fraction}0");
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        plain = format!("{plain}e{exponent}");
    }
    if plain.starts_with('.') {
        plain.insert(0, '0');
    }
    let size: f64 = plain.parse().ok()?;
    size.is_finite()
        .then_some(if negative { -size } else { size })
}

/// Digits with at most a sign, a point and an exponent: the common case, read as it stands.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= MAX_LENGTH
        && bytes
            .last()
            .is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.')
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'))
}

fn without_groups(whole: &str, decimal: DecimalMark) -> Option<String> {
    if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(whole.to_owned());
    }
    let separator = whole.chars().find(|c| !c.is_ascii_digit())?;
    let allowed = match decimal {
        DecimalMark::Point => ',',
        DecimalMark::Comma => '.',
    };
    if separator != allowed
        && !matches!(
            separator,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'
        )
    {
        return None;
    }
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    if first.is_empty() || first.len() > 3 || !is_digits(first) {
        return None;
    }
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// The mark under which the texts are numbers, with a warning when they are under both.
pub(crate) fn detect<'a>(texts: impl Iterator<Item = &'a str>) -> (DecimalMark, bool) {
    let (mut point, mut comma, mut both) = (0_usize, 0_usize, 0_usize);
    for text in texts.filter(|text| text.contains([',', '.'])) {
        match (
            number(text, DecimalMark::Point),
            number(text, DecimalMark::Comma),
        ) {
            (Some(_), Some(_)) => both += 1,
            (Some(_), None) => point += 1,
            (None, Some(_)) => comma += 1,
            (None, None) => {}
        }
    }
    let mark = if comma > point {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    };
    (mark, point == 0 && comma == 0 && both > 0)
}

#[cfg(test)]
mod tests {
    use super::{DecimalMark, detect, is_missing, number, value};
    use crate::files::cell::Cell;

    #[test]
    fn notations_of_tables() {
        for (text, expected) in [
            ("12", 12.0),
            (" -36.98 ", -36.98),
            ("1,234.50", 1_234.5),
            ("1 234.5", 1_234.5),
            ("1\u{a0}234\u{a0}567", 1_234_567.0),
            ("(12.5)", -12.5),
            ("−3", -3.0),
            ("$1,000", 1_000.0),
            ("1.2e-3", 0.001_2),
            (".5", 0.5),
            ("5.", 5.0),
            ("+7", 7.0),
            ("1,234e2", 123_400.0),
        ] {
            assert_eq!(number(text, DecimalMark::Point), Some(expected), "{text}");
        }
        for (text, expected) in [
            ("1,5", 1.5),
            ("1.234,5", 1_234.5),
            ("-0,25", -0.25),
            ("12", 12.0),
        ] {
            assert_eq!(number(text, DecimalMark::Comma), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_guessed() {
        for text in [
            "", "abc", "1,5", "1,23,456", "12 34", "1.2.3", "--5", "inf", "NaN", "1e", "1e999",
            "0x1F", "5 %", "1-2", "(-5)", "e5", ",", ".",
        ] {
            assert_eq!(number(text, DecimalMark::Point), None, "{text}");
        }
    }

    #[test]
    fn absence_is_not_zero() {
        for text in ["", "NA", "n/a", "..", "…", "-", "#N/A", " "] {
            assert!(is_missing(text), "{text}");
            assert!(value(&Cell::Text(text.to_owned()), DecimalMark::Point).is_ok_and(f64::is_nan));
        }
        assert!(!is_missing("0"));
    }

    #[test]
    fn reasons_say_what_would_be_right() {
        let reason =
            |text: &str| value(&Cell::Text(text.to_owned()), DecimalMark::Point).unwrap_err();
        assert!(reason("1,5").contains("choose the decimal comma"));
        assert!(reason("5%").contains("unit %"));
        assert!(reason("inf").contains("infinite"));
        assert!(reason("abc").contains("like 1234.5"));
    }

    #[test]
    fn the_mark_is_read_off_the_numbers() {
        assert_eq!(
            detect(["1.5", "1,234"].into_iter()),
            (DecimalMark::Point, false)
        );
        assert_eq!(
            detect(["1,5", "12"].into_iter()),
            (DecimalMark::Comma, false)
        );
        assert_eq!(
            detect(["1,234", "5,678"].into_iter()),
            (DecimalMark::Point, true)
        );
    }
}
