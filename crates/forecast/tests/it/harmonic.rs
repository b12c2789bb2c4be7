//! Dynamic harmonic regression: against statsmodels, on planted seasons, and what must hold.

use crate::series::noise;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::arima::Order;
use prospect_forecast::ets::Estimation;
use prospect_forecast::fourier::{FourierTerms, Harmonics};
use prospect_forecast::harmonic::{HarmonicData, HarmonicState, auto};
use prospect_forecast::state::{State, ahead};
use std::f64::consts::TAU;

/// 50 + 4 sin(2πt/7) + 2 cos(4πt/7) + 6 sin(2πt/36.5) + AR(1) errors with φ = 0.6.
fn two_seasons(n: usize, seed: u64) -> Vec<f64> {
    let mut rest = 0.0;
    noise(n, seed)
        .into_iter()
        .enumerate()
        .map(|(t, e)| {
            rest = 0.6 * rest + e;
            let turn = TAU * t as f64;
            let week = 4.0 * (turn / 7.0).sin() + 2.0 * (2.0 * turn / 7.0).cos();
            50.0 + week + 6.0 * (turn / 36.5).sin() + rest
        })
        .collect()
}

/// Reference: statsmodels 0.15.0, `ARIMA(y, exog=X, order=(1, 0, 0), trend='c')` with y the 300
/// values of [`two_seasons`] with seed 11 and X the columns sin, cos of 2πkt/7 (k = 1, 2) and
/// 2πt/36.5, t from 0; fitted by L-BFGS with `pgtol=1e-10`, then `get_forecast(6)`.
#[test]
fn coefficients_and_forecasts_are_those_of_statsmodels() {
    const SEASON: [f64; 6] = [
        3.966_742_77,
        0.123_637_70,
        0.008_769_80,
        2.018_878_52,
        5.943_456_84,
        0.001_060_93,
    ];
    const MEANS: [f64; 6] = [
        52.999_266_91,
        58.505_287_79,
        58.900_173_82,
        57.860_703_00,
        58.252_404_80,
        54.235_563_99,
    ];
    const SPREADS: [f64; 2] = [0.573_471_37, 0.708_679_71];
    let y = two_seasons(300, 11);
    let terms = FourierTerms::new(&[Harmonics::new(7.0, 2), Harmonics::new(36.5, 1)]);
    let fit = HarmonicData::new(&y, &[7.0, 36.5])
        .fit(
            &terms,
            Order::new(1, 0, 0).with_constant(),
            Estimation::Likelihood,
        )
        .unwrap();
    // Where either search stops leaves this much: a five-thousandth of the innovations' spread.
    let close = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-4, "{found} for {expected}");
    };
    close(fit.criteria().log_likelihood, -259.082_462);
    close(fit.arima.constant.unwrap(), 50.094_522_40);
    close(fit.arima.ar[0], 0.588_478_69);
    for (found, expected) in fit.arima.regressors.iter().zip(SEASON) {
        close(*found, expected);
    }
    let outlook = ahead(&fit.state, 6);
    for ((mean, _), expected) in outlook.iter().zip(MEANS) {
        close(*mean, expected);
    }
    let squares: f64 = fit.errors().iter().map(|e| e * e).sum();
    let sigma = (squares / 300.0).sqrt();
    close(sigma * outlook[0].1.sqrt(), SPREADS[0]);
    close(sigma * outlook[5].1.sqrt(), SPREADS[1]);
}

#[test]
fn planted_harmonics_are_found() {
    let y = two_seasons(400, 3);
    let fit = auto(&HarmonicData::new(&y, &[7.0, 36.5]), Estimation::Shrunk).unwrap();
    let orders: Vec<usize> = fit.terms.seasons().iter().map(|s| s.order).collect();
    assert!(orders[0] == 2 || orders[0] == 3, "{}", fit.form());
    assert!((1..=3).contains(&orders[1]), "{}", fit.form());
    assert_eq!(fit.order.d, 0, "{}", fit.form());
    let truth = two_seasons(600, 3);
    let mut state = fit.state.clone();
    let mut squares = 0.0;
    for &value in &truth[400..] {
        squares += (value - state.next_mean()).powi(2);
        state.advance(value);
    }
    // The innovations are uniform on (−1, 1): their standard deviation is 0.577.
    let rms = (squares / 200.0).sqrt();
    assert!(rms < 0.65, "{rms}");
}

#[test]
fn a_long_season_is_not_taken_for_a_trend() {
    let y: Vec<f64> = noise(1_100, 8)
        .into_iter()
        .enumerate()
        .map(|(t, e)| 10.0 + 5.0 * (TAU * t as f64 / 365.25).sin() + e)
        .collect();
    let fit = auto(&HarmonicData::new(&y, &[365.25]), Estimation::Shrunk).unwrap();
    assert_eq!(fit.order.d, 0, "{}", fit.form());
    let far = ahead(&fit.state, 365);
    for (step, (mean, _)) in far.iter().enumerate() {
        let t = (1_100 + step) as f64;
        let truth = 10.0 + 5.0 * (TAU * t / 365.25).sin();
        assert!((mean - truth).abs() < 0.4, "{step}: {mean} {truth}");
    }
}

