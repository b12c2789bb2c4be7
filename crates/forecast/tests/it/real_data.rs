//! Prices as they are: gaps, a negative day, ten thousand values, trading calendars.

use crate::vectors::shared_file;
use prospect_forecast::{Forecast, History, ModelName, Settings, forecast};
use prospect_series::{Frequency, Series, Timestamp};

fn prices(file: &str) -> Option<Series> {
    let text = std::fs::read_to_string(shared_file(file)?).expect("the file can be read");
    let (times, values): (Vec<Timestamp>, Vec<f64>) = text
        .lines()
        .skip(1)
        .map(|line| {
            let (date, price) = line.split_once(',').expect("two columns");
            let time = format!("{date}T00:00:00Z").parse();
            let time: Timestamp = time.expect("the date is a date");
            (time, price.parse().unwrap_or(f64::NAN))
        })
        .unzip();
    Some(Series::new(times, values).expect("prices are in order"))
}

fn thirty_days(series: &Series) -> Forecast {
    let history = History::from_series(series, None).expect("prices make a history");
    let settings = Settings {
        horizon: 30,
        ..Settings::default()
    };
    forecast(&history, &settings).expect("prices can be forecast")
}

#[test]
fn no_model_beats_naive_on_daily_oil() {
    let Some(series) = prices("data/wti-daily.csv") else {
        return;
    };
    let result = thirty_days(&series);
    assert_eq!(result.frequency, Frequency::BusinessDaily);
    assert_eq!(result.model, ModelName::Naive);
    assert!(
        result
            .verdict
            .sentence
            .starts_with("No model beat naive over 30 trading days."),
        "{}",
        result.verdict.sentence
    );
    assert_eq!(result.n_used, series.values().len());
    assert!(
        result.n_missing > 0,
        "holidays outside the calendar are gaps"
    );
    assert_eq!(result.cut_off, Some(series.last_time()));
    assert_eq!(result.times.len(), 30);
    let weekend = |time: &Timestamp| {
        let day = time.format("%a").to_string();
        day == "Sat" || day == "Sun"
    };
    assert!(!result.times.iter().any(weekend));
    let widest = result.coverage.last().expect("three levels");
    let share = widest.coverage.value.expect("measured");
    assert!((share - 0.95).abs() < 0.05, "{share}");
}

#[test]
fn a_long_hole_in_gas_prices_is_no_obstacle() {
    let Some(series) = prices("data/henry-hub-daily.csv") else {
        return;
    };
    let result = thirty_days(&series);
    assert!(result.n_missing >= 15);
    assert!(result.mean.iter().all(|value| value.is_finite()));
}
