//! KPSS, autocorrelations, Ljung–Box and Diebold–Mariano against statsmodels.

use super::{Check, cases, count, number, numbers, series, text};
use prospect_forecast::arima::kpss_level;
use prospect_forecast::diebold_mariano::diebold_mariano;
use prospect_forecast::season::autocorrelations;
use prospect_forecast::{History, ModelChoice, ModelName, Settings, forecast};

#[test]
fn kpss_is_that_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("tests") {
        let of = text(case, "series");
        let found = kpss_level(&series(of)).expect("it varies");
        check.near(found, number(case, "kpss"), 1e-9, of);
    }
    check.done();
}

#[test]
fn autocorrelations_are_those_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("tests") {
        let of = text(case, "series");
        let found = autocorrelations(&series(of), 12).expect("it varies");
        check.all_near(&found, &numbers(&case["acf"])[1..], 1e-10, of);
    }
    check.done();
}

/// Of the changes, which are the residuals of the naive forecast.
#[test]
fn ljung_box_is_that_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("tests") {
        let of = text(case, "series");
        let history = History::new(series(of), 1).expect("finite values");
        let settings = Settings {
            models: ModelChoice::Only(vec![ModelName::Naive]),
            ..Settings::default()
        };
        let found = forecast(&history, &settings).expect("it can be forecast");
        let diagnostics = found.diagnostics;
        let expected = &numbers(&case["changes_acf"])[1..];
        // Residuals need ten times as many values as there are lags to use ten.
        if diagnostics.ljung_box_lags < 10 {
            continue;
        }
        check.all_near(&diagnostics.autocorrelations[..10], expected, 1e-10, of);
        let statistic = diagnostics.ljung_box.value.expect("it varies");
        check.near(statistic, number(case, "ljung_box"), 1e-8, of);
        let p = diagnostics.p.value.expect("it varies");
        check.near(p, number(case, "p"), 1e-9, of);
    }
    check.done();
}

/// Their variance is the HAC covariance of a mean with flat weights and no small-sample factor.
#[test]
fn diebold_mariano_is_that_of_a_hac_regression() {
    let mut check = Check::default();
    for case in cases("diebold_mariano") {
        let of = text(case, "series");
        let test = diebold_mariano(&numbers(&case["differences"]), count(&case["horizon"]));
        check.near(test.dm.expect("it varies"), number(case, "dm"), 1e-8, of);
        let corrected = test.statistic.expect("it varies");
        check.near(corrected, number(case, "statistic"), 1e-8, of);
        check.near(test.p.expect("it varies"), number(case, "p"), 1e-8, of);
    }
    check.done();
}
