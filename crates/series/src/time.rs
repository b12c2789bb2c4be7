//! The one notion of time in the workbench: an instant in UTC. Daily and coarser data sit at midnight
//! of the day that names them; time zones are resolved where files are read.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// An instant in UTC.
pub type Timestamp = DateTime<Utc>;

/// Midnight of `date`, where daily and coarser observations sit.
pub fn at_midnight(date: NaiveDate) -> Timestamp {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// The time as people write it: the date alone when it is a midnight.
pub fn written(time: Timestamp) -> String {
    if time.time() == NaiveTime::MIN {
        time.date_naive().to_string()
    } else {
        time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    }
}
