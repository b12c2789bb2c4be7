//! How often a series is observed: inferred from its times, and what follows from it (season length,
//! periods per year, when the next value is due). Which days are open is the [`calendar`](crate::calendar).

use crate::time::Timestamp;
use chrono::{Datelike, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The spacing of observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    Yearly,
    Quarterly,
    Monthly,
    Weekly,
    /// Daily, on some weekdays only.
    BusinessDaily,
    Daily,
    Hourly,
    /// No regular spacing, or one that is not listed.
    Irregular,
}

/// Whether the newest observation is where it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Staleness {
    /// The next observation is not due yet.
    Current,
    /// The next observation is due, within the delay that publishers usually need.
    Due,
    /// Observations are missing at the end.
    Stale,
    /// The frequency says nothing about when the next one comes.
    Unknown,
}

/// Share of steps that must have the regular length; the rest are holidays and holes.
const REGULAR_SHARE: f64 = 0.5;
/// Share of a weekday's dates on which a day may trade and still count as closed: single special
/// sessions and typing errors.
const CLOSED_WEEKDAY_SHARE: f64 = 0.02;
const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 86_400;

impl Frequency {
    pub const ALL: [Self; 8] = [
        Self::Yearly,
        Self::Quarterly,
        Self::Monthly,
        Self::Weekly,
        Self::BusinessDaily,
        Self::Daily,
        Self::Hourly,
        Self::Irregular,
    ];

    /// The frequency of sorted, distinct times. Fewer than three times are irregular.
    pub fn infer(times: &[Timestamp]) -> Self {
        if times.len() < 3 {
            return Self::Irregular;
        }
        let months: Vec<i64> = times.iter().copied().map(month_number).collect();
        if months.windows(2).all(|pair| pair[0] < pair[1]) {
            return of_month_steps(&months);
        }
        let steps_s: Vec<i64> = times
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).num_seconds())
            .collect();
        // Local midnights move by an hour twice a year in UTC.
        if steps_s
            .iter()
            .all(|step| (step + HOUR_S).rem_euclid(DAY_S) <= 2 * HOUR_S && *step >= DAY_S - HOUR_S)
        {
            let days: Vec<i64> = steps_s
                .iter()
                .map(|step| (step + DAY_S / 2) / DAY_S)
                .collect();
            return of_day_steps(&days, times);
        }
        if steps_s.iter().all(|step| step % HOUR_S == 0) && most_common(&steps_s) == Some(HOUR_S) {
            return Self::Hourly;
        }
        Self::Irregular
    }

    /// Observations per season, as the M4 competition scales its errors: 12 for monthly, 4 for
    /// quarterly, 24 for hourly data, 1 otherwise (daily and weekly included).
    pub fn season_length(self) -> usize {
        match self {
            Self::Quarterly => 4,
            Self::Monthly => 12,
            Self::Hourly => 24,
            Self::Yearly | Self::Weekly | Self::BusinessDaily | Self::Daily | Self::Irregular => 1,
        }
    }

    /// Steps in a year for annualising (252 trading days); none for irregular data.
    pub fn periods_per_year(self) -> Option<f64> {
        Some(match self {
            Self::Yearly => 1.0,
            Self::Quarterly => 4.0,
            Self::Monthly => 12.0,
            Self::Weekly => 52.0,
            Self::BusinessDaily => 252.0,
            Self::Daily => 365.0,
            Self::Hourly => 8_760.0,
            Self::Irregular => return None,
        })
    }

    /// The longest usual time between two observations: a long weekend for business days.
    fn longest_step(self) -> Option<TimeDelta> {
        Some(match self {
            Self::Yearly => TimeDelta::days(366),
            Self::Quarterly => TimeDelta::days(92),
            Self::Monthly => TimeDelta::days(31),
            Self::Weekly => TimeDelta::days(7),
            Self::BusinessDaily => TimeDelta::days(4),
            Self::Daily => TimeDelta::days(1),
            Self::Hourly => TimeDelta::hours(1),
            Self::Irregular => return None,
        })
    }

    /// Judges the newest observation `last` at the moment `now`. A value that names a period is
    /// published after the period ends, so the first two steps are `Current`; up to five are `Due`.
    pub fn staleness(self, last: Timestamp, now: Timestamp) -> Staleness {
        let Some(step) = self.longest_step() else {
            return Staleness::Unknown;
        };
        let age = now - last;
        if age <= step * 2 {
            Staleness::Current
        } else if age <= step * 5 {
            Staleness::Due
        } else {
            Staleness::Stale
        }
    }

    /// The name used in files, requests and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::Quarterly => "quarterly",
            Self::Monthly => "monthly",
            Self::Weekly => "weekly",
            Self::BusinessDaily => "business_daily",
            Self::Daily => "daily",
            Self::Hourly => "hourly",
            Self::Irregular => "irregular",
        }
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no frequency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown frequency \"{0}\"; use yearly, quarterly, monthly, weekly, business_daily, daily, hourly or irregular"
)]
pub struct UnknownFrequency(pub String);

