//! When the next observations of a series come: open weekdays and holidays for daily data, the day of
//! the month for coarser data, all read off the history. No list of exchanges: a series is its own
//! evidence, and a new one needs no configuration.

mod holidays;

pub use holidays::Holiday;

use crate::frequency::{Frequency, closed_weekdays, weekday_at};
use crate::period;
use crate::time::{Timestamp, at_midnight};
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike, Weekday};
use std::collections::BTreeSet;
use std::fmt;

/// Closed weekdays and holidays are read off the newest years: trading weeks change.
const WEEKDAY_HISTORY_DAYS: u64 = 5 * 366;
/// Longest closure that a step over days looks beyond.
const MAX_CLOSED_DAYS: usize = 60;

/// The rule by which times follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    step: Step,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Days {
        /// Monday first.
        closed: [bool; 7],
        holidays: Vec<Holiday>,
    },
    Weeks(Option<Weekday>),
    Months {
        every: u32,
        day: MonthDay,
    },
    Fixed(TimeDelta),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MonthDay {
    Day(u32),
    Last,
    LastWeekday,
}

impl Calendar {
    /// Reads the calendar off sorted, distinct times. With no history, daily steps know no holidays
    /// and business days are Monday to Friday.
    pub fn infer(times: &[Timestamp], frequency: Frequency) -> Self {
        let step = match frequency {
            Frequency::Yearly => Step::months(times, 12),
            Frequency::Quarterly => Step::months(times, 3),
            Frequency::Monthly => Step::months(times, 1),
            Frequency::Weekly => Step::Weeks(common_weekday(times)),
            Frequency::BusinessDaily => Step::business_days(times),
            Frequency::Daily => Step::Days {
                closed: [false; 7],
                holidays: Vec::new(),
            },
            Frequency::Hourly => Step::Fixed(TimeDelta::hours(1)),
            Frequency::Irregular => Step::Fixed(median_step(times)),
        };
        Self { step }
    }

    /// The `n` times that follow `last`. Fewer only where dates end, 262,000 years ahead.
    pub fn next_times(&self, last: Timestamp, n: usize) -> Vec<Timestamp> {
        match &self.step {
            Step::Days { .. } => {
                let time_of_day = last.time();
                let mut dates = last.date_naive();
                std::iter::from_fn(|| {
                    dates = self.next_open(dates)?;
                    Some(dates.and_time(time_of_day).and_utc())
                })
                .take(n)
                .collect()
            }
            Step::Weeks(weekday) => {
                let start = weekday.map_or(last, |weekday| nearest(last, weekday));
                (1..=n as u64)
                    .map_while(|k| start.checked_add_days(Days::new(7 * k)))
                    .collect()
            }
            Step::Months { every, day } => (1..)
                .take(n)
                .map_while(|k: i64| month_time(last, k * i64::from(*every), *day))
                .collect(),
            Step::Fixed(step) => (1..=i32::try_from(n).unwrap_or(i32::MAX))
                .map_while(|k| last.checked_add_signed(*step * k))
                .collect(),
        }
    }

    fn next_open(&self, date: NaiveDate) -> Option<NaiveDate> {
        date.iter_days()
            .skip(1)
            .take(MAX_CLOSED_DAYS)
            .find(|date| self.is_open(*date))
    }

    /// Whether an observation is expected on this day. Calendars coarser or finer than days are open
    /// on every day.
    pub fn is_open(&self, date: NaiveDate) -> bool {
        match &self.step {
            Step::Days { closed, holidays } => {
                !closed[date.weekday().num_days_from_monday() as usize]
                    && !holidays.iter().any(|holiday| holiday.contains(date))
            }
            _ => true,
        }
    }

    /// The number of the period that an observation belongs to. Weeks are counted between the usual
    /// weekdays of the series, so that one moved by a holiday stays in its week.
    pub(crate) fn position(&self, time: Timestamp, frequency: Frequency) -> Option<i64> {
        match &self.step {
            Step::Weeks(Some(weekday)) => period::number(nearest(time, *weekday), frequency),
            _ => period::number(time, frequency),
        }
    }

    /// The weekdays without trade.
    pub fn closed_weekdays(&self) -> Vec<Weekday> {
        match &self.step {
            Step::Days { closed, .. } => (0..7).filter(|&i| closed[i]).map(weekday_at).collect(),
            _ => Vec::new(),
        }
    }

    /// The holidays found in the history.
    pub fn holidays(&self) -> &[Holiday] {
        match &self.step {
            Step::Days { holidays, .. } => holidays,
            _ => &[],
        }
    }
}

