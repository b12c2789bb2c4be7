//! From local clock times to UTC. Times that a clock change skips or repeats are refused with what
//! to write instead; none is chosen silently.

use super::dates::Stamp;
use chrono::{LocalResult, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use prospect_series::Timestamp;
use prospect_series::time::at_midnight;

/// The zone of a name from the IANA database, as `Europe/Berlin`.
pub(crate) fn parse(name: &str) -> Result<Tz, String> {
    name.trim().parse().map_err(|_| {
        format!(
            "unknown time zone \"{name}\"; use a name like Europe/Berlin, America/New_York or UTC"
        )
    })
}

/// The instant of a stamp. `as_clock` says that the column holds times of day: then a date is a local
/// midnight, otherwise it names the day and sits at midnight UTC wherever the file comes from.
pub(crate) fn resolve(stamp: Stamp, zone: Tz, as_clock: bool) -> Result<Timestamp, String> {
    match stamp {
        Stamp::Instant(time) => Ok(time),
        Stamp::Date(date) if !as_clock => Ok(at_midnight(date)),
        Stamp::Local(time) if !as_clock => Ok(at_midnight(time.date())),
        Stamp::Date(date) => local(date.and_time(chrono::NaiveTime::MIN), zone),
        Stamp::Local(time) => local(time, zone),
    }
}

/// Whether a stamp shows a time of day that is not midnight.
pub(crate) fn shows_clock(stamp: Stamp) -> bool {
    matches!(stamp, Stamp::Local(time) if time.time() != chrono::NaiveTime::MIN)
}

fn local(time: NaiveDateTime, zone: Tz) -> Result<Timestamp, String> {
    match zone.from_local_datetime(&time) {
        LocalResult::Single(time) => Ok(time.to_utc()),
        LocalResult::None => Err(format!(
            "does not exist in {zone}: the clocks were put forward; give the time in UTC or with its offset"
        )),
        LocalResult::Ambiguous(first, second) => Err(format!(
            "happened twice in {zone}: the clocks were put back; add the offset, {} or {}",
            first.format("%:z"),
            second.format("%:z")
        )),
    }
}
