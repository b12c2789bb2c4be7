//! Tables for people: columns aligned, numbers to the right, thousands apart.
//! Programs take JSON, CSV or Parquet instead; nothing parses this.

use std::fmt::Write as _;

/// How a column lines up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows of text under headings.
pub(crate) struct TextTable {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

const GAP: &str = "  ";

impl TextTable {
    pub(crate) fn new(columns: &[(&str, Align)]) -> Self {
        Self {
            columns: columns
                .iter()
                .map(|&(name, align)| (name.to_owned(), align))
                .collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    pub(crate) fn render(&self) -> String {
        let headings: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|column| {
                std::iter::once(&headings)
                    .chain(&self.rows)
                    .map(|row| row[column].chars().count())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        if headings.iter().any(|heading| !heading.is_empty()) {
            self.line(&mut text, &headings, &widths);
        }
        for row in &self.rows {
            self.line(&mut text, row, &widths);
        }
        text
    }

    fn line(&self, text: &mut String, cells: &[String], widths: &[usize]) {
        let mut line = String::new();
        for ((cell, &width), (_, align)) in cells.iter().zip(widths).zip(&self.columns) {
            if !line.is_empty() || width == 0 {
                line.push_str(GAP);
            }
            let padding = " ".repeat(width - cell.chars().count());
            match align {
                Align::Left => {
                    line.push_str(cell);
                    line.push_str(&padding);
                }
                Align::Right => {
                    line.push_str(&padding);
                    line.push_str(cell);
                }
            }
        }
        writeln!(text, "{}", line.trim_end()).expect("text grows without fail");
    }
}

/// A number with `decimals` digits after the point and thousands apart.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (sign, digits) = match plain.strip_prefix('-') {
        // A value that rounds to zero has no sign.
        Some(digits) if digits.chars().any(|digit| ('1'..='9').contains(&digit)) => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::with_capacity(plain.len() + whole.len() / 3);
    grouped.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A number shown to about five significant digits.
pub(crate) fn significant(value: f64) -> String {
    if !value.is_finite() {
        return "unavailable".to_owned();
    }
    let magnitude = value.abs();
    let decimals = if magnitude >= 10_000.0 {
        0
    } else if magnitude >= 1_000.0 {
        1
    } else if magnitude >= 10.0 || magnitude == 0.0 {
        2
    } else if magnitude >= 0.1 {
        4
    } else {
        6
    };
    number(value, decimals)
}

/// A decimal share as a percentage.
pub(crate) fn percent(share: f64, decimals: usize) -> String {
    format!("{} %", number(100.0 * share, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(number(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(number(-1_000.0, 0), "-1,000");
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(999.0, 0), "999");
    }

    #[test]
    fn about_five_digits_are_shown() {
        assert_eq!(significant(2775.806), "2,775.8");
        assert_eq!(significant(0.242_249), "0.2422");
        assert_eq!(significant(f64::NAN), "unavailable");
        assert_eq!(percent(0.242_249, 1), "24.2 %");
    }

    #[test]
    fn columns_line_up() {
        let mut table = TextTable::new(&[("year", Align::Left), ("flow", Align::Right)]);
        table.row(vec!["1".to_owned(), "-475.1".to_owned()]);
        table.row(vec!["10".to_owned(), "3.0".to_owned()]);
        assert_eq!(table.render(), "year    flow\n1     -475.1\n10       3.0\n");
    }
}
