//! Calendars read off real oil prices and made series.

use crate::shared;
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use proptest::prelude::*;
use prospect_series::time::at_midnight;
use prospect_series::{Calendar, Frequency, Timestamp};
use std::collections::HashSet;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

fn day(text: &str) -> Timestamp {
    at_midnight(date(text))
}

fn dates(times: &[Timestamp]) -> Vec<String> {
    times
        .iter()
        .map(|time| time.date_naive().to_string())
        .collect()
}

#[test]
fn wti_skips_weekends_and_holidays() {
    let Some((times, _)) = shared::prices("data/wti-daily.csv") else {
        return;
    };
    let calendar = Calendar::infer(&times, Frequency::BusinessDaily);
    assert_eq!(calendar.closed_weekdays(), [Weekday::Sat, Weekday::Sun]);
    let next: HashSet<NaiveDate> = calendar
        .next_times(*times.last().unwrap(), 1_400)
        .iter()
        .map(Timestamp::date_naive)
        .collect();
    assert_eq!(next.len(), 1_400);
    for date in &next {
        assert!(
            date.weekday().num_days_from_monday() < 5,
            "{date} is a weekend"
        );
        assert_ne!((date.month(), date.day()), (7, 4), "{date}");
        assert_ne!((date.month(), date.day()), (12, 25), "{date}");
        assert_ne!((date.month(), date.day()), (1, 1), "{date}");
    }
    for closed in [
        "2026-09-07", // Labor Day
        "2026-11-26", // Thanksgiving
        "2027-01-18", // Martin Luther King Jr. Day
        "2027-02-15", // Presidents' Day
        "2027-03-26", // Good Friday
        "2027-05-31", // Memorial Day
        "2027-07-05", // Independence Day on a Sunday
        "2028-06-19", // Juneteenth
    ] {
        assert!(
            !next.contains(&date(closed)),
            "{closed} is a holiday: {calendar}"
        );
    }
    for open in ["2026-08-19", "2026-12-28", "2027-07-06", "2028-01-03"] {
        assert!(next.contains(&date(open)), "{open} is open: {calendar}");
    }
}

/// The calendar known at the end of 2019 against what then traded in the five years that followed.
#[test]
fn predicted_days_are_those_that_traded() {
    for file in ["wti", "brent", "henry-hub"] {
        let Some((times, _)) = shared::prices(&format!("data/{file}-daily.csv")) else {
            return;
        };
        let (start, end) = (day("2020-01-01"), day("2025-01-01"));
        let cut = times.partition_point(|time| *time < start);
        let calendar = Calendar::infer(&times[..cut], Frequency::BusinessDaily);
        let traded: HashSet<_> = times
            .iter()
            .filter(|time| **time >= start && **time < end)
            .collect();
        let predicted: HashSet<_> = calendar
            .next_times(times[cut - 1], 1_600)
            .into_iter()
            .filter(|time| *time >= start && *time < end)
            .collect();
        let weekdays = start
            .date_naive()
            .iter_days()
            .take_while(|date| *date < end.date_naive())
            .filter(|date| date.weekday().num_days_from_monday() < 5)
            .count();
        let closed_but_predicted = predicted
            .iter()
            .filter(|time| !traded.contains(time))
            .count();
        let traded_but_skipped = traded
            .iter()
            .filter(|time| !predicted.contains(**time))
            .count();
        eprintln!(
            "{file}: {weekdays} weekdays, {} traded; predicted but closed {closed_but_predicted}, \
             traded but skipped {traded_but_skipped}: {calendar}",
            traded.len()
        );
        // London's spot price kept few holidays before 2022; nothing in its history foretells them.
        assert!(
            file == "brent" || closed_but_predicted * 2 <= weekdays - traded.len(),
            "{file}: fewer than half of the closed weekdays were foreseen"
        );
        assert!(traded_but_skipped <= 4, "{file}: {traded_but_skipped}");
    }
}

#[test]
fn holes_do_not_become_holidays() {
    // A third of the weekdays is missing at random (a fixed linear congruence).
    let mut state = 7_u64;
    let times: Vec<Timestamp> = date("2010-01-01")
        .iter_days()
        .take(365 * 10)
        .filter(|date| date.weekday().num_days_from_monday() < 5)
        .filter(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state >> 33 >= (1 << 31) / 3
        })
        .map(at_midnight)
        .collect();
    let calendar = Calendar::infer(&times, Frequency::BusinessDaily);
    assert!(calendar.holidays().len() <= 1, "{calendar}");
}

