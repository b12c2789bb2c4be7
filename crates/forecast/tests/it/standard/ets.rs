//! ETS at fixed forms by plain likelihood, against statsmodels' ETSModel.

use super::{Check, cases, count, number, numbers, series, text};
use prospect_forecast::ets::{
    Estimation, EtsState, Form, Seasonality, Weights, fit, log_likelihood,
};
use prospect_forecast::state::{State, ahead};
use serde_json::Value;

/// The state before the data at the parameters that statsmodels found.
fn theirs(case: &Value) -> EtsState {
    let form = Form::parse(text(case, "form")).expect("admissible");
    let weights = Weights {
        alpha: number(case, "alpha"),
        beta: number(case, "beta"),
        gamma: number(case, "gamma"),
        phi: number(case, "phi"),
    };
    let seasons = numbers(&case["seasons"]);
    EtsState::new(
        form,
        weights,
        number(case, "level"),
        number(case, "trend"),
        seasons,
    )
}

/// Share by which forecasts and, absolutely, likelihoods may differ. With a multiplicative season
/// statsmodels moves the season by y/l_t instead of y/(l_{t−1} + b_{t−1}), against its own documentation
/// and Hyndman et al. (2008, table 2.3): a difference of the order of γ times the squared relative
/// error. At the small γ of these fits that is a few parts in ten million.
fn tolerances(form: Form) -> (f64, f64) {
    match form.season() {
        Seasonality::Multiplicative => (1e-6, 1e-4),
        Seasonality::None | Seasonality::Additive => (1e-7, 1e-6),
    }
}

#[test]
fn the_likelihood_at_their_parameters_is_theirs() {
    let mut check = Check::default();
    for case in cases("ets") {
        let of = format!("{} of {}", text(case, "form"), text(case, "series"));
        let y = series(text(case, "series"));
        let start = theirs(case);
        let (_, tolerance) = tolerances(start.form);
        let found = log_likelihood(&y, &start);
        check.near(found, number(case, "log_likelihood"), tolerance, &of);
    }
    check.done();
}

#[test]
fn forecasts_from_their_parameters_are_theirs() {
    let mut check = Check::default();
    for case in cases("ets") {
        let of = format!("{} of {}", text(case, "form"), text(case, "series"));
        let y = series(text(case, "series"));
        let mut state = theirs(case);
        let (tolerance, _) = tolerances(state.form);
        for &value in &y {
            state.advance(value);
        }
        let means: Vec<f64> = ahead(&state, 12)
            .into_iter()
            .map(|(mean, _)| mean)
            .collect();
        let expected = numbers(&case["means"]);
        check.all_near(&means, &expected, tolerance * expected[0].abs(), &of);
    }
    check.done();
}

#[test]
fn the_optimum_is_not_below_theirs() {
    let mut check = Check::default();
    for case in cases("ets") {
        let form = Form::parse(text(case, "form")).expect("admissible");
        let of = format!("{form} of {}", text(case, "series"));
        let y = series(text(case, "series"));
        let fit =
            fit(&y, count(&case["m"]), form, Estimation::Likelihood).expect("it can be fitted");
        let (found, expected) = (fit.criteria.log_likelihood, number(case, "log_likelihood"));
        check.holds(
            found >= expected - 1e-3,
            &format!("{of}: {found} below {expected}"),
        );
        let again = log_likelihood(&y, &fit.initial);
        check.near(found, again, 1e-6, &format!("{of} at its own parameters"));
    }
    check.done();
}
