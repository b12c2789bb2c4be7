//! Scoring stored forecasts.

use prospect_forecast::{History, Settings, forecast, score};

#[test]
fn a_forecast_is_scored_as_values_arrive() {
    let y = super::series::random_walk(400, 21);
    let history = History::new(y[..390].to_vec(), 1).unwrap();
    let settings = Settings {
        horizon: 10,
        ..Settings::default()
    };
    let made = forecast(&history, &settings).unwrap();

    let none = score(&made, &[]).unwrap();
    assert_eq!((none.n, none.n_missing, none.complete), (0, 10, false));
    assert_eq!(none.mase.value, None);

    let mut some = y[390..396].to_vec();
    some[2] = f64::NAN;
    let partly = score(&made, &some).unwrap();
    assert_eq!((partly.n, partly.n_missing), (5, 5));
    assert_eq!(partly.steps.len(), 5);
    assert_eq!(partly.steps[2].step, 4);

    let full = score(&made, &y[390..]).unwrap();
    assert!(full.complete);
    let errors = y[390..]
        .iter()
        .zip(&made.median)
        .map(|(y, f)| (y - f).abs());
    let expected = errors.sum::<f64>() / 10.0 / made.mase_scale.value.unwrap();
    assert!((full.mase.value.unwrap() - expected).abs() < 1e-12);
    assert_eq!(full.bands.len(), 3);
    let widest = full.bands[2].coverage.value.unwrap();
    assert!(widest >= full.bands[0].coverage.value.unwrap());
    assert!(full.crps.value.unwrap() > 0.0);
    assert!(score(&made, &[f64::INFINITY]).is_err());
}