impl fmt::Display for Calendar {
    /// In words, for people who ask why a day is not forecast.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.step {
            Step::Days { holidays, .. } => {
                let closed = self.closed_weekdays();
                if closed.is_empty() {
                    f.write_str("every day")?;
                } else {
                    let names: Vec<_> = closed.iter().map(ToString::to_string).collect();
                    write!(f, "every day but {}", names.join(", "))?;
                }
                if !holidays.is_empty() {
                    let names: Vec<_> = holidays.iter().map(ToString::to_string).collect();
                    write!(f, "; closed on {}", names.join(", "))?;
                }
                Ok(())
            }
            Step::Weeks(Some(weekday)) => write!(f, "every {weekday}"),
            Step::Weeks(None) => f.write_str("every 7 days"),
            Step::Months { every, day } => {
                match day {
                    MonthDay::Day(day) => write!(f, "day {day}")?,
                    MonthDay::Last => f.write_str("last day")?,
                    MonthDay::LastWeekday => f.write_str("last weekday")?,
                }
                match every {
                    1 => f.write_str(" of every month"),
                    12 => f.write_str(" of the month, once a year"),
                    _ => f.write_str(" of the month, every third month"),
                }
            }
            Step::Fixed(step) => write!(f, "every {} s", step.num_seconds()),
        }
    }
}

impl Step {
    fn business_days(times: &[Timestamp]) -> Self {
        let newest = times.last().and_then(|last| {
            last.checked_sub_days(Days::new(WEEKDAY_HISTORY_DAYS))
                .map(|from| times.partition_point(|time| *time < from))
        });
        let mut closed = closed_weekdays(&times[newest.unwrap_or(0)..]);
        if !closed.contains(&true) {
            closed = std::array::from_fn(|weekday| weekday >= 5);
        }
        let days: BTreeSet<NaiveDate> = times.iter().map(Timestamp::date_naive).collect();
        Self::Days {
            closed,
            holidays: holidays::infer(&days, closed),
        }
    }

    fn months(times: &[Timestamp], every: u32) -> Self {
        let dates: Vec<NaiveDate> = times.iter().map(Timestamp::date_naive).collect();
        let day = if dates.iter().all(|date| date.day() == 1) {
            MonthDay::Day(1)
        } else if dates.iter().all(|date| Some(*date) == last_of_month(*date)) {
            MonthDay::Last
        } else if dates
            .iter()
            .all(|date| Some(*date) == last_weekday_of_month(*date))
        {
            MonthDay::LastWeekday
        } else {
            MonthDay::Day(dates.last().map_or(1, NaiveDate::day))
        };
        Self::Months { every, day }
    }
}

fn last_of_month(date: NaiveDate) -> Option<NaiveDate> {
    date.with_day(u32::from(date.num_days_in_month()))
}

fn last_weekday_of_month(date: NaiveDate) -> Option<NaiveDate> {
    let last = last_of_month(date)?;
    let weekend_days = last.weekday().num_days_from_monday().saturating_sub(4);
    last.checked_sub_days(Days::new(u64::from(weekend_days)))
}

/// The observation `months` after the one at `time`.
fn month_time(time: Timestamp, months: i64, day: MonthDay) -> Option<Timestamp> {
    let month = crate::frequency::month_number(time) + months;
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let first = NaiveDate::from_ymd_opt(year, u32::try_from(month.rem_euclid(12)).ok()? + 1, 1)?;
    let date = match day {
        MonthDay::Day(day) => first.with_day(day.min(u32::from(first.num_days_in_month())))?,
        MonthDay::Last => last_of_month(first)?,
        MonthDay::LastWeekday => last_weekday_of_month(first)?,
    };
    Some(date.and_time(time.time()).and_utc())
}

fn common_weekday(times: &[Timestamp]) -> Option<Weekday> {
    let mut counts = [0_usize; 7];
    for time in times {
        counts[time.weekday().num_days_from_monday() as usize] += 1;
    }
    let most = (0..7).max_by_key(|&weekday| counts[weekday])?;
    (counts[most] > 0).then(|| weekday_at(most))
}

/// The instant on `weekday` that is at most three days from `time`.
fn nearest(time: Timestamp, weekday: Weekday) -> Timestamp {
    let ahead = i64::from(weekday.days_since(time.weekday()));
    let shift = if ahead > 3 { ahead - 7 } else { ahead };
    time.checked_add_signed(TimeDelta::days(shift))
        .unwrap_or(time)
}

/// The middle step, in whole days when all times are midnights; a day without history.
fn median_step(times: &[Timestamp]) -> TimeDelta {
    let mut steps: Vec<TimeDelta> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if steps.is_empty() {
        return TimeDelta::days(1);
    }
    steps.sort_unstable();
    let middle = steps[steps.len() / 2];
    let all_midnight = times.iter().all(|time| {
        time.num_seconds_from_midnight() == 0 && *time == at_midnight(time.date_naive())
    });
    if all_midnight {
        TimeDelta::days(middle.num_days().max(1))
    } else {
        middle.max(TimeDelta::seconds(1))
    }
}
