//! Frequency of real and made series.

use crate::shared;
use chrono::{NaiveDate, TimeDelta};
use prospect_series::frequency::Staleness;
use prospect_series::time::at_midnight;
use prospect_series::{Frequency, Timestamp};

fn day(text: &str) -> Timestamp {
    at_midnight(text.parse::<NaiveDate>().expect("an ISO date"))
}

fn days(start: &str, step: i64, n: i64) -> Vec<Timestamp> {
    (0..n)
        .map(|k| day(start) + TimeDelta::days(k * step))
        .collect()
}

#[test]
fn real_series() {
    for (file, expected) in [
        ("wti-daily.csv", Frequency::BusinessDaily),
        ("brent-daily.csv", Frequency::BusinessDaily),
        ("henry-hub-daily.csv", Frequency::BusinessDaily),
        ("gold-monthly.csv", Frequency::Monthly),
    ] {
        if let Some((times, _)) = shared::prices(&format!("data/{file}")) {
            assert_eq!(Frequency::infer(&times), expected, "{file}");
        }
    }
}

#[test]
fn made_series() {
    let months = |every: i32| -> Vec<Timestamp> {
        (0..20)
            .map(|k| {
                let month = k * every;
                at_midnight(
                    NaiveDate::from_ymd_opt(2000 + month / 12, (month % 12) as u32 + 1, 1).unwrap(),
                )
            })
            .collect()
    };
    assert_eq!(Frequency::infer(&months(1)), Frequency::Monthly);
    assert_eq!(Frequency::infer(&months(3)), Frequency::Quarterly);
    assert_eq!(Frequency::infer(&months(12)), Frequency::Yearly);
    assert_eq!(Frequency::infer(&months(2)), Frequency::Irregular);
    assert_eq!(
        Frequency::infer(&days("2024-01-01", 1, 30)),
        Frequency::Daily
    );
    assert_eq!(
        Frequency::infer(&days("2024-01-01", 7, 30)),
        Frequency::Weekly
    );
    assert_eq!(
        Frequency::infer(&days("2024-01-01", 11, 30)),
        Frequency::Irregular
    );
    let hours: Vec<_> = (0..50)
        .map(|k| day("2024-01-01") + TimeDelta::hours(k))
        .collect();
    assert_eq!(Frequency::infer(&hours), Frequency::Hourly);
    assert_eq!(Frequency::infer(&hours[..2]), Frequency::Irregular);
    let mut with_hole = days("2024-01-01", 1, 400);
    with_hole.drain(50..80);
    assert_eq!(Frequency::infer(&with_hole), Frequency::Daily);
}

#[test]
fn names_are_read_back_and_are_the_json() {
    for frequency in Frequency::ALL {
        assert_eq!(frequency.name().parse(), Ok(frequency));
        let json = serde_json::to_string(&frequency).unwrap();
        assert_eq!(json, format!("\"{}\"", frequency.name()));
    }
    assert_eq!("business-daily".parse(), Ok(Frequency::BusinessDaily));
    assert!(
        "fortnightly"
            .parse::<Frequency>()
            .unwrap_err()
            .to_string()
            .contains("weekly")
    );
}

#[test]
fn staleness_grows_with_age() {
    let last = day("2024-03-01");
    for (days, expected) in [
        (10, Staleness::Current),
        (100, Staleness::Due),
        (400, Staleness::Stale),
    ] {
        let now = last + TimeDelta::days(days);
        assert_eq!(Frequency::Monthly.staleness(last, now), expected);
    }
    assert_eq!(
        Frequency::Irregular.staleness(last, last),
        Staleness::Unknown
    );
}
