//! Volatility models: what must hold for any returns, and paths against formulas.

use crate::series::noise;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::ModelRefusal;
use prospect_forecast::model::Transform;
use prospect_forecast::state::{State, ahead};
use prospect_forecast::volatility::{
    Errors, Kind, VolatilityState, WalkFit, fit_prices, fit_returns, fit_walk,
};

const KINDS: [Kind; 3] = [Kind::Garch, Kind::GjrGarch, Kind::Egarch];
const ERRORS: [Errors; 2] = [Errors::Normal, Errors::StudentT];

/// Nearly normal draws of unit variance.
fn shocks(n: usize, seed: u64) -> Vec<f64> {
    noise(12 * n, seed)
        .chunks_exact(12)
        .map(|draws| 0.5 * draws.iter().sum::<f64>())
        .collect()
}

fn returns(n: usize, seed: u64) -> Vec<f64> {
    let mut variance = 1.0_f64;
    shocks(n, seed)
        .into_iter()
        .map(|z| {
            let e = z * variance.sqrt();
            let slope = if e < 0.0 { 0.14 } else { 0.06 };
            variance = 0.05 + slope * e * e + 0.85 * variance;
            e + 0.02
        })
        .collect()
}

fn prices(n: usize, seed: u64) -> Vec<f64> {
    let mut level = 4.0;
    returns(n, seed)
        .into_iter()
        .map(|step| {
            level += 0.01 * step;
            f64::exp(level)
        })
        .collect()
}

#[test]
fn parameters_are_found_again() {
    let returns = returns(40_000, 3);
    for errors in ERRORS {
        let fit = fit_returns(&returns, Kind::GjrGarch, errors).unwrap();
        let p = fit.parameters();
        for (found, expected, within) in [
            (p.mean, 0.02, 0.015),
            (p.omega, 0.05, 0.01),
            (p.alpha, 0.06, 0.012),
            (p.gamma, 0.08, 0.015),
            (p.beta, 0.85, 0.015),
            (fit.persistence(), 0.95, 0.01),
            (fit.half_life().unwrap(), 0.5_f64.ln() / 0.95_f64.ln(), 2.5),
            (fit.unconditional_variance().unwrap(), 1.0, 0.1),
        ] {
            assert!((found - expected).abs() < within, "{found} for {expected}");
        }
    }
}

#[test]
fn forecasts_return_to_the_unconditional_variance() {
    for kind in KINDS {
        let fit = fit_returns(&returns(3_000, 8), kind, Errors::Normal).unwrap();
        let ahead = fit.variance_ahead(4_000);
        let expected = fit.unconditional_variance().unwrap();
        let last = ahead.last().unwrap();
        assert!(
            (last / expected - 1.0).abs() < 1e-6,
            "{kind:?}: {last} for {expected}"
        );
        assert!((ahead[0] - fit.next_variance).abs() < 1e-12);
    }
}

/// Mean over paths of the squared errors of each step less the step before, in units of the state.
fn path_variances(fit: &WalkFit, horizon: usize, paths: usize, draws: &[f64]) -> Vec<f64> {
    let mut squares = vec![0.0; horizon];
    for path in draws.chunks_exact(horizon).take(paths) {
        let mut state = fit.state.clone();
        let start = state.next_mean();
        for (step, draw) in path.iter().enumerate() {
            let value = state.next_mean() + draw * state.next_variance().sqrt() * fit.sigma;
            squares[step] +=
                (value - start - step as f64 * fit.volatility.parameters().mean).powi(2);
            state.advance(value);
        }
    }
    squares.iter().map(|total| total / paths as f64).collect()
}

