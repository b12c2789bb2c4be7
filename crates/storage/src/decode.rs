//! Turning stored text into domain values. A value that cannot be read names its table, column and row, because
//! "invalid digit" alone does not help whoever has to mend the database.

use std::{fmt::Display, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};

use crate::error::StorageError;

/// Where a value was read.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a dyn Display,
}

impl Place<'_> {
    pub(crate) fn fault(self, column: &'static str, reason: impl Display) -> StorageError {
        StorageError::Inconsistent {
            table: self.table,
            column,
            row: self.row.to_string(),
            reason: reason.to_string(),
        }
    }

    pub(crate) fn parse<T>(self, column: &'static str, text: &str) -> Result<T, StorageError>
    where
        T: FromStr<Err: Display>,
    {
        text.parse()
            .map_err(|error| self.fault(column, format!("{error} in {text:?}")))
    }

    pub(crate) fn parse_optional<T>(
        self,
        column: &'static str,
        text: Option<&str>,
    ) -> Result<Option<T>, StorageError>
    where
        T: FromStr<Err: Display>,
    {
        text.map(|text| self.parse(column, text)).transpose()
    }

    pub(crate) fn json<T: DeserializeOwned>(
        self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StorageError> {
        serde_json::from_str(text).map_err(|error| self.fault(column, error))
    }

    pub(crate) fn json_optional<T: DeserializeOwned>(
        self,
        column: &'static str,
        text: Option<&str>,
    ) -> Result<Option<T>, StorageError> {
        text.map(|text| self.json(column, text)).transpose()
    }

    pub(crate) fn millis(
        self,
        column: &'static str,
        millis: i64,
    ) -> Result<chrono::DateTime<chrono::Utc>, StorageError> {
        crate::instant::from_millis(millis)
            .ok_or_else(|| self.fault(column, format!("{millis} ms is out of range")))
    }
}

/// JSON is stored as text on both engines: PostgreSQL's `jsonb` would reorder keys and rewrite numbers, and a stored
/// result must come back as the same digits in the same order.
pub(crate) fn to_json_text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("stored documents have string keys and serialise")
}

/// An enum stored as a word, with its words listed once.
macro_rules! stored_words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::decode::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::decode::UnknownWord { known: &[$($word),+] }),
                }
            }
        }
    };
}
pub(crate) use stored_words;

#[derive(Debug, thiserror::Error)]
#[error("expected one of {}", known.join(", "))]
pub struct UnknownWord {
    pub(crate) known: &'static [&'static str],
}
