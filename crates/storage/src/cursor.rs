//! Pages by key: a cursor holds the sort key and identifier of the last row given, so a page costs the same wherever
//! it lies and rows added or removed meanwhile neither repeat nor hide others.

use std::{fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Value,
};
use serde::{Deserialize, Serialize};

use crate::{error::StorageError, instant::from_micros};

/// The most rows a page may hold.
pub(crate) const PAGE_LIMIT_MAX: u64 = 1_000;

#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Rows wanted; held to 1..=1,000.
    pub limit: u64,
    /// Where the page before this one ended.
    pub after: Option<Cursor>,
}

impl PageRequest {
    pub fn first(limit: u64) -> Self {
        Self { limit, after: None }
    }

    fn bounded_limit(&self) -> u64 {
        self.limit.clamp(1, PAGE_LIMIT_MAX)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// Rows that match, on all pages together.
    pub total: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    #[default]
    Ascending,
    Descending,
}

/// An opaque place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    key: SortKey,
    id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SortKey {
    #[serde(rename = "s")]
    Text(String),
    #[serde(rename = "t")]
    Micros(i64),
    #[serde(rename = "n")]
    Number(i64),
}

impl From<&str> for SortKey {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<DateTime<Utc>> for SortKey {
    fn from(time: DateTime<Utc>) -> Self {
        Self::Micros(time.timestamp_micros())
    }
}

impl From<i64> for SortKey {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl SortKey {
    fn into_value(self) -> Result<Value, StorageError> {
        Ok(match self {
            Self::Text(text) => text.into(),
            Self::Micros(micros) => from_micros(micros).ok_or(StorageError::BadCursor)?.into(),
            Self::Number(number) => number.into(),
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json =
            serde_json::to_vec(&(&self.key, &self.id)).expect("strings and integers serialise");
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(json))
    }
}

impl FromStr for Cursor {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Self, StorageError> {
        let json = BASE64_URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| StorageError::BadCursor)?;
        let (key, id) = serde_json::from_slice(&json).map_err(|_| StorageError::BadCursor)?;
        Ok(Self { key, id })
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The order of a list: a column, then the identifier to break ties.
pub(crate) struct Keyset<C> {
    pub(crate) column: C,
    pub(crate) id: C,
    pub(crate) direction: Direction,
}

impl<C: ColumnTrait> Keyset<C> {
    fn after(&self, cursor: Cursor) -> Result<Condition, StorageError> {
        let key = cursor.key.into_value()?;
        let same_key = Condition::all().add(self.column.eq(key.clone()));
        Ok(match self.direction {
            Direction::Ascending => Condition::any()
                .add(self.column.gt(key))
                .add(same_key.add(self.id.gt(cursor.id))),
            Direction::Descending => Condition::any()
                .add(self.column.lt(key))
                .add(same_key.add(self.id.lt(cursor.id))),
        })
    }

    fn order(&self) -> Order {
        match self.direction {
            Direction::Ascending => Order::Asc,
            Direction::Descending => Order::Desc,
        }
    }
}

/// One page of `matching`: rows turned into domain values by `read`, their place in the list given by `key_of`.
pub(crate) async fn page<E, M, T>(
    connection: &impl ConnectionTrait,
    matching: Select<E>,
    keyset: &Keyset<E::Column>,
    request: &PageRequest,
    key_of: impl Fn(&M) -> (SortKey, String),
    read: impl Fn(M) -> Result<T, StorageError>,
) -> Result<Page<T>, StorageError>
where
    E: EntityTrait<Model = M>,
    M: sea_orm::FromQueryResult + sea_orm::ModelTrait<Entity = E> + Send + Sync + Sized,
{
    let total = matching.clone().count(connection).await?;
    let limit = request.bounded_limit();
    let mut select = matching;
    if let Some(cursor) = &request.after {
        select = select.filter(keyset.after(cursor.clone())?);
    }
    let mut rows = select
        .order_by(keyset.column, keyset.order())
        .order_by(keyset.id, keyset.order())
        .limit(limit + 1)
        .all(connection)
        .await?;
    let next = if rows.len() as u64 > limit {
        rows.truncate(usize::try_from(limit).expect("the limit is at most 1,000"));
        rows.last().map(|row| {
            let (key, id) = key_of(row);
            Cursor { key, id }
        })
    } else {
        None
    };
    Ok(Page {
        items: rows.into_iter().map(read).collect::<Result<_, _>>()?,
        next,
        total,
    })
}

/// A `LIKE` pattern that finds `text` anywhere; the text's own wildcards are escaped by `\`.
pub(crate) fn contains_pattern(text: &str) -> sea_orm::sea_query::LikeExpr {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in fold(text).chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    sea_orm::sea_query::LikeExpr::new(pattern).escape('\\')
}

/// Text as it is compared when searching and sorting. The databases' own `lower()` differ (SQLite's knows only
/// ASCII), so folded text is stored beside the original.
pub(crate) fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text_form_and_nonsense_does_not() {
        let cursor = Cursor {
            key: SortKey::Text("copper, \"LME\"".to_owned()),
            id: "0191".to_owned(),
        };
        assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        for nonsense in ["", "abc", "e30", "../../etc"] {
            assert!(
                matches!(nonsense.parse::<Cursor>(), Err(StorageError::BadCursor)),
                "{nonsense}"
            );
        }
    }
}
