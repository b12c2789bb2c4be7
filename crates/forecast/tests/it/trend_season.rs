//! The additive trend-and-season model: against Prophet, and what must hold.

use crate::series::noise;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::ModelRefusal;
use prospect_forecast::calendar_effects::{CalendarEffect, shown_in};
use prospect_forecast::fourier::Harmonics;
use prospect_forecast::model::Regressor;
use prospect_forecast::state::{State, ahead};
use prospect_forecast::trend_season::{
    Priors, Scaling, TrendSeasonData, TrendSeasonFit, TrendSeasonState, fit, usual_order,
};
use std::f64::consts::TAU;

const N: usize = 600;
const SEASONS: [Harmonics; 2] = [
    Harmonics {
        period: 7.0,
        order: 3,
    },
    Harmonics {
        period: 91.3,
        order: 2,
    },
];

/// A trend that bends at 200 and 400, a week, a quarter, an event every 50 days and noise.
fn bent(n: usize) -> Vec<f64> {
    noise(N, 21)
        .into_iter()
        .chain(std::iter::repeat(0.0))
        .take(n)
        .enumerate()
        .map(|(t, e)| {
            let at = t as f64;
            let trend = match t {
                0..200 => 100.0 + 0.10 * at,
                200..400 => 120.0 - 0.05 * (at - 200.0),
                _ => 110.0 + 0.2 * (at - 400.0),
            };
            let week = 5.0 * (TAU * at / 7.0).sin() + 2.0 * (2.0 * TAU * at / 7.0).cos();
            let event = if t % 50 == 10 { 12.0 } else { 0.0 };
            trend + week + 8.0 * (TAU * at / 91.3).sin() + event + 3.0 * e
        })
        .collect()
}

fn events(n: usize) -> Vec<Regressor> {
    let marks: Vec<bool> = (0..n).map(|t| t % 50 == 10).collect();
    CalendarEffect::new("event").from_marks(&marks)
}

fn fitted(y: &[f64], scaling: Scaling) -> TrendSeasonFit {
    let effects = events(N + 60);
    let data = TrendSeasonData {
        effects: &effects,
        ..TrendSeasonData::new(y, &SEASONS)
    };
    let priors = Priors {
        scaling,
        ..Priors::default()
    };
    fit(&data, &priors).expect("long enough and varied")
}

/// What Prophet found on [`bent`].
struct Reference {
    scaling: Scaling,
    sigma: f64,
    /// By the formula of [`TrendSeasonFit::log_posterior`].
    log_posterior: f64,
    trend: [f64; 12],
    whole: [f64; 5],
    week: [f64; 7],
    event: f64,
    /// Widths of the 80 % interval 1, 30 and 60 days ahead.
    widths: [f64; 3],
}

const TREND_PLACES: [f64; 12] = [
    0.0, 100.0, 200.0, 300.0, 400.0, 500.0, 599.0, 600.0, 605.0, 610.0, 629.0, 659.0,
];
const AHEAD: [usize; 5] = [0, 5, 10, 29, 59];

/// prophet 1.5.0 with the 600 values dated daily from 2020-01-06, no automatic seasons,
/// `add_seasonality('w', 7, 3)`, `add_seasonality('q', 91.3, 2)`, the events as holidays,
/// `fit(df, algorithm='Newton', iter=20000)`, 40,000 uncertainty samples and `interval_width=0.8`.
///
/// Newton, because its log posterior is the highest of Stan's optimisers here: L-BFGS, the default,
/// stops 0.6 and 2.1 below and up to 4 % of the series' standard deviation away, at kinks of the
/// penalty. The mode found here is higher than either by the same formula.
const REFERENCES: [Reference; 2] = [
    Reference {
        scaling: Scaling::AbsoluteMaximum,
        sigma: 1.706_217_85,
        log_posterior: 2_397.842_340,
        trend: [
            99.7615, 109.795, 119.1126, 115.0945, 111.0739, 130.0775, 149.8997, 150.1, 151.1011,
            152.1022, 155.9065, 161.9132,
        ],
        whole: [140.1195, 148.5621, 160.37, 146.188, 173.5916],
        week: [1.8024, 3.8669, 3.3835, 3.0424, -0.968, -6.6204, -4.5068],
        event: 11.571_106_22,
        widths: [4.3809, 4.5168, 5.229],
    },
    Reference {
        scaling: Scaling::Range,
        sigma: 1.707_349_89,
        log_posterior: 1_866.374_925,
        trend: [
            99.8015, 109.7952, 119.0716, 115.0721, 111.0297, 130.083, 149.845, 150.0446, 151.0427,
            152.0407, 155.8334, 161.8219,
        ],
        whole: [140.0689, 148.5026, 160.3057, 146.1119, 173.4955],
        week: [1.8021, 3.8668, 3.3836, 3.0427, -0.9677, -6.6206, -4.5069],
        event: 11.573_705_30,
        widths: [4.3838, 4.5158, 5.2156],
    },
];