#[test]
fn a_short_history_knows_weekends_only() {
    let times: Vec<Timestamp> = date("2024-01-01")
        .iter_days()
        .take(200)
        .filter(|date| date.weekday().num_days_from_monday() < 5)
        .map(at_midnight)
        .collect();
    let calendar = Calendar::infer(&times, Frequency::BusinessDaily);
    assert!(calendar.holidays().is_empty());
    assert_eq!(calendar.to_string(), "every day but Sat, Sun");
}

#[test]
fn another_trading_week() {
    let times: Vec<Timestamp> = date("2022-01-01")
        .iter_days()
        .take(300)
        .filter(|date| !matches!(date.weekday(), Weekday::Fri | Weekday::Sat))
        .map(at_midnight)
        .collect();
    assert_eq!(Frequency::infer(&times), Frequency::BusinessDaily);
    let calendar = Calendar::infer(&times, Frequency::BusinessDaily);
    let next = calendar.next_times(day("2024-05-30"), 2);
    assert_eq!(dates(&next), ["2024-06-02", "2024-06-03"]);
}

#[test]
fn months_keep_their_day() {
    let step = |days: &[&str], frequency| {
        let times: Vec<_> = days.iter().map(|text| day(text)).collect();
        dates(&Calendar::infer(&times, frequency).next_times(*times.last().unwrap(), 3))
    };
    assert_eq!(
        step(
            &["2023-11-01", "2023-12-01", "2024-01-01"],
            Frequency::Monthly
        ),
        ["2024-02-01", "2024-03-01", "2024-04-01"]
    );
    assert_eq!(
        step(
            &["2023-11-30", "2023-12-31", "2024-01-31"],
            Frequency::Monthly
        ),
        ["2024-02-29", "2024-03-31", "2024-04-30"]
    );
    assert_eq!(
        step(
            &["2024-01-31", "2024-02-29", "2024-03-29"],
            Frequency::Monthly
        ),
        ["2024-04-30", "2024-05-31", "2024-06-28"]
    );
    assert_eq!(
        step(
            &["2023-03-31", "2023-06-30", "2023-09-30"],
            Frequency::Quarterly
        ),
        ["2023-12-31", "2024-03-31", "2024-06-30"]
    );
    assert_eq!(
        step(
            &["2022-06-30", "2023-06-30", "2024-06-30"],
            Frequency::Yearly
        ),
        ["2025-06-30", "2026-06-30", "2027-06-30"]
    );
    assert_eq!(
        step(
            &["2024-01-15", "2024-02-15", "2024-03-15"],
            Frequency::Monthly
        ),
        ["2024-04-15", "2024-05-15", "2024-06-15"]
    );
}

#[test]
fn weeks_return_to_their_weekday() {
    // Wednesdays, the last moved to Thursday by a holiday.
    let times = ["2024-05-08", "2024-05-15", "2024-05-22", "2024-05-30"].map(day);
    let calendar = Calendar::infer(&times, Frequency::Weekly);
    assert_eq!(
        dates(&calendar.next_times(times[3], 2)),
        ["2024-06-05", "2024-06-12"]
    );
}

#[test]
fn hours_and_irregular_steps() {
    let times: Vec<_> = (0..5)
        .map(|k| day("2024-01-01") + TimeDelta::hours(k))
        .collect();
    let next = Calendar::infer(&times, Frequency::Hourly).next_times(times[4], 2);
    assert_eq!(next[1] - times[4], TimeDelta::hours(2));
    let times = ["2024-01-01", "2024-01-12", "2024-01-22", "2024-02-02"].map(day);
    let next = Calendar::infer(&times, Frequency::Irregular).next_times(times[3], 1);
    assert_eq!(dates(&next), ["2024-02-13"]);
    assert!(
        Calendar::infer(&[], Frequency::Irregular)
            .next_times(day("2024-01-01"), 0)
            .is_empty()
    );
}

proptest! {
    #[test]
    fn next_times_are_later_sorted_and_as_many_as_asked(
        start in 0_i64..40_000,
        gaps in prop::collection::vec(1_i64..40, 0..60),
        frequency in prop::sample::select(Frequency::ALL.to_vec()),
        n in 0_usize..40,
    ) {
        let mut time = day("1970-01-01") + TimeDelta::days(start);
        let mut times = vec![time];
        for gap in gaps {
            time += TimeDelta::days(gap);
            times.push(time);
        }
        let calendar = Calendar::infer(&times, frequency);
        let next = calendar.next_times(time, n);
        prop_assert_eq!(next.len(), n);
        prop_assert!(next.iter().all(|next| *next > time));
        prop_assert!(next.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