#[test]
fn second_moments_of_paths_are_those_foretold() {
    let y: Vec<f64> = prices(3_000, 5).into_iter().map(f64::ln).collect();
    let (horizon, paths) = (20, 60_000);
    for kind in KINDS {
        let fit = fit_walk(&y, kind, Errors::Normal).unwrap();
        // EGARCH averages over the shocks of the data, so paths have to draw from them.
        let draws: Vec<f64> = if kind == Kind::Egarch {
            let z = &fit.volatility.standardised;
            noise(paths * horizon, 17)
                .into_iter()
                .map(|u| z[((0.5 * (u + 1.0)) * z.len() as f64) as usize])
                .collect()
        } else {
            shocks(paths * horizon, 17)
        };
        let found = path_variances(&fit, horizon, paths, &draws);
        let mut foretold = 0.0;
        let relative = fit.state.variances_ahead(horizon).unwrap();
        for (step, variance) in fit
            .volatility
            .variance_ahead(horizon)
            .into_iter()
            .enumerate()
        {
            foretold += variance;
            let ratio = found[step] / foretold;
            assert!((ratio - 1.0).abs() < 0.025, "{kind:?} {step}: {ratio}");
            let state_variance = relative[step] * fit.sigma.powi(2);
            assert!((state_variance / foretold - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn prices_walk_in_logarithms_where_they_have_them() {
    let mut y = prices(400, 2);
    let (transform, fit) = fit_prices(&y, Kind::Garch, Errors::Normal).unwrap();
    assert_eq!(transform, Transform::Log);
    assert!((fit.state.next_mean() - y[399].ln()).abs() < 0.01);
    y[100] = -3.0;
    let (transform, fit) = fit_prices(&y, Kind::Garch, Errors::Normal).unwrap();
    assert_eq!(transform, Transform::None);
    assert!((fit.state.next_mean() - y[399]).abs() < 0.02 * y[399]);
}

#[test]
fn unusable_returns_are_refused() {
    let refused = |y: &[f64]| fit_returns(y, Kind::Egarch, Errors::StudentT).unwrap_err();
    assert_eq!(refused(&[0.1; 80]), ModelRefusal::Constant);
    let short = ModelRefusal::TooShort {
        have: 2,
        needed: 50,
    };
    assert_eq!(refused(&[1.0, f64::NAN, 2.0]), short);
    assert_eq!(
        refused(&[]),
        ModelRefusal::TooShort {
            have: 0,
            needed: 50
        }
    );
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -1e3..1e3_f64,
        3 => Just(0.0),
        1 => Just(f64::NAN),
        1 => any::<f64>(),
        1 => Just(1e-300),
        1 => -1e99..1e99_f64,
    ]
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        prop::collection::vec(any_value(), 0..150),
        prop::collection::vec(-1.0..1.0_f64, 50..150),
        prop::collection::vec(prop_oneof![9 => Just(0.0), 1 => -1.0..1.0_f64], 50..150),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        rng_seed: RngSeed::Fixed(20_261_121),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics(y in values()) {
        for kind in KINDS {
            for errors in ERRORS {
                if let Ok(fit) = fit_returns(&y, kind, errors) {
                    prop_assert!(fit.conditional_variances.iter().all(|v| *v >= 0.0));
                    prop_assert!(fit.variance_ahead(5).iter().all(|v| *v >= 0.0));
                    prop_assert!(fit.persistence() <= 1.0 + 1e-12);
                    let p = fit.parameters();
                    prop_assert!(p.alpha >= 0.0 && (kind == Kind::Egarch || p.alpha + p.gamma >= -1e-12 * p.alpha));
                }
                let Ok(fit) = fit_walk(&y, kind, errors) else { continue };
                prop_assert!(ahead(&fit.state, 5).iter().all(|step| step.0.is_finite()));
                let mut state = fit.state.clone();
                for &value in &y {
                    state.absorb(value);
                }
                let blob = serde_json::to_string(&fit.state).unwrap();
                prop_assert_eq!(serde_json::from_str::<VolatilityState>(&blob).unwrap(), fit.state);
            }
        }
    }

    #[test]
    fn fits_stretch_with_the_returns(seed in 1_u64..100_000, scale in 1e-3..1e3_f64) {
        let y = returns(400, seed);
        let stretched: Vec<f64> = y.iter().map(|value| value * scale).collect();
        for kind in KINDS {
            for errors in ERRORS {
                let here = fit_returns(&y, kind, errors).unwrap();
                let there = fit_returns(&stretched, kind, errors).unwrap();
                let shift = y.len() as f64 * scale.ln();
                let gap = there.criteria.log_likelihood + shift - here.criteria.log_likelihood;
                // At a kink of |z| in EGARCH, rounding decides where a climb ends.
                let tolerance = if kind == Kind::Egarch { 2e-3 } else { 1e-6 };
                prop_assert!(gap.abs() < tolerance, "{kind:?} {errors:?}: {gap}");
                for (a, b) in here.variance_ahead(5).iter().zip(there.variance_ahead(5)) {
                    let near = (b / (a * scale * scale) - 1.0).abs() < 10.0 * tolerance;
                    prop_assert!(near, "{kind:?} {errors:?}: {a} {b}");
                }
            }
        }
    }

    #[test]
    fn updating_is_having_seen_the_data(seed in 1_u64..100_000, cut in 200_usize..300, gap in 1_usize..298) {
        let mut y: Vec<f64> = prices(300, seed).into_iter().map(f64::ln).collect();
        y[gap] = f64::NAN;
        y[(gap + 1).min(298)] = f64::NAN;
        for kind in KINDS {
            // Run over the first part and then the rest, as the fit runs over all in one go.
            let fit = fit_walk(&y, kind, Errors::Normal).unwrap();
            let mut state = fit.state.clone();
            let mut again = fit.state.clone();
            y[..cut].iter().for_each(|&value| state.absorb(value));
            let mut resumed: VolatilityState =
                serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
            y[cut..].iter().for_each(|&value| resumed.absorb(value));
            for &value in &y {
                again.absorb(value);
            }
            prop_assert_eq!(&resumed, &again);
            if gap == 1 {
                continue;
            }
            // What the variance was before the data is forgotten over them.
            let (a, b) = (again.conditional_variance(), fit.state.conditional_variance());
            prop_assert!(fit.volatility.persistence() > 0.95 || (a / b - 1.0).abs() < 1e-3, "{kind:?}: {a} {b}");
        }
    }
}

#[test]
fn a_gap_widens_and_learns_from_the_whole_step() {
    let y: Vec<f64> = prices(500, 4).into_iter().map(f64::ln).collect();
    for kind in KINDS {
        let fit = fit_walk(&y, kind, Errors::StudentT).unwrap();
        let ahead = fit.state.variances_ahead(4).unwrap();
        let mut state = fit.state.clone();
        for expected in &ahead {
            assert!((state.next_variance() / expected - 1.0).abs() < 1e-12);
            state.advance(f64::NAN);
        }
        // A step of no surprise after the gap leaves the variance below what was foretold.
        let foretold = state.conditional_variance();
        let mean = state.next_mean();
        state.advance(mean);
        assert!(state.conditional_variance() < foretold, "{kind:?}");
        assert!((fit.state.conditional_variance() - fit.volatility.next_variance).abs() < 1e-15);
        assert_eq!(fit.errors.len(), y.len() - 1);
        let scaled = fit.volatility.standardised.iter().zip(&fit.errors);
        assert!(
            scaled
                .into_iter()
                .all(|(z, e)| (z * fit.sigma - e).abs() < 1e-9)
        );
    }
}