#[test]
fn components_and_forecasts_are_those_of_prophet() {
    let y = bent(N);
    // Half a percent of the standard deviation of the series, 13.63. The largest distance is 0.024, and
    // that from the same mode found by L-BFGS 0.56.
    let tolerance = 0.07;
    for reference in REFERENCES {
        let fit = fitted(&y, reference.scaling);
        println!(
            "{:?} {} {} free {}",
            reference.scaling, fit.sigma, fit.log_posterior, fit.free
        );
        assert!(fit.log_posterior >= reference.log_posterior - 1e-6);
        assert!((fit.sigma - reference.sigma).abs() < 0.01 * reference.sigma);
        let close = |found: f64, expected: f64| {
            assert!(
                (found - expected).abs() < tolerance,
                "{found} for {expected}"
            );
        };
        for (t, expected) in TREND_PLACES.into_iter().zip(reference.trend) {
            close(fit.state.trend().value(t), expected);
        }
        let outlook = ahead(&fit.state, 60);
        for (step, expected) in AHEAD.into_iter().zip(reference.whole) {
            close(outlook[step].0, expected);
        }
        for (t, expected) in reference.week.into_iter().enumerate() {
            close(fit.state.season_part(0, t), expected);
        }
        close(fit.state.contributions()[0].coefficient, reference.event);
        for (step, expected) in [0, 29, 59].into_iter().zip(reference.widths) {
            let width = 2.0 * 1.281_551_6 * fit.sigma * outlook[step].1.sqrt();
            // Simulated changes are rarer and larger than normal ones of the same variance: their
            // central 80 % is up to 4 % narrower.
            assert!(
                (width / expected - 1.0).abs() < 0.045,
                "{width} for {expected}"
            );
        }
    }
}

#[test]
fn a_bend_of_the_future_is_followed_without_a_new_fit() {
    let y = bent(N);
    let fit = fitted(&y, Scaling::Range);
    let json = serde_json::to_string(&fit.state).unwrap();
    let read: TrendSeasonState = serde_json::from_str(&json).unwrap();
    assert_eq!(read, fit.state);

    // The slope turns from +0.2 to −0.8 a day; events stay as they are known.
    let known = ahead(&fit.state, 60);
    let mut state = read;
    let mut last = 0.0;
    for (step, (mean, _)) in known.iter().take(55).enumerate() {
        last = mean - (step + 1) as f64;
        state.absorb(last);
    }
    let error = state.next_mean() - (known[55].0 - 56.0);
    assert!(error.abs() < 6.0, "{error}, last {last}");
    let unmoved = known[55].0 - (known[55].0 - 56.0);
    assert!(error.abs() < 0.2 * unmoved);
    // The coefficients are those of the fit.
    assert_eq!(state.contributions(), fit.state.contributions());
    assert_eq!(state.trend(), fit.state.trend());
}

#[test]
fn gaps_widen_and_values_narrow_what_is_ahead() {
    let fit = fitted(&bent(N), Scaling::Range);
    let variances: Vec<f64> = ahead(&fit.state, 60).into_iter().map(|(_, v)| v).collect();
    assert!(variances.windows(2).all(|pair| pair[0] <= pair[1]));
    // Σ_{i ≤ h} i² steps of the slope: h(h + 1)(2h + 1)/6.
    let step = variances[0] - 1.0;
    assert!((variances[59] - 1.0 - step * 73_810.0).abs() < 1e-9 * variances[59]);
    let mut state = fit.state.clone();
    for (mean, _) in ahead(&fit.state, 59) {
        state.advance(mean);
    }
    assert!(state.next_variance() < variances[59]);
    // Beyond the known events the mean is missing, not wrong.
    state.advance(100.0);
    state.advance(100.0);
    assert!(state.next_mean().is_nan());
}

#[test]
fn missing_values_are_no_zeros() {
    let y = bent(N);
    let mut holed = y.clone();
    for t in (3..N).step_by(11).chain(590..N) {
        holed[t] = f64::NAN;
    }
    let (whole, holed) = (fitted(&y, Scaling::Range), fitted(&holed, Scaling::Range));
    for t in [50.0, 250.0, 500.0] {
        let gap = whole.state.trend().value(t) - holed.state.trend().value(t);
        assert!(gap.abs() < 1.5, "{t}: {gap}");
    }
    let (whole, holed) = (ahead(&whole.state, 1)[0], ahead(&holed.state, 1)[0]);
    assert!((whole.0 - holed.0).abs() < 2.5);
    assert!(holed.1 > whole.1);
}

