//! The automatic order against those of statsforecast and pmdarima.

use super::{Check, cases, count, text, transformed};
use prospect_forecast::arima::{Order, Search, auto, fit};
use prospect_forecast::ets::Estimation;
use serde_json::Value;

fn order(found: &Value, m: usize) -> Order {
    let part = |at: usize| count(&found["order"][at]) as u8;
    let plain = Order::new(part(0), part(1), part(2));
    let order = if m > 1 {
        plain.seasonal(part(3), part(4), part(5), m as u16)
    } else {
        plain
    };
    Order {
        constant: found["constant"] == true,
        ..order
    }
}

/// What a library's order may have over ours: pmdarima's steps start elsewhere and reach p + q = 6 on
/// the lynx, two units below the order that statsforecast finds as we do.
fn allowance(case: &Value, library: &str) -> f64 {
    match (text(case, "series"), library) {
        ("lynx", "pmdarima") => 2.5,
        _ => 1e-3,
    }
}

/// Of the same differencing, so that the likelihoods compare.
#[test]
fn no_library_finds_a_better_order() {
    let mut check = Check::default();
    let mut compared = 0;
    for case in cases("auto") {
        let y = transformed(case);
        let m = count(&case["m"]);
        let ours = auto(&y, m, &[], Search::Stepwise, Estimation::Likelihood).expect("it varies");
        let best = ours.best();
        for library in ["statsforecast", "pmdarima"] {
            let theirs = order(&case[library], m);
            let of = format!(
                "{}: {} and {library}'s {theirs}",
                text(case, "series"),
                best.order
            );
            if (theirs.d, theirs.seasonal_d) != (best.order.d, best.order.seasonal_d) {
                eprintln!("differenced otherwise, {of}");
                continue;
            }
            let fitted = fit(&y, theirs, &[], Estimation::Likelihood).expect("it can be fitted");
            let value = |criteria: prospect_forecast::criteria::Criteria| criteria.aicc.value;
            let (found, expected) = (value(best.criteria), value(fitted.criteria));
            let (Some(found), Some(expected)) = (found, expected) else {
                panic!("no AICc, {of}");
            };
            check.holds(
                found <= expected + allowance(case, library),
                &format!("{found} over {expected}, {of}"),
            );
            compared += 1;
        }
    }
    assert!(compared >= 10, "only {compared} had the same differencing");
    check.done();
}
