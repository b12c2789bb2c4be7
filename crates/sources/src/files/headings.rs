//! The headings above a table: names, units and codes, which publishers spread over several rows.

use super::cell::Cell;
use super::grid::{Grid, Row};
use prospect_series::Unit;

/// Heading rows at most; what lies higher is a title.
const MAX_HEADING_ROWS: usize = 6;
/// Words that a heading of dates is made of.
const DATE_WORDS: [&str; 14] = [
    "date",
    "dates",
    "ds",
    "time",
    "timestamp",
    "datetime",
    "period",
    "month",
    "year",
    "day",
    "quarter",
    "week",
    "datum",
    "fecha",
];
/// Headings that say what kind of value this is but not of what.
const GENERIC: [&str; 16] = [
    "price",
    "prices",
    "value",
    "values",
    "y",
    "open",
    "high",
    "low",
    "close",
    "adj close",
    "last",
    "settle",
    "settlement",
    "volume",
    "average",
    "amount",
];

/// What stands above a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Heading {
    pub(crate) name: Option<String>,
    /// A short identifier in a row of its own.
    pub(crate) code: Option<String>,
    pub(crate) unit: Option<Unit>,
}

impl Heading {
    /// Whether the name says nothing about which series this is.
    pub(crate) fn is_generic(&self) -> bool {
        self.name
            .as_ref()
            .is_none_or(|name| GENERIC.contains(&name.to_lowercase().as_str()))
    }
}

/// Whether a heading speaks of time: `Date`, `Observation date`, `TIME_PERIOD`, `ds`.
pub(crate) fn is_date_word(text: &str) -> bool {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| DATE_WORDS.contains(&word))
}

/// The headings of all columns of a table whose data begin at position `first` of its rows.
pub(crate) fn headings(grid: &Grid, first: usize) -> Vec<Heading> {
    let rows = heading_rows(grid, first);
    (0..grid.columns)
        .map(|column| heading(rows, column))
        .collect()
}

/// The block of rows right above the data, without titles (single cells over a wide table).
fn heading_rows(grid: &Grid, first: usize) -> &[Row] {
    let above = &grid.rows[..first];
    let mut from = above.len();
    while from > 0 && above.len() - from < MAX_HEADING_ROWS {
        let row = &above[from - 1];
        let is_nearest = from == above.len();
        let needed = if is_nearest || grid.columns == 1 {
            1
        } else {
            2
        };
        let all_texts = row
            .cells
            .iter()
            .all(|cell| cell.is_blank() || matches!(cell, Cell::Text(_)));
        if row.filled() < needed || !(all_texts || is_nearest) {
            break;
        }
        from -= 1;
    }
    &above[from..]
}

fn heading(rows: &[Row], column: usize) -> Heading {
    let mut heading = Heading::default();
    for row in rows {
        let shown = row.cell(column).shown();
        let text = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            continue;
        }
        if heading.unit.is_none()
            && let Some(unit) = whole_unit(&text)
            && (heading.name.is_some() || rows.len() > 1)
        {
            heading.unit = Some(unit);
        } else if heading.unit.is_none()
            && is_index_base(&text)
            && let Some(name) = &mut heading.name
        {
            // The base year belongs to the name: it says which index this is.
            name.push(' ');
            name.push_str(&text);
            heading.unit = Unit::parse("index").ok();
        } else if heading.name.is_none() {
            let (name, unit) = split_unit(&text);
            heading.name = Some(name.to_owned());
            heading.unit = heading.unit.or(unit);
        } else if looks_like_code(&text) {
            heading.code = Some(text);
        } else if let Some(name) = &mut heading.name {
            name.push(' ');
            name.push_str(&text);
        }
    }
    if rows.len() > 1 && heading.code.is_none() {
        heading.code = heading.name.clone().filter(|name| looks_like_code(name));
    }
    heading
}

/// A unit alone in its cell: `($/bbl)`, `[US$/t]`, `US$/lb`. Words of one letter or digit are too
/// likely something else.
fn whole_unit(text: &str) -> Option<Unit> {
    let inner = enclosed(text);
    if inner.is_none() && !text.contains(['/', '$']) {
        return None;
    }
    Unit::parse(inner.unwrap_or(text)).ok()
}