#[test]
fn regressors_count_in_their_own_units() {
    let y: Vec<f64> = bent(300)
        .iter()
        .enumerate()
        .map(|(t, y)| y + 0.02 * (t * 7_919 % 1_000) as f64)
        .collect();
    let wind = Regressor {
        known_ahead: true,
        name: "wind".to_owned(),
        values: (0..300).map(|t| f64::from(t * 7_919 % 1_000)).collect(),
    };
    let effects = shown_in(events(300), 300);
    let data = TrendSeasonData {
        effects: &effects,
        regressors: std::slice::from_ref(&wind),
        ..TrendSeasonData::new(&y, &SEASONS)
    };
    let found = fit(&data, &Priors::default()).unwrap();
    let wind = &found.state.contributions()[1];
    assert_eq!(wind.name, "wind");
    assert!((wind.coefficient - 0.02).abs() < 0.002, "{wind:?}");
    let short = [Regressor {
        known_ahead: true,
        name: "short".to_owned(),
        values: vec![1.0; 4],
    }];
    let data = TrendSeasonData {
        regressors: &short,
        ..data
    };
    let refused = fit(&data, &Priors::default()).err();
    let name = "short".to_owned();
    assert_eq!(refused, Some(ModelRefusal::RegressorMissing { name }));
}

#[test]
fn refusals_have_names() {
    let refused = |y: &[f64]| fit(&TrendSeasonData::new(y, &[]), &Priors::default()).err();
    assert_eq!(refused(&[2.0; 30]), Some(ModelRefusal::Constant));
    let short = ModelRefusal::TooShort { have: 2, needed: 5 };
    assert_eq!(refused(&[1.0, f64::NAN, 2.0]), Some(short));
    let line: Vec<f64> = (0..40).map(f64::from).collect();
    let fit = fit(&TrendSeasonData::new(&line, &[]), &Priors::default()).unwrap();
    assert!((ahead(&fit.state, 10)[9].0 - 49.0).abs() < 0.01);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        rng_seed: RngSeed::Fixed(20_261_125),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics(
        values in prop::collection::vec(
            prop_oneof![
                6 => -1e3..1e3_f64,
                2 => Just(0.0),
                2 => Just(f64::NAN),
                1 => any::<f64>(),
                1 => -1e99..1e99_f64,
                1 => Just(1e-300),
            ],
            0..70,
        ),
        periods in prop::collection::vec(
            prop_oneof![4 => 2.0..20.0_f64, 1 => any::<f64>(), 1 => Just(12.0)],
            0..3,
        ),
        changepoints in 0_usize..60,
        range in prop_oneof![4 => 0.0..1.0_f64, 1 => any::<f64>()],
        scale in prop_oneof![4 => 1e-4..10.0_f64, 1 => any::<f64>()],
    ) {
        let seasons: Vec<Harmonics> = periods.into_iter().map(usual_order).collect();
        let priors = Priors {
            changepoints,
            changepoint_range: range,
            changepoint_scale: scale,
            ..Priors::default()
        };
        if let Ok(fit) = fit(&TrendSeasonData::new(&values, &seasons), &priors) {
            for (mean, variance) in ahead(&fit.state, 5) {
                prop_assert!(mean.is_finite() && variance >= 1.0);
            }
            let mut state = fit.state;
            for &value in &values {
                state.absorb(value);
            }
        }
    }

    #[test]
    fn forecasts_move_and_stretch_with_the_data(
        seed in 0_u64..500,
        shift in -1e3..1e3_f64,
        scale in 0.01..100.0_f64,
    ) {
        let y = crate::series::seasonal(90, seed);
        let moved: Vec<f64> = y.iter().map(|value| value * scale + shift).collect();
        let seasons = [usual_order(12.0)];
        let run = |y: &[f64]| fit(&TrendSeasonData::new(y, &seasons), &Priors::default()).unwrap();
        let (here, there) = (run(&y), run(&moved));
        prop_assert!((here.sigma * scale - there.sigma).abs() < 1e-4 * there.sigma);
        for (a, b) in ahead(&here.state, 8).iter().zip(ahead(&there.state, 8)) {
            prop_assert!((a.0 * scale + shift - b.0).abs() < 1e-3 * there.sigma);
            prop_assert!((a.1 - b.1).abs() < 1e-3 * b.1);
        }
    }
}
