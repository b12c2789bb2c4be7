//! Series: what is refused and how it is said, regular grids, period averages.

use crate::shared;
use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use prospect_series::column::SeriesError;
use prospect_series::frequency::Staleness;
use prospect_series::resample::{Aggregate, Edges};
use prospect_series::time::at_midnight;
use prospect_series::{Frequency, Series, Timestamp};

fn day(text: &str) -> Timestamp {
    at_midnight(text.parse::<NaiveDate>().expect("an ISO date"))
}

fn series(points: &[(&str, f64)]) -> Series {
    Series::new(
        points.iter().map(|(date, _)| day(date)).collect(),
        points.iter().map(|(_, value)| *value).collect(),
    )
    .expect("a sound series")
}

#[test]
fn faults_have_names_and_places() {
    let message = |dates: &[&str], values: &[f64]| {
        Series::new(
            dates.iter().map(|date| day(date)).collect(),
            values.to_vec(),
        )
        .unwrap_err()
        .to_string()
    };
    assert_eq!(message(&[], &[]), "the series has no observations");
    assert_eq!(
        message(&["2024-01-01", "2024-01-01"], &[1.0, 2.0]),
        "the time 2024-01-01 is there twice, at positions 0 and 1; keep one of them"
    );
    assert_eq!(
        message(&["2024-01-02", "2024-01-01"], &[1.0, 2.0]),
        "the times are not in order: 2024-01-01 at position 1 follows 2024-01-02"
    );
    assert_eq!(
        message(&["2024-01-02"], &[f64::INFINITY]),
        "the value at 2024-01-02 (position 0) is infinite; leave it empty when it is missing"
    );
    assert_eq!(
        message(&["2024-01-02"], &[]),
        "there are 1 times but 0 values"
    );
}

#[test]
fn sorting_keeps_pairs_and_refuses_duplicates() {
    let times = ["2024-01-03", "2024-01-01", "2024-01-02"].map(day).to_vec();
    let sorted = Series::from_unsorted(times, vec![3.0, 1.0, f64::NAN]).unwrap();
    assert_eq!(
        sorted,
        series(&[
            ("2024-01-01", 1.0),
            ("2024-01-02", f64::NAN),
            ("2024-01-03", 3.0)
        ])
    );
    assert_eq!(sorted.missing(), 1);
    let twice = ["2024-01-03", "2024-01-01", "2024-01-03"].map(day).to_vec();
    assert_eq!(
        Series::from_unsorted(twice, vec![1.0; 3]).unwrap_err(),
        SeriesError::Duplicate {
            time: day("2024-01-03"),
            first: 0,
            second: 2
        }
    );
}

#[test]
fn parts_by_time() {
    let all = series(&[
        ("2024-01-01", 1.0),
        ("2024-01-02", 2.0),
        ("2024-01-05", 5.0),
    ]);
    let part = all.between(day("2024-01-02"), day("2024-01-04")).unwrap();
    assert_eq!(part, series(&[("2024-01-02", 2.0)]));
    assert!(all.until(day("2023-12-31")).is_none());
    assert_eq!(all.until(day("2025-01-01")).unwrap(), all);
    assert_eq!(all.staleness(day("2024-01-06")), Staleness::Unknown);
}

#[test]
fn gaps_become_missing_and_holidays_do_not() {
    let months = series(&[
        ("2024-01-31", 1.0),
        ("2024-02-29", 2.0),
        ("2024-05-31", 5.0),
    ]);
    assert_eq!(
        months.regularise(Frequency::Monthly).unwrap(),
        series(&[
            ("2024-01-31", 1.0),
            ("2024-02-29", 2.0),
            ("2024-03-31", f64::NAN),
            ("2024-04-30", f64::NAN),
            ("2024-05-31", 5.0),
        ])
    );
    let Some((times, values)) = shared::prices("data/henry-hub-daily.csv") else {
        return;
    };
    let raw = Series::new(times, values).unwrap();
    let regular = raw.regularise(Frequency::BusinessDaily).unwrap();
    let added = regular.times().len() - raw.times().len();
    assert!(
        regular.times().contains(&day("2005-09-28")),
        "inside the 15-day hole"
    );
    assert!(!regular.times().contains(&day("2024-12-25")));
    assert!(
        (20..150).contains(&added),
        "{added} missing days were added"
    );
    assert_eq!(regular.missing(), raw.missing() + added);
}

#[test]
fn weeks_moved_by_a_holiday_are_no_gap() {
    let weeks = series(&[
        ("2024-05-08", 1.0),
        ("2024-05-15", 2.0),
        ("2024-05-23", 3.0),
        ("2024-06-05", 4.0),
    ]);
    assert_eq!(
        weeks.regularise(Frequency::Weekly).unwrap().times(),
        [
            "2024-05-08",
            "2024-05-15",
            "2024-05-23",
            "2024-05-29",
            "2024-06-05"
        ]
        .map(day)
    );
}

