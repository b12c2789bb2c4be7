//! Intermittent demand. Reference values: statsforecast 2.1.1, by `tests/golden/intermittent.py`.

use crate::series::noise;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::ModelRefusal;
use prospect_forecast::intermittent::{IntermittentState, Method, fit};
use prospect_forecast::state::{State, ahead};

const METHODS: [Method; 6] = [
    Method::Croston,
    Method::CrostonSba,
    Method::CrostonOptimised,
    Method::Tsb {
        alpha_d: 0.2,
        alpha_p: 0.1,
    },
    Method::Adida,
    Method::Imapa,
];

/// Demands of 1 to 10 with probability `share`, by a congruential generator.
fn demand(n: usize, seed: u64, share: f64) -> Vec<f64> {
    let mut x = seed;
    let mut uniform = || {
        x = (1_103_515_245 * x + 12_345) % (1 << 31);
        x as f64 / f64::from(1_u32 << 31)
    };
    (0..n)
        .map(|_| {
            let occurs = uniform() < share;
            let size = 1.0 + (10.0 * uniform()).floor();
            if occurs { size } else { 0.0 }
        })
        .collect()
}

#[test]
fn means_agree_with_statsforecast() {
    let cases = [
        (
            demand(120, 7, 0.3),
            [
                1.523_197_566_538_151_2,
                1.447_037_688_211_243_5,
                1.518_359_655_368_224_6,
                1.464_041_569_955_077_5,
                1.473_943_368_494_116_1,
                1.470_844_718_583_6,
            ],
        ),
        (
            demand(97, 11, 0.12),
            [
                0.693_332_604_088_802_7,
                0.658_665_973_884_362_5,
                0.681_387_580_955_917_5,
                1.216_263_631_138_953_6,
                0.755_515_514_690_750_1,
                0.851_711_314_039_055_1,
            ],
        ),
        (
            demand(60, 5, 0.8),
            [
                3.162_091_205_986_747,
                3.003_986_645_687_409_6,
                2.826_285_349_853_261,
                3.172_965_218_419_207,
                3.177_921_400_830_191,
                3.177_921_400_830_191,
            ],
        ),
    ];
    for (y, expected) in cases {
        for (method, expected) in METHODS.into_iter().zip(expected) {
            let found = fit(&y, method).unwrap().state.next_mean();
            assert!(
                (found - expected).abs() < 1e-7 * expected,
                "{method:?}: {found} for {expected}"
            );
        }
    }
}

#[test]
fn errors_agree_with_statsforecast() {
    // Only of the methods whose weights do not change along the series there.
    let cases = [
        (
            demand(120, 7, 0.3),
            [
                1_207.766_113_049_582_6,
                1_209.381_170_269_260_6,
                1_251.809_830_405_672_5,
            ],
        ),
        (
            demand(97, 11, 0.12),
            [
                338.405_686_209_920_4,
                338.611_992_074_941_27,
                360.171_232_739_914_84,
            ],
        ),
    ];
    for (y, expected) in cases {
        for (method, expected) in [METHODS[0], METHODS[1], METHODS[3]]
            .into_iter()
            .zip(expected)
        {
            let errors = fit(&y, method).unwrap().errors;
            let found: f64 = errors.iter().map(|error| error * error).sum();
            assert!(
                (found - expected).abs() < 1e-9 * expected,
                "{method:?}: {found} for {expected}"
            );
        }
    }
}

#[test]
fn data_without_demand_are_refused() {
    for method in METHODS {
        let refused = |y: &[f64]| fit(y, method).unwrap_err();
        assert_eq!(refused(&[1.0, 0.0, -2.0]), ModelRefusal::Negative);
        assert_eq!(refused(&[0.0, f64::NAN, 0.0]), ModelRefusal::NoDemand);
        assert_eq!(refused(&[3.0; 9]), ModelRefusal::Constant);
        assert_eq!(
            refused(&[0.0, 3.0, 0.0]),
            ModelRefusal::TooFewDemands { have: 1, needed: 2 }
        );
        assert!(matches!(refused(&[]), ModelRefusal::TooShort { .. }));
    }
}

#[test]
fn buckets_taken_one_value_at_a_time_are_those_cut_from_the_end() {
    let y = demand(200, 3, 0.25);
    let k = 4;
    for n in 150..200 {
        let mut state = fit(&y[..150], Method::Adida).unwrap().state;
        y[150..n].iter().for_each(|&value| state.absorb(value));
        let parameters = fit(&y[..150], Method::Adida).unwrap().parameters;
        assert!((parameters["bucket"] - 4.0).abs() < 1e-12);
        let alpha = parameters["alpha"];
        let sums: Vec<f64> = y[n % k..n]
            .chunks_exact(k)
            .map(|bucket| bucket.iter().sum())
            .collect();
        let level = sums[1..]
            .iter()
            .fold(sums[0], |level, sum| level + alpha * (sum - level));
        assert!((state.next_mean() - level / 4.0).abs() < 1e-12);
    }
}

