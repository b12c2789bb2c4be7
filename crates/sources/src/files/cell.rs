//! One cell of a table file, before anyone knows what its column means.

use chrono::NaiveDateTime;
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A typed date or time without zone: a spreadsheet date, a naive Parquet timestamp.
    Local(NaiveDateTime),
    /// A typed instant, already in UTC.
    Instant(NaiveDateTime),
    Boolean(bool),
    /// A spreadsheet error such as `#DIV/0!`.
    Error(String),
}

impl Cell {
    /// The cell as a reader of the file would see it.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text.trim()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Local(time) | Self::Instant(time) => {
                Cow::Owned(if time.time() == chrono::NaiveTime::MIN {
                    time.date().to_string()
                } else {
                    time.to_string()
                })
            }
            Self::Boolean(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}