#[test]
fn two_values_in_a_period_are_refused() {
    let days = series(&[
        ("2024-01-03", 1.0),
        ("2024-01-28", 2.0),
        ("2024-02-01", 3.0),
    ]);
    assert_eq!(
        days.regularise(Frequency::Monthly).unwrap_err().to_string(),
        "2024-01-03 and 2024-01-28 fall in the same month; resample the series or choose a finer frequency"
    );
    assert_eq!(days.regularise(Frequency::Irregular).unwrap(), days);
    let far = series(&[("0001-01-01", 1.0), ("9999-01-01", 2.0)]);
    assert!(
        far.regularise(Frequency::Hourly)
            .unwrap_err()
            .to_string()
            .contains("5000000")
    );
}

#[test]
fn period_averages_of_oil() {
    let Some((times, values)) = shared::prices("data/wti-daily.csv") else {
        return;
    };
    let daily = Series::new(times, values).unwrap();
    let monthly = daily
        .resample(Frequency::Monthly, Aggregate::Mean, Edges::DropIncomplete)
        .unwrap();
    assert_eq!(monthly.frequency(), Frequency::Monthly);
    assert_eq!(monthly.first_time(), day("1986-01-01"));
    assert_eq!(
        monthly.last_time(),
        day("2026-07-01"),
        "August 2026 has begun only"
    );
    let at = |date: &str| {
        monthly
            .iter()
            .find(|(time, _)| *time == day(date))
            .unwrap()
            .1
    };
    // The monthly averages that the EIA itself publishes, two decimals.
    assert!(
        (at("2020-04-01") - 16.55).abs() < 0.005,
        "{}",
        at("2020-04-01")
    );
    assert!(
        (at("2008-06-01") - 133.88).abs() < 0.005,
        "{}",
        at("2008-06-01")
    );
    let lowest = daily
        .resample(Frequency::Yearly, Aggregate::Lowest, Edges::Keep)
        .unwrap();
    assert!(lowest.values().contains(&-36.98));
    assert_eq!(
        daily
            .resample(Frequency::Hourly, Aggregate::Mean, Edges::Keep)
            .unwrap_err()
            .to_string(),
        "cannot resample business_daily data to hourly: the target must be coarser"
    );
}

#[test]
fn missing_values_in_a_period() {
    let days = series(&[
        ("2024-01-01", 1.0),
        ("2024-01-02", f64::NAN),
        ("2024-01-03", 3.0),
        ("2024-01-04", f64::NAN),
    ]);
    let value = |how| {
        days.resample(Frequency::Yearly, how, Edges::Keep)
            .unwrap()
            .values()[0]
    };
    assert!((value(Aggregate::Mean) - 2.0).abs() < 1e-15);
    assert!(value(Aggregate::Sum).is_nan());
    assert!((value(Aggregate::First) - 1.0).abs() < 1e-15);
    assert!((value(Aggregate::Last) - 3.0).abs() < 1e-15);
    assert!((value(Aggregate::Highest) - 3.0).abs() < 1e-15);
    assert_eq!(
        days.resample(Frequency::Yearly, Aggregate::Mean, Edges::DropIncomplete)
            .unwrap_err()
            .to_string(),
        "no year is covered completely"
    );
}

proptest! {
    #[test]
    fn regular_series_hold_all_observations_and_stay_regular(
        gaps in prop::collection::vec(1_i64..30, 2..60),
        frequency in prop::sample::select(vec![
            Frequency::Daily, Frequency::BusinessDaily, Frequency::Hourly,
        ]),
    ) {
        let mut time = day("2020-01-01");
        let mut times = vec![time];
        for gap in gaps {
            time += TimeDelta::days(gap);
            times.push(time);
        }
        let raw = Series::new(times.clone(), vec![1.0; times.len()]).unwrap();
        let regular = raw.regularise(frequency).unwrap();
        prop_assert_eq!(regular.times().len() - regular.missing(), times.len());
        prop_assert!(times.iter().all(|time| regular.times().contains(time)));
        let again = regular.regularise(frequency).unwrap();
        if frequency != Frequency::BusinessDaily {
            prop_assert_eq!(again, regular);
        }
    }

    #[test]
    fn the_mean_of_a_period_lies_between_its_values(
        values in prop::collection::vec(-1e6..1e6_f64, 40..400),
    ) {
        let times = (0..).take(values.len()).map(|k| day("2021-03-05") + TimeDelta::days(k)).collect();
        let daily = Series::new(times, values).unwrap();
        let by = |how| daily.resample(Frequency::Monthly, how, Edges::Keep).unwrap();
        let (low, mean, high) = (by(Aggregate::Lowest), by(Aggregate::Mean), by(Aggregate::Highest));
        for ((low, mean), high) in low.values().iter().zip(mean.values()).zip(high.values()) {
            prop_assert!(*low <= mean + 1e-9 && *mean <= high + 1e-9);
        }
    }
}
