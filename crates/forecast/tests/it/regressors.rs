//! Other series as regressors: what is known when, and what a changed future changes.

use crate::series::random_walk;
use prospect_forecast::regressors::{RegressorFuture, SeriesRegressor};
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{Forecast, History, ModelChoice, ModelName, Settings, forecast};
use prospect_series::{Frequency, Series, Timestamp};

fn months(n: u32) -> Vec<Timestamp> {
    let first = |i: u32| format!("{}-{:02}-01T00:00:00Z", 2000 + i / 12, 1 + i % 12);
    (0..n).map(|i| first(i).parse().expect("a month")).collect()
}

/// y = 3 + 2x + a little noise, x a random walk.
fn driven() -> (History, SeriesRegressor) {
    let (x, noise) = (random_walk(160, 5), random_walk(161, 9));
    let y: Vec<f64> = x
        .iter()
        .zip(noise.windows(2))
        .map(|(x, w)| 3.0 + 2.0 * x + 0.1 * (w[1] - w[0]))
        .collect();
    let series = Series::new(months(160), y).expect("ascending months");
    let history = History::from_series(&series, Some(Frequency::Monthly)).expect("a monthly grid");
    let regressor = SeriesRegressor {
        name: "x".to_owned(),
        times: months(160),
        values: x,
        known_ahead: false,
        future: RegressorFuture::Hold,
    };
    (history, regressor)
}

fn settings() -> Settings {
    Settings {
        horizon: 4,
        models: ModelChoice::Only(vec![ModelName::Arima]),
        transform: TransformChoice::Fixed(prospect_forecast::model::Transform::None),
        ..Settings::default()
    }
}

fn with(history: &History, regressor: &SeriesRegressor) -> Forecast {
    let history = history
        .clone()
        .with_series(std::slice::from_ref(regressor), 4);
    let history = history.expect("the regressor covers the history");
    forecast(&history, &settings()).expect("a forecast")
}

#[test]
fn a_changed_future_moves_the_forecast_by_its_effect() {
    let (history, mut regressor) = driven();
    let held = with(&history, &regressor);
    let effect = held.fitted.parameters["x"];
    assert!((effect - 2.0).abs() < 0.05, "{effect}");
    let last = *regressor.values.last().unwrap();
    regressor.future = RegressorFuture::Values(vec![last, last + 1.0]);
    let moved = with(&history, &regressor);
    let by: Vec<f64> = moved
        .median
        .iter()
        .zip(&held.median)
        .map(|(a, b)| a - b)
        .collect();
    for (by, expected) in by.iter().zip([0.0, effect, effect, effect]) {
        assert!((by - expected).abs() < 1e-9, "{by} {expected}");
    }
}

#[test]
fn what_was_not_known_ahead_does_not_leak() {
    let (history, mut regressor) = driven();
    let unknown = with(&history, &regressor);
    regressor.known_ahead = true;
    let known = with(&history, &regressor);
    let error = |forecast: &Forecast| forecast.candidates[0].test.mase.value.unwrap();
    // The driver is all there is to know: with its future the error all but vanishes.
    assert!(error(&known) < 0.2 * error(&unknown));
}

#[test]
fn the_front_without_a_regressor_is_left_out_and_said() {
    let (history, mut regressor) = driven();
    regressor.times.drain(..20);
    regressor.values.drain(..20);
    let made = with(&history, &regressor);
    assert_eq!(made.n_used, 140);
    let text = serde_json::to_string(&made.fallbacks).unwrap();
    assert!(text.contains("shortened_history"), "{text}");
    regressor.times.clear();
    regressor.values.clear();
    let refused = history.with_series(&[regressor], 4).unwrap_err();
    assert!(refused.to_string().contains("regressor x"), "{refused}");
}
