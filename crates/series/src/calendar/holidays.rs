//! Recurring holidays read off a history: fixed dates with their weekend substitutes, n-th weekdays
//! of a month, days relative to Easter. Unique closures (mourning, storms) are not predicted.
//!
//! A rule holds when the newest occurrences were all without a trade, or nearly all of a long record
//! (publishers have filled holidays with the day before for some years). How many are asked for grows
//! with the share of open weekdays that are missing anyway, so that a series full of holes does not
//! turn its holes into holidays.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Shorter histories hold too few occurrences of a yearly date.
const MIN_HISTORY_YEARS: u32 = 5;
/// Occurrences a rule needs when the history has them; in a short one all of at least three.
const USUAL_OCCURRENCES: usize = 4;
const MIN_OCCURRENCES: usize = 3;
/// A long record may have exceptions, but not in its newest occurrences.
const LONG_RECORD: usize = 8;
const KEPT_SHARE: f64 = 0.8;
const KEPT_LATELY: usize = 2;
/// Candidate rules, for the chance that one of them is met by accident, and the chance accepted.
const CANDIDATES: f64 = 450.0;
const ACCEPTED_CHANCE: f64 = 0.05;
/// Days after Easter Sunday with a feast somewhere: Carnival, Maundy Thursday, Good Friday, Easter
/// Monday, Ascension, Whit Monday, Corpus Christi.
const EASTER_OFFSETS: [i64; 8] = [-48, -47, -3, -2, 1, 39, 50, 60];

/// A rule for days without trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Holiday {
    /// A date of the year; when it falls on a weekend it may be kept on the Friday or Monday beside it.
    Date {
        month: u32,
        day: u32,
        friday_for_saturday: bool,
        monday_for_sunday: bool,
    },
    /// The n-th (1 to 4) or last (`None`) such weekday of a month.
    Weekday {
        month: u32,
        weekday: Weekday,
        nth: Option<u8>,
    },
    /// Days after Easter Sunday of the Western churches.
    Easter { offset_days: i64 },
}

impl Holiday {
    /// Whether the rule closes `date`.
    pub fn contains(&self, date: NaiveDate) -> bool {
        match *self {
            Self::Date {
                month,
                day,
                friday_for_saturday,
                monday_for_sunday,
            } => {
                let is_day = |date: NaiveDate| date.month() == month && date.day() == day;
                is_day(date)
                    || (friday_for_saturday
                        && date.weekday() == Weekday::Fri
                        && date.succ_opt().is_some_and(is_day))
                    || (monday_for_sunday
                        && date.weekday() == Weekday::Mon
                        && date.pred_opt().is_some_and(is_day))
            }
            Self::Weekday { month, weekday, .. } => {
                date.month() == month
                    && date.weekday() == weekday
                    && self.in_year(date.year()) == Some(date)
            }
            Self::Easter { .. } => self.in_year(date.year()) == Some(date),
        }
    }

    /// The date itself in a year, before any substitute.
    fn in_year(&self, year: i32) -> Option<NaiveDate> {
        match *self {
            Self::Date { month, day, .. } => NaiveDate::from_ymd_opt(year, month, day),
            Self::Weekday {
                month,
                weekday,
                nth: Some(nth),
            } => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
            Self::Weekday {
                month,
                weekday,
                nth: None,
            } => {
                let end = NaiveDate::from_ymd_opt(year, month, 1)?
                    .checked_add_months(Months::new(1))?
                    .pred_opt()?;
                let back = end.weekday().days_since(weekday);
                end.checked_sub_days(Days::new(u64::from(back)))
            }
            Self::Easter { offset_days } => {
                easter(year)?.checked_add_signed(chrono::TimeDelta::days(offset_days))
            }
        }
    }
}

impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let name = |month: u32| MONTHS[(month as usize).saturating_sub(1) % 12];
        match *self {
            Self::Date {
                month,
                day,
                friday_for_saturday,
                monday_for_sunday,
            } => {
                write!(f, "{day} {}", name(month))?;
                match (friday_for_saturday, monday_for_sunday) {
                    (true, true) => f.write_str(" (or the weekday beside it)"),
                    (true, false) => f.write_str(" (or the Friday before)"),
                    (false, true) => f.write_str(" (or the Monday after)"),
                    (false, false) => Ok(()),
                }
            }
            Self::Weekday {
                month,
                weekday,
                nth,
            } => {
                let ordinal = match nth {
                    Some(1) => "first",
                    Some(2) => "second",
                    Some(3) => "third",
                    Some(_) => "fourth",
                    None => "last",
                };
                write!(f, "{ordinal} {weekday} of {}", name(month))
            }
            Self::Easter { offset_days: -2 } => f.write_str("Good Friday"),
            Self::Easter { offset_days: 1 } => f.write_str("Easter Monday"),
            Self::Easter { offset_days } => write!(f, "Easter Sunday {offset_days:+} days"),
        }
    }
}

/// Easter Sunday (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(n / 31).ok()?,
        u32::try_from(n % 31 + 1).ok()?,
    )
}

