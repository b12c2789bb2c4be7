//! ARIMA at fixed orders by exact likelihood, against statsmodels' SARIMAX at its own optimum.

use super::{Check, cases, count, number, numbers, text, transformed};
use prospect_forecast::arima::{ArimaFit, Order, fit};
use prospect_forecast::ets::Estimation;
use prospect_forecast::state::ahead;
use serde_json::Value;

/// Of log-likelihoods and criteria: where either search stops.
const LIKELIHOOD: f64 = 5e-5;
/// Of coefficients of the polynomials, which are of order 1.
const COEFFICIENT: f64 = 1e-4;
/// Of σ² relative to itself, of forecasts and their standard errors relative to σ.
const RELATIVE: f64 = 1e-3;

fn order(case: &Value) -> Order {
    let number = |list: &Value, at: usize| count(&list[at]) as u8;
    let (plain, seasonal) = (&case["order"], &case["seasonal"]);
    let order = Order::new(number(plain, 0), number(plain, 1), number(plain, 2)).seasonal(
        number(seasonal, 0),
        number(seasonal, 1),
        number(seasonal, 2),
        count(&seasonal[3]) as u16,
    );
    Order {
        constant: case["constant"] == true,
        ..order
    }
}

/// Data of a case: values with its gaps, and regressors over them and the 12 steps after.
fn data(case: &Value) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut y = transformed(case);
    for gap in case["gaps"].as_array().expect("a list") {
        y[count(gap)] = f64::NAN;
    }
    let columns = match &case["regressor"] {
        Value::Null => Vec::new(),
        column => vec![numbers(column)],
    };
    (y, columns)
}

fn label(case: &Value, order: &Order) -> String {
    let gaps = case["gaps"].as_array().map_or(0, Vec::len);
    format!("{order} of {}, {gaps} gaps", text(case, "series"))
}

fn fitted(case: &Value) -> (ArimaFit, f64) {
    let (y, columns) = data(case);
    let over: Vec<Vec<f64>> = columns.iter().map(|x| x[..y.len()].to_vec()).collect();
    let fit = fit(&y, order(case), &over, Estimation::Likelihood).expect("the order can be fitted");
    let squares: f64 = fit.errors.iter().map(|e| e * e).sum();
    let variance = squares / fit.errors.len() as f64;
    (fit, variance)
}

/// Means and standard errors of the next 12 values.
fn forecasts(case: &Value, fit: &ArimaFit, sigma: f64) -> (Vec<f64>, Vec<f64>) {
    let (y, columns) = data(case);
    ahead(&fit.state, 12)
        .into_iter()
        .enumerate()
        .map(|(step, (mean, variance))| {
            let known = columns.iter().zip(&fit.regressors);
            let known: f64 = known.map(|(x, b)| x[y.len() + step] * b).sum();
            (mean + known, sigma * variance.sqrt())
        })
        .unzip()
}

#[test]
fn likelihoods_are_those_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("arima") {
        let (fit, _) = fitted(case);
        let of = label(case, &fit.order);
        let criteria = fit.criteria;
        assert_eq!(
            (criteria.n, criteria.k),
            (count(&case["n"]), count(&case["k"])),
            "{of}"
        );
        let expected = number(case, "log_likelihood");
        check.near(criteria.log_likelihood, expected, LIKELIHOOD, &of);
        check.near(criteria.aic, number(case, "aic"), 2.0 * LIKELIHOOD, &of);
        let corrected = criteria.aicc.value.expect("enough values");
        check.near(corrected, number(case, "aicc"), 2.0 * LIKELIHOOD, &of);
    }
    check.done();
}

#[test]
fn coefficients_are_those_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("arima") {
        let (fit, variance) = fitted(case);
        let of = label(case, &fit.order);
        for (name, found) in [
            ("ar", &fit.ar),
            ("ma", &fit.ma),
            ("seasonal_ar", &fit.seasonal_ar),
            ("seasonal_ma", &fit.seasonal_ma),
        ] {
            let expected = numbers(&case[name]);
            check.all_near(found, &expected, COEFFICIENT, &format!("{name} of {of}"));
        }
        let expected = number(case, "sigma2");
        check.near(variance, expected, RELATIVE * expected, &of);
    }
    check.done();
}

#[test]
fn forecasts_are_those_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("arima") {
        let (fit, variance) = fitted(case);
        let of = label(case, &fit.order);
        let (means, errors) = forecasts(case, &fit, variance.sqrt());
        let expected = numbers(&case["errors"]);
        let tolerance = RELATIVE * expected[11];
        check.all_near(&means, &numbers(&case["means"]), tolerance, &of);
        check.all_near(&errors, &expected, tolerance, &of);
    }
    check.done();
}
