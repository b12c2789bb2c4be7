//! What the examples of R print, to every digit they print.
//!
//! Sources: R's own reference output of `example(arima)` (tests/Examples/stats-Ex.Rout.save in the
//! sources of R) but for the airline model, which is printed by Shumway & Stoffer (2017), "Time
//! Series Analysis and Its Applications", and by every `arima(log(AirPassengers), …)` since.

use super::{Check, series};
use prospect_forecast::arima::{ArimaFit, Order, fit};
use prospect_forecast::ets::Estimation;

struct Printed {
    series: &'static str,
    log: bool,
    order: Order,
    /// Against the year from 1920.
    year: bool,
    /// AR, then MA, then seasonal MA; with their last digit.
    coefficients: &'static [f64],
    intercept: Option<f64>,
    slope: Option<f64>,
    /// σ² and half a unit of its last digit.
    variance: (f64, f64),
    log_likelihood: f64,
    aic: f64,
}

const fn plain(series: &'static str, order: Order, coefficients: &'static [f64]) -> Printed {
    Printed {
        series,
        log: false,
        order,
        year: false,
        coefficients,
        intercept: None,
        slope: None,
        variance: (0.0, 0.0),
        log_likelihood: 0.0,
        aic: 0.0,
    }
}

fn printed() -> Vec<Printed> {
    let ar = |p: u8, q: u8| Order::new(p, 0, q).with_constant();
    let airline = Order::new(0, 1, 1).seasonal(0, 1, 1, 12);
    vec![
        Printed {
            intercept: Some(2.4133),
            variance: (0.1975, 5e-5),
            log_likelihood: -29.38,
            aic: 64.76,
            ..plain("lh", ar(1, 0), &[0.5739])
        },
        Printed {
            intercept: Some(2.3931),
            variance: (0.1787, 5e-5),
            log_likelihood: -27.09,
            aic: 64.18,
            ..plain("lh", ar(3, 0), &[0.6448, -0.0634, -0.2198])
        },
        Printed {
            intercept: Some(2.4101),
            variance: (0.1923, 5e-5),
            log_likelihood: -28.76,
            aic: 65.52,
            ..plain("lh", ar(1, 1), &[0.4522, 0.1982])
        },
        Printed {
            variance: (99_347.0, 25.0),
            log_likelihood: -425.44,
            aic: 856.88,
            ..plain("USAccDeaths", airline, &[-0.4303, -0.5528])
        },
        Printed {
            year: true,
            intercept: Some(579.0993),
            slope: Some(-0.0216),
            variance: (0.4566, 5e-5),
            log_likelihood: -101.20,
            aic: 212.40,
            ..plain("LakeHuron", ar(2, 0), &[1.0048, -0.2913])
        },
        Printed {
            intercept: Some(56.1505),
            variance: (85.47, 5e-3),
            log_likelihood: -416.89,
            aic: 839.78,
            ..plain("presidents", ar(1, 0), &[0.8242])
        },
        Printed {
            intercept: Some(56.2223),
            variance: (81.12, 5e-3),
            log_likelihood: -414.08,
            aic: 838.16,
            ..plain("presidents", ar(3, 0), &[0.7496, 0.2523, -0.1890])
        },
        Printed {
            log: true,
            variance: (0.001_348, 5e-7),
            log_likelihood: 244.70,
            aic: -483.40,
            ..plain("AirPassengers", airline, &[-0.4018, -0.5569])
        },
    ]
}

fn estimates(fit: &ArimaFit) -> Vec<f64> {
    [&fit.ar, &fit.ma, &fit.seasonal_ar, &fit.seasonal_ma]
        .into_iter()
        .flatten()
        .copied()
        .collect()
}

/// R stops its search a little early: coefficients are allowed two units of the fourth decimal, the
/// intercept five, which is a thousandth of its standard error.
#[test]
fn the_examples_of_r_come_out() {
    let mut check = Check::default();
    for case in printed() {
        let mut y = series(case.series);
        if case.log {
            y = y.into_iter().map(f64::ln).collect();
        }
        let years = || (0_i32..).map(|t| f64::from(t + 1875 - 1920));
        let columns = if case.year {
            vec![years().take(y.len()).collect()]
        } else {
            Vec::new()
        };
        let fit = fit(&y, case.order, &columns, Estimation::Likelihood).expect("it can be fitted");
        let of = format!("{} of {}", case.order, case.series);
        for (found, expected) in estimates(&fit).iter().zip(case.coefficients) {
            check.near(*found, *expected, 2.5e-4, &of);
        }
        assert_eq!(fit.constant.is_some(), case.intercept.is_some(), "{of}");
        if let (Some(found), Some(expected)) = (fit.constant, case.intercept) {
            check.near(found, expected, 5e-4 * fit_scale(&fit), &of);
        }
        if let Some(expected) = case.slope {
            check.near(fit.regressors[0], expected, 1e-4, &of);
        }
        let squares: f64 = fit.errors.iter().map(|e| e * e).sum();
        let variance = squares / fit.errors.len() as f64;
        check.near(variance, case.variance.0, 2.0 * case.variance.1, &of);
        let criteria = fit.criteria;
        check.near(criteria.log_likelihood, case.log_likelihood, 6e-3, &of);
        check.near(criteria.aic, case.aic, 1.2e-2, &of);
    }
    check.done();
}

/// The intercept of the presidents' approval has a standard error of 4; those of the others are
/// below ¼.
fn fit_scale(fit: &ArimaFit) -> f64 {
    let largest = fit.errors.iter().fold(0.0_f64, |most, e| most.max(e.abs()));
    largest.max(1.0)
}
