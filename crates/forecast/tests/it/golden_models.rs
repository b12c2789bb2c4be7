//! Vectors of definitions C1 (Naive2) and C4: models with fixed parameters and orientation fits.

use crate::vectors::{assert_all_close, assert_close, months, numbers, vector};
use prospect_forecast::arima::{Order, log_likelihood as log_likelihood_of_arima};
use prospect_forecast::exponential_smoothing::{SmoothingState, Weights, log_likelihood};
use prospect_forecast::model::{ModelName, Training, fit};
use prospect_forecast::season::{SeasonKind, SeasonalAdjustment, classical, naive2_test};
use prospect_forecast::state::{State, ahead};
use prospect_forecast::theta::{ThetaState, slope};

fn means(state: &(impl State + Clone), horizon: usize) -> Vec<f64> {
    ahead(state, horizon)
        .into_iter()
        .map(|(mean, _)| mean)
        .collect()
}

#[test]
fn exponential_smoothing_with_fixed_parameters() {
    let (Some(v), Some(y)) = (vector("C.ets.fixed"), months()) else {
        return;
    };
    let given = |name: &str| v["inputs"][name].as_f64().unwrap();
    let (alpha, beta) = (given("alpha"), given("beta"));
    let (l0, b0) = (given("l0"), given("b0"));
    let cases = [
        (
            "ses",
            Weights {
                alpha,
                beta: 0.0,
                phi: 0.0,
            },
            0.0,
        ),
        (
            "holt",
            Weights {
                alpha,
                beta,
                phi: 1.0,
            },
            b0,
        ),
        (
            "damped",
            Weights {
                alpha,
                beta,
                phi: given("phi"),
            },
            b0,
        ),
    ];
    for (name, weights, b0) in cases {
        let mut state = SmoothingState::new(weights, l0, b0);
        for &value in &y {
            state.advance(value);
        }
        assert_all_close(&means(&state, 4), &v["expected"][name]);
        let found = log_likelihood(&y, weights, l0, b0);
        assert_close(found, &v["expected"][format!("{name}_loglik")]);
    }
    let as_star = Weights {
        alpha,
        beta: alpha * beta,
        phi: 1.0,
    };
    let mut state = SmoothingState::new(as_star, l0, b0);
    for &value in &y {
        state.advance(value);
    }
    let other = &v["alternatives"]["Holt with beta* = 0.1 (beta = alpha*beta* = 0.04)"];
    assert_all_close(&means(&state, 4), other);
}

#[test]
fn theta_with_fixed_parameters() {
    let (Some(v), Some(y)) = (vector("C.theta.fixed"), months()) else {
        return;
    };
    let given = |name: &str| v["inputs"][name].as_f64().unwrap();
    assert_close(slope(&y), &v["expected"]["slope_b"]);
    let state = ThetaState::new(&y, given("alpha"), given("l0"));
    assert_all_close(&means(&state, 4), &v["expected"]["forecast"]);

    // The printed formula, from the smoothed level alone.
    let (alpha, n, b) = (given("alpha"), i32::try_from(y.len()).unwrap(), slope(&y));
    let level = y
        .iter()
        .fold(given("l0"), |level, value| level + alpha * (value - level));
    let formula: Vec<f64> = (1..=4)
        .map(|k| {
            level + 0.5 * b * (f64::from(k) - 1.0 + 1.0 / alpha - (1.0 - alpha).powi(n) / alpha)
        })
        .collect();
    assert_all_close(&formula, &v["expected"]["forecast"]);
}

#[test]
fn theta_fit_agrees_in_direction_and_level() {
    let (Some(v), Some(y)) = (vector("C.theta.reference_fits"), months()) else {
        return;
    };
    let fitted = fit(
        ModelName::Theta,
        &Training::new(&y, 1).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    let reference = numbers(&v["expected"]["Theta"]);
    for (point, reference) in fitted.ahead(4).iter().zip(reference) {
        assert!(
            (point.mean - reference).abs() < 5e-3 * reference,
            "{} against {reference}",
            point.mean
        );
    }
}

#[test]
fn naive2_test_and_indices() {
    let (Some(v), Some(y)) = (vector("C.naive2"), months()) else {
        return;
    };
    let test = naive2_test(&y, 12).unwrap();
    let expected = &v["expected"];
    assert_close(test.autocorrelation, &expected["acf12"]);
    assert_close(test.limit, &expected["limit_90pct"]);
    assert_eq!(test.seasonal, expected["seasonal"].as_bool().unwrap());
    let season = classical(&y, 12, SeasonKind::Multiplicative).unwrap();
    assert_all_close(&season.indices, &expected["indices"]);
    let last = y[47] / season.indices[11];
    let found: Vec<f64> = (0..3).map(|step| season.restore(last, step)).collect();
    assert_all_close(&found, &expected["forecast_h1_3"]);

    // Not seasonal by its own rule, so the model itself is the plain naive forecast here.
    let fitted = fit(
        ModelName::Naive2,
        &Training::new(&y, 12).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    assert_close(fitted.ahead(1)[0].mean, &v["alternatives"]["naive"]);
    let seasonal = fit(
        ModelName::SeasonalNaive,
        &Training::new(&y, 12).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    let found: Vec<f64> = seasonal.ahead(3).iter().map(|point| point.mean).collect();
    assert_all_close(&found, &v["alternatives"]["seasonal naive h1_3"]);
}

#[test]
fn airline_likelihood_with_fixed_parameters() {
    let (Some(v), Some(y)) = (vector("C.arima.loglik"), months()) else {
        return;
    };
    let given = |name: &str| v["inputs"][name].as_f64().unwrap();
    assert_eq!(v["inputs"]["order"], "(0,1,1)(0,1,1)12");
    let order = Order::new(0, 1, 1).seasonal(0, 1, 1, 12);
    let y: Vec<f64> = y.into_iter().map(f64::ln).collect();
    let found = log_likelihood_of_arima(
        &y,
        &order,
        &[],
        &[given("theta")],
        &[],
        &[given("Theta")],
        given("sigma2"),
    );
    assert_close(found.unwrap(), &v["expected"]["loglik_of_differenced"]);
    let effective = y.len() - order.lost();
    assert_eq!(
        Some(effective as u64),
        v["expected"]["n_effective"].as_u64()
    );
    // What an approximate diffuse start of the levels leaves.
    let diffuse =
        &v["alternatives"]["approximate diffuse likelihood on levels (statsmodels default)"];
    assert!((found.unwrap() - diffuse.as_f64().unwrap()).abs() < 1e-6);
}
