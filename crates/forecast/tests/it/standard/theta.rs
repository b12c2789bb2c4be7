//! The Theta method at the parameters of statsmodels' ThetaModel, and its own fit beside them.

use super::{Check, cases, number, numbers, series, text};
use prospect_forecast::model::{ModelName, Training, fit};
use prospect_forecast::season::SeasonalAdjustment;
use prospect_forecast::state::ahead;
use prospect_forecast::theta::{ThetaState, slope};

#[test]
fn forecasts_are_those_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("theta") {
        let of = text(case, "series");
        let y = series(of);
        check.near(slope(&y), number(case, "b0"), 1e-8, of);
        // Its smoothing was fitted without saying its first level: what the last one is says all.
        let (alpha, one_step) = (number(case, "alpha"), number(case, "one_step"));
        let decay = y.iter().fold(1.0, |left, _| left * (1.0 - alpha));
        let from_zero = y.iter().fold(0.0, |level, y| level + alpha * (y - level));
        let first = if decay > 1e-6 {
            (one_step - from_zero) / decay
        } else {
            // Nothing is left of it.
            y[0]
        };
        let state = ThetaState::new(&y, alpha, first);
        let means: Vec<f64> = ahead(&state, 12)
            .into_iter()
            .map(|(mean, _)| mean)
            .collect();
        let expected = numbers(&case["means"]);
        check.all_near(&means, &expected, 1e-6 * expected[0].abs(), of);
    }
    check.done();
}

/// The optimiser of the smoothing leaves a little: a thousandth of the forecast where the optimum
/// is inside, and either end of α is the same model.
#[test]
fn fits_lead_to_the_same_forecasts() {
    let mut check = Check::default();
    for case in cases("theta") {
        let of = text(case, "series");
        let y = series(of);
        let training = Training::new(&y, 1).adjusted(SeasonalAdjustment::None);
        let fitted = fit(ModelName::Theta, &training).expect("it can be fitted");
        let means: Vec<f64> = fitted.ahead(12).iter().map(|point| point.mean).collect();
        let expected = numbers(&case["means"]);
        check.all_near(&means, &expected, 5e-3 * expected[0].abs(), of);
    }
    check.done();
}
