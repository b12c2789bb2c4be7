//! STL and MSTL with the same windows as statsmodels, and the strength of a season.

use super::{Check, STANDARD, cases, count, number, numbers, text, transformed};
use prospect_forecast::stl::{Stl, mstl};

fn spread(y: &[f64]) -> f64 {
    let (low, high) = y
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        });
    high - low
}

/// The same computation: agreement to rounding, in units of the range of the data.
#[test]
fn components_are_those_of_statsmodels() {
    let mut check = Check::default();
    for case in cases("stl") {
        let y = transformed(case);
        let settings = Stl {
            seasonal_window: count(&case["window"]),
            outer: count(&case["outer"]),
            ..Stl::default()
        };
        let parts = mstl(&y, &[count(&case["period"])], &settings).expect("long enough");
        let of = format!("{} with {settings:?}", text(case, "series"));
        let tolerance = 1e-9 * spread(&y);
        check.all_near(&parts.trend, &numbers(&case["trend"]), tolerance, &of);
        check.all_near(&parts.seasons[0], &numbers(&case["season"]), tolerance, &of);
        let strength = parts.strength(0).expect("it varies");
        check.near(strength, number(case, "strength"), 1e-9, &of);
    }
    check.done();
}

/// Four weeks of hours; `golden/standard.py` has the same formula.
fn two_seasons() -> Vec<f64> {
    (0..24 * 7 * 4)
        .map(|t: u32| {
            let (hour, day) = (f64::from(t % 24), t / 24 % 7);
            let week = if day >= 5 { -8.0 } else { 2.0 };
            let day = 6.0 * (hour * std::f64::consts::PI / 12.0).sin();
            50.0 + 0.01 * f64::from(t) + day + week + f64::from(t * 7919 % 101) / 25.0
        })
        .collect()
}

/// statsmodels computes every value of long spans, the authors' program and this one every tenth of
/// a span: a hundredth of the range is left between them.
#[test]
fn several_seasons_are_those_of_statsmodels() {
    let mut check = Check::default();
    let y = two_seasons();
    let parts = mstl(&y, &[24, 168], &Stl::default()).expect("long enough");
    let reference = &STANDARD["mstl"];
    let tolerance = 1e-2 * spread(&y);
    for (found, name) in [
        (&parts.trend, "trend"),
        (&parts.seasons[0], "day"),
        (&parts.seasons[1], "week"),
    ] {
        let every: Vec<f64> = found.iter().copied().step_by(7).collect();
        check.all_near(&every, &numbers(&reference[name]), tolerance, name);
    }
    check.done();
}
