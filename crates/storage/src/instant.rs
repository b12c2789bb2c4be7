//! Precision of stored times. PostgreSQL keeps microseconds and SQLite would keep nanoseconds; cutting every time to
//! microseconds before it is stored makes what is returned equal to what is read back, on both.

use chrono::{DateTime, SubsecRound, Utc};

/// `time` cut (not rounded) to whole microseconds.
pub fn to_microseconds(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}

/// A time from microseconds since 1970; `None` outside chrono's range.
pub(crate) fn from_micros(micros: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros)
}

/// A time from milliseconds since 1970; `None` outside chrono's range.
pub(crate) fn from_millis(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
}