/// The rules that hold at the end of a history of distinct trading days.
pub(super) fn infer(days: &BTreeSet<NaiveDate>, closed: [bool; 7]) -> Vec<Holiday> {
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else {
        return Vec::new();
    };
    if last
        .years_since(first)
        .is_none_or(|years| years < MIN_HISTORY_YEARS)
    {
        return Vec::new();
    }
    let history = History {
        days,
        closed,
        first,
        last,
        needed: 0,
    };
    let history = History {
        needed: history.occurrences_needed(),
        ..history
    };
    let mut found: Vec<Holiday> = candidates()
        .filter(|rule| history.holds(rule))
        .map(|rule| history.with_substitutes(rule))
        .collect();
    // A last Monday that is always the fourth too would be listed twice.
    found.dedup_by(|a, b| {
        (first.year()..=last.year() + 10).all(|year| a.in_year(year) == b.in_year(year))
    });
    found
}

fn candidates() -> impl Iterator<Item = Holiday> {
    let dates = (1..=12).flat_map(|month| {
        (1..=31).map(move |day| Holiday::Date {
            month,
            day,
            friday_for_saturday: false,
            monday_for_sunday: false,
        })
    });
    let weekdays = (1..=12).flat_map(|month| {
        (0..7).flat_map(move |weekday| {
            [Some(1), Some(2), Some(3), Some(4), None].map(|nth| Holiday::Weekday {
                month,
                weekday: crate::frequency::weekday_at(weekday),
                nth,
            })
        })
    });
    let easter = EASTER_OFFSETS.map(|offset_days| Holiday::Easter { offset_days });
    dates.chain(weekdays).chain(easter)
}

struct History<'a> {
    days: &'a BTreeSet<NaiveDate>,
    closed: [bool; 7],
    first: NaiveDate,
    last: NaiveDate,
    needed: usize,
}

impl History<'_> {
    fn is_open_weekday(&self, date: NaiveDate) -> bool {
        !self.closed[date.weekday().num_days_from_monday() as usize]
    }

    fn traded(&self, date: NaiveDate) -> bool {
        self.days.contains(&date)
    }

    fn covers(&self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// The run length at which an accidental rule among all candidates is unlikely.
    fn occurrences_needed(&self) -> usize {
        let weekdays = self
            .first
            .iter_days()
            .take_while(|date| *date <= self.last)
            .filter(|date| self.is_open_weekday(*date))
            .count();
        let missing = 1.0 - (self.days.len() as f64 / weekdays.max(1) as f64).min(1.0);
        if missing <= 0.0 {
            return MIN_OCCURRENCES;
        }
        let run = (ACCEPTED_CHANCE / CANDIDATES).ln() / missing.ln();
        (run.ceil().min(1e6) as usize).max(MIN_OCCURRENCES)
    }

    /// The occurrences in the history, newest first, that fall on open weekdays.
    fn occurrences<'b>(&'b self, rule: &'b Holiday) -> impl Iterator<Item = NaiveDate> + 'b {
        (self.first.year()..=self.last.year())
            .rev()
            .filter_map(|year| rule.in_year(year))
            .filter(|date| self.covers(*date) && self.is_open_weekday(*date))
    }

    fn holds(&self, rule: &Holiday) -> bool {
        let occurrences = self.occurrences(rule).count();
        let run = self
            .occurrences(rule)
            .take_while(|date| !self.traded(*date))
            .count();
        if run >= self.needed.max(USUAL_OCCURRENCES.min(occurrences)) {
            return true;
        }
        let kept = self
            .occurrences(rule)
            .filter(|date| !self.traded(*date))
            .count();
        run >= KEPT_LATELY
            && occurrences >= LONG_RECORD.max(2 * self.needed)
            && kept as f64 >= KEPT_SHARE * occurrences as f64
    }

    /// Adds the Friday or Monday when, since the rule began, it was always taken instead.
    fn with_substitutes(&self, rule: Holiday) -> Holiday {
        let Holiday::Date { month, day, .. } = rule else {
            return rule;
        };
        let since = self
            .occurrences(&rule)
            .take_while(|date| !self.traded(*date))
            .last()
            .map_or(self.last.year(), |date| date.year() - 1);
        let always = |weekday: Weekday, shift: i64| {
            let mut substitutes = (since..=self.last.year())
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                .filter(|date| date.weekday() == weekday && !self.is_open_weekday(*date))
                .filter_map(|date| date.checked_add_signed(chrono::TimeDelta::days(shift)))
                .filter(|date| self.covers(*date))
                .peekable();
            substitutes.peek().is_some() && substitutes.all(|date| !self.traded(date))
        };
        Holiday::Date {
            month,
            day,
            friday_for_saturday: always(Weekday::Sat, -1),
            monday_for_sunday: always(Weekday::Sun, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::easter;
    use chrono::NaiveDate;

    #[test]
    fn easter_sundays() {
        for (year, month, day) in [
            (1986, 3, 30),
            (2000, 4, 23),
            (2011, 4, 24),
            (2016, 3, 27),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
        ] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day));
        }
    }
}