#[test]
fn variances_grow_as_the_mean_wanders() {
    // Demands of the kind the formula assumes; the spread of the mean after h periods is measured.
    let h = 5;
    let expected_and_found = [METHODS[0], METHODS[3]].map(|method| {
        let (mut squares, mut variances, mut count) = (0.0, 0.0, 0.0);
        for seed in 1..400 {
            let y = demand(400, seed * 7_919, 0.3);
            let fitted = fit(&y[..395], method).unwrap();
            let mut state = fitted.state.clone();
            let before = state.next_mean();
            y[395..].iter().for_each(|&value| state.absorb(value));
            squares += (state.next_mean() - before).powi(2);
            let sigma_squared = fitted.errors.iter().map(|e| e * e).sum::<f64>();
            let ahead = fitted.state.variances_ahead(h + 1).unwrap();
            variances += (ahead[h] - ahead[0]) * sigma_squared / fitted.errors.len() as f64;
            count += 1.0;
        }
        (variances / count, squares / count)
    });
    for (expected, found) in expected_and_found {
        assert!(
            (found / expected - 1.0).abs() < 0.3,
            "{found} for {expected}"
        );
    }
}

#[test]
fn drawn_values_move_the_mean_as_much_as_the_variances_say() {
    let y = demand(150, 9, 0.3);
    for method in METHODS {
        let fitted = fit(&y, method).unwrap();
        let horizon = 8;
        let expected = fitted.state.variances_ahead(horizon).unwrap();
        let draws = noise(40_000 * horizon, 5);
        let mut squares = 0.0;
        let centre = fitted.state.next_mean();
        for path in draws.chunks_exact(horizon) {
            let mut state = fitted.state.clone();
            let mut last = 0.0;
            for draw in path {
                last = state.next_mean() + 3.0_f64.sqrt() * draw * state.next_variance().sqrt();
                state.advance(last);
            }
            squares += (last - centre).powi(2);
        }
        let found = squares / 40_000.0;
        assert!(
            (found / expected[horizon - 1] - 1.0).abs() < 0.02,
            "{method:?}: {found}"
        );
    }
}

fn any_demand() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => Just(0.0),
        4 => 0.0..1e3_f64,
        1 => Just(f64::NAN),
        1 => Just(1e-300),
        1 => any::<f64>(),
        1 => 0.0..1e99_f64,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        rng_seed: RngSeed::Fixed(20_261_121),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics(
        y in prop::collection::vec(any_demand(), 0..90),
        alpha_d in any::<f64>(),
        alpha_p in any::<f64>(),
    ) {
        for method in METHODS.into_iter().chain([Method::Tsb { alpha_d, alpha_p }]) {
            let Ok(fitted) = fit(&y, method) else { continue };
            prop_assert!(ahead(&fitted.state, 5).iter().all(|step| step.0.is_finite() && step.1 >= 1.0));
            let mut state = fitted.state.clone();
            for &value in &y {
                state.absorb(value);
                state.advance(value);
            }
            let blob = serde_json::to_string(&fitted.state).unwrap();
            prop_assert_eq!(serde_json::from_str::<IntermittentState>(&blob).unwrap(), fitted.state);
        }
    }

    #[test]
    fn updating_is_having_seen_the_data(seed in 1_u64..1_000_000, cut in 20_usize..59, gap in 0_usize..60) {
        // Croston's and TSB's weights are given, so the fit to the longer data is the same model.
        let mut y = demand(60, seed, 0.4);
        y[gap] = f64::NAN;
        for method in [METHODS[0], METHODS[1], METHODS[3]] {
            let (Ok(short), Ok(long)) = (fit(&y[..cut], method), fit(&y, method)) else { continue };
            let mut state = short.state;
            y[cut..].iter().for_each(|&value| state.absorb(value));
            prop_assert_eq!(state.rate(), long.state.rate());
            prop_assert_eq!(state.next_mean().to_bits(), long.state.next_mean().to_bits());
        }
    }

    #[test]
    fn means_stretch_with_the_sizes(seed in 1_u64..1_000_000, scale in 0.01..100.0_f64) {
        let y = demand(80, seed, 0.3);
        let stretched: Vec<f64> = y.iter().map(|value| value * scale).collect();
        for method in METHODS {
            let (Ok(here), Ok(there)) = (fit(&y, method), fit(&stretched, method)) else { continue };
            let (a, b) = (here.state.next_mean() * scale, there.state.next_mean());
            prop_assert!((a - b).abs() <= 1e-5 * a.abs().max(b.abs()), "{method:?}: {a} {b}");
            prop_assert!((here.state.gain() - there.state.gain()).abs() < 1e-5);
        }
    }
}
