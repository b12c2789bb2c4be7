//! The calendar periods that observations fall in: years, quarters, months, ISO weeks, days, hours.

use crate::frequency::{Frequency, month_number};
use crate::time::{Timestamp, at_midnight};
use chrono::{DateTime, Datelike, NaiveDate};

/// Day 0 is 1970-01-01, a Thursday.
const FIRST_MONDAY: i64 = 4;

/// The number of the period that holds `time`; `None` for irregular data, which has no periods.
pub(crate) fn number(time: Timestamp, frequency: Frequency) -> Option<i64> {
    let day = time.timestamp().div_euclid(86_400);
    Some(match frequency {
        Frequency::Yearly => i64::from(time.year()),
        Frequency::Quarterly => month_number(time).div_euclid(3),
        Frequency::Monthly => month_number(time),
        Frequency::Weekly => (day - FIRST_MONDAY).div_euclid(7),
        Frequency::BusinessDaily | Frequency::Daily => day,
        Frequency::Hourly => time.timestamp().div_euclid(3_600),
        Frequency::Irregular => return None,
    })
}

/// The instant at which a period begins.
pub(crate) fn start(number: i64, frequency: Frequency) -> Option<Timestamp> {
    let month_start = |month: i64| {
        let year = i32::try_from(month.div_euclid(12)).ok()?;
        let month = u32::try_from(month.rem_euclid(12)).ok()? + 1;
        NaiveDate::from_ymd_opt(year, month, 1).map(at_midnight)
    };
    let seconds = |seconds: i64| DateTime::from_timestamp(seconds, 0);
    match frequency {
        Frequency::Yearly => month_start(number.checked_mul(12)?),
        Frequency::Quarterly => month_start(number.checked_mul(3)?),
        Frequency::Monthly => month_start(number),
        Frequency::Weekly => seconds(
            number
                .checked_mul(7)?
                .checked_add(FIRST_MONDAY)?
                .checked_mul(86_400)?,
        ),
        Frequency::BusinessDaily | Frequency::Daily => seconds(number.checked_mul(86_400)?),
        Frequency::Hourly => seconds(number.checked_mul(3_600)?),
        Frequency::Irregular => None,
    }
}

/// What one period is called.
pub(crate) fn noun(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Yearly => "year",
        Frequency::Quarterly => "quarter",
        Frequency::Monthly => "month",
        Frequency::Weekly => "week",
        Frequency::BusinessDaily | Frequency::Daily => "day",
        Frequency::Hourly => "hour",
        Frequency::Irregular => "period",
    }
}