/// `(2010=100)`.
fn is_index_base(text: &str) -> bool {
    enclosed(text)
        .unwrap_or(text)
        .split_once('=')
        .is_some_and(|(year, base)| {
            year.trim().len() == 4 && year.trim().parse::<u16>().is_ok() && base.trim() == "100"
        })
}

fn enclosed(text: &str) -> Option<&str> {
    let strip = |open: char, close: char| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .map(str::trim)
    };
    strip('(', ')').or_else(|| strip('[', ']'))
}

/// `Price (US$/bbl)`, `Price [US$/bbl]` or `Price, US$/bbl` as name and unit.
pub(crate) fn split_unit(text: &str) -> (&str, Option<Unit>) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(rest) = text.strip_suffix(close)
            && let Some(at) = rest.rfind(open)
            && let Ok(unit) = Unit::parse(&rest[at + 1..])
            && at > 0
        {
            return (text[..at].trim_end(), Some(unit));
        }
    }
    if let Some((name, unit)) = text.rsplit_once(',')
        && !name.trim().is_empty()
        && unit.contains(['/', '$', '%'])
        && let Ok(unit) = Unit::parse(unit)
    {
        return (name.trim_end(), Some(unit));
    }
    (text, None)
}

/// `CRUDE_BRENT`, `iENERGY`, `DCOILWTICO`, `PCOPPUSDM`.
fn looks_like_code(text: &str) -> bool {
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    text.len() >= 3
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        && capitals * 2 >= text.bytes().filter(u8::is_ascii_alphabetic).count()
        && capitals > 1
}

/// A code made of a name: `Crude oil, Brent` becomes `crude-oil-brent`.
pub(crate) fn slug(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::{headings, is_date_word, slug, split_unit};
    use crate::files::cell::Cell;
    use crate::files::grid::Grid;

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::default();
        for (number, row) in (1..).zip(rows) {
            let cells = row
                .iter()
                .map(|text| Cell::Text((*text).to_owned()))
                .collect();
            grid.push(number, cells).expect("small");
        }
        grid
    }

    #[test]
    fn a_single_row() {
        let grid = grid(&[
            &[
                "Date",
                "Copper (US$/lb)",
                "Gold, US$/oz",
                "Stocks (kt)",
                "Note",
            ],
            &[],
        ]);
        let found: Vec<_> = headings(&grid, 1)
            .into_iter()
            .map(|heading| {
                (
                    heading.name.unwrap_or_default(),
                    heading.unit.map(|unit| unit.to_string()),
                )
            })
            .collect();
        let expected = [
            ("Date", None),
            ("Copper", Some("US$/lb")),
            ("Gold", Some("US$/oz")),
            ("Stocks", Some("kt")),
            ("Note", None),
        ]
        .map(|(name, unit)| (name.to_owned(), unit.map(str::to_owned)));
        assert_eq!(found, expected);
    }

    #[test]
    fn names_units_and_codes_in_rows_of_their_own() {
        let grid = grid(&[
            &["World Bank Commodity Price Data"],
            &["Updated on December 03, 2024"],
            &["", "Crude oil, Brent", "Tea, avg 3 auctions"],
            &["", "($/bbl)", "($/kg)"],
            &["", "CRUDE_BRENT", "TEA_AVG"],
            &["1960M01", "1.6", "1.0"],
        ]);
        let found = headings(&grid, 5);
        assert_eq!(found[1].name.as_deref(), Some("Crude oil, Brent"));
        assert_eq!(found[1].code.as_deref(), Some("CRUDE_BRENT"));
        assert_eq!(
            found[1].unit.as_ref().map(ToString::to_string).as_deref(),
            Some("US$/bbl")
        );
        assert_eq!(found[2].code.as_deref(), Some("TEA_AVG"));
        assert_eq!(found[0].name, None);
    }

    #[test]
    fn words() {
        assert!(is_date_word("Date") && is_date_word("TIME_PERIOD") && is_date_word("ds"));
        assert!(!is_date_word("Candidate") && !is_date_word("Price"));
        assert_eq!(slug("Crude oil, Brent **"), "crude-oil-brent");
        assert_eq!(split_unit("Gold (see note)"), ("Gold (see note)", None));
        assert_eq!(split_unit("Sales, total"), ("Sales, total", None));
    }
}