impl FromStr for Frequency {
    type Err = UnknownFrequency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim().to_ascii_lowercase().replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|frequency| frequency.name() == name)
            .ok_or_else(|| UnknownFrequency(text.to_owned()))
    }
}

/// Months since year 0.
pub(crate) fn month_number(time: Timestamp) -> i64 {
    i64::from(time.year()) * 12 + i64::from(time.month0())
}

fn of_month_steps(months: &[i64]) -> Frequency {
    let steps: Vec<i64> = months.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let Some(step) = most_common(&steps) else {
        return Frequency::Irregular;
    };
    if !steps.iter().all(|other| other % step == 0) {
        return Frequency::Irregular;
    }
    match step {
        1 => Frequency::Monthly,
        3 => Frequency::Quarterly,
        12 => Frequency::Yearly,
        _ => Frequency::Irregular,
    }
}

fn of_day_steps(days: &[i64], times: &[Timestamp]) -> Frequency {
    // Weekly dates move by a day or two around holidays.
    let near = |length: i64| {
        days.iter()
            .filter(|days| (**days - length).abs() <= 2)
            .count()
    };
    match most_common(days) {
        Some(1) if closed_weekdays(times).iter().any(|closed| *closed) => Frequency::BusinessDaily,
        Some(1) => Frequency::Daily,
        Some(7) if near(7) * 5 >= days.len() * 4 => Frequency::Weekly,
        _ => Frequency::Irregular,
    }
}

/// The value that makes up at least half of `steps`.
fn most_common(steps: &[i64]) -> Option<i64> {
    let mut counts = BTreeMap::new();
    for step in steps {
        *counts.entry(*step).or_insert(0_usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|&(_, count)| count)
        .filter(|&(_, count)| count as f64 >= REGULAR_SHARE * steps.len() as f64)
        .map(|(step, _)| step)
}

/// Which weekdays, Monday first, never trade (up to single exceptions) although the history passes
/// over them. None are closed when four or more look so: that is no trading week but a sparse series.
pub(crate) fn closed_weekdays(times: &[Timestamp]) -> [bool; 7] {
    let mut seen = [0_usize; 7];
    for time in times {
        seen[time.weekday().num_days_from_monday() as usize] += 1;
    }
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        return [false; 7];
    };
    let span_days = (last.date_naive() - first.date_naive()).num_days() + 1;
    let first_weekday = first.weekday().num_days_from_monday();
    let closed = std::array::from_fn(|index| {
        let until_weekday =
            i64::from(weekday_at(index).num_days_from_monday() + 7 - first_weekday) % 7;
        let passed = (span_days - until_weekday + 6).max(0) / 7;
        passed > 0 && (seen[index] as f64) <= CLOSED_WEEKDAY_SHARE * passed as f64
    });
    if closed.iter().filter(|closed| **closed).count() > 3 {
        return [false; 7];
    }
    closed
}

/// The weekday at a position of a Monday-first array.
pub(crate) fn weekday_at(index: usize) -> Weekday {
    const WEEK: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    WEEK[index % 7]
}