#[test]
fn no_season_is_found_in_a_random_walk() {
    let mut picked = 0;
    for seed in 0..40 {
        let y = crate::series::random_walk(200, seed);
        let fit = auto(&HarmonicData::new(&y, &[12.0]), Estimation::Shrunk).unwrap();
        picked += usize::from(!fit.terms.is_empty());
    }
    // AICc lets in a pair of columns that says nothing in about one of seven.
    assert!(picked <= 14, "{picked} of 40");
}

#[test]
fn updating_one_by_one_is_moving_the_state() {
    let y = two_seasons(300, 5);
    let terms = FourierTerms::new(&[Harmonics::new(7.0, 2), Harmonics::new(36.5, 1)]);
    let order = Order::new(1, 0, 0).with_constant();
    let whole = HarmonicData::new(&y, &[7.0, 36.5]);
    let fit = whole.fit(&terms, order, Estimation::Likelihood).unwrap();
    let json = serde_json::to_string(&fit.state).unwrap();
    let read: HarmonicState = serde_json::from_str(&json).unwrap();
    assert_eq!(read, fit.state);
    let more = two_seasons(320, 5);
    let mut moved = read;
    for &value in &more[300..] {
        moved.absorb(value);
    }
    let season = |t: usize| fit.state.season(t);
    assert!((moved.season(320) - season(320)).abs() < 1e-12);
    // An AR(1) with a mean forecasts from its last value alone.
    let (phi, mean) = (fit.arima.ar[0], fit.arima.constant.unwrap());
    let expected = season(320) + mean + phi * (more[319] - season(319) - mean);
    assert!((moved.next_mean() - expected).abs() < 1e-9);
}

#[test]
fn other_regressors_are_known_as_far_as_given() {
    let n = 120;
    let x: Vec<f64> = (0..n + 4)
        .map(|t| f64::from(u8::from(t % 11 == 3)))
        .collect();
    let y: Vec<f64> = two_seasons(n, 6)
        .iter()
        .zip(&x)
        .map(|(y, x)| y + 9.0 * x)
        .collect();
    let columns = [x[..n].to_vec()];
    let rows: Vec<Vec<f64>> = x[n..].iter().map(|x| vec![*x]).collect();
    let data = HarmonicData {
        columns: &columns,
        rows_ahead: &rows,
        ..HarmonicData::new(&y, &[7.0, 36.5])
    };
    let fit = auto(&data, Estimation::Shrunk).unwrap();
    let effect = fit.arima.regressors.last().unwrap();
    assert!((effect - 9.0).abs() < 1.0, "{effect}");
    let means: Vec<f64> = ahead(&fit.state, 5)
        .into_iter()
        .map(|(mean, _)| mean)
        .collect();
    assert!(means[..4].iter().all(|mean| mean.is_finite()));
    assert!(means[4].is_nan());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        rng_seed: RngSeed::Fixed(20_261_125),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics(
        values in prop::collection::vec(
            prop_oneof![6 => -1e3..1e3_f64, 2 => Just(0.0), 2 => Just(f64::NAN), 1 => any::<f64>()],
            0..60,
        ),
        periods in prop::collection::vec(
            prop_oneof![4 => 2.0..20.0_f64, 1 => any::<f64>(), 1 => Just(12.0)],
            0..3,
        ),
    ) {
        if let Ok(fit) = auto(&HarmonicData::new(&values, &periods), Estimation::Shrunk) {
            let mut state = fit.state;
            for (_, variance) in ahead(&state, 5) {
                prop_assert!(variance >= 0.0);
            }
            for &value in &values {
                state.absorb(value);
            }
        }
    }

    #[test]
    fn forecasts_move_and_stretch_with_the_data(
        seed in 0_u64..500,
        shift in -100.0..100.0_f64,
        scale in 0.01..100.0_f64,
    ) {
        let y = two_seasons(150, seed);
        let moved: Vec<f64> = y.iter().map(|value| value * scale + shift).collect();
        let run = |y: &[f64]| auto(&HarmonicData::new(y, &[7.0, 36.5]), Estimation::Shrunk).unwrap();
        let (here, there) = (run(&y), run(&moved));
        prop_assert_eq!(&here.terms, &there.terms);
        for (a, b) in ahead(&here.state, 8).iter().zip(ahead(&there.state, 8)) {
            prop_assert!((a.0 * scale + shift - b.0).abs() < 1e-2 * scale);
        }
    }
}
