//! What must hold for any input.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::model::{ModelName, Training, fit};
use prospect_forecast::season::SeasonalAdjustment;
use prospect_forecast::{
    EvaluateSettings, Forecast, History, ModelChoice, PanelSeries, Settings, evaluate, forecast,
    sample_paths, score,
};

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -1e3..1e3_f64,
        2 => Just(0.0),
        2 => Just(f64::NAN),
        1 => any::<f64>(),
        1 => Just(1e-300),
        1 => -1e99..1e99_f64,
        1 => Just(f64::INFINITY),
    ]
}

fn tame_values(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1.0..1.0_f64, n).prop_map(|steps| {
        let mut level = 10.0;
        steps
            .into_iter()
            .map(|step| {
                level += step;
                level
            })
            .collect()
    })
}

fn check(result: &Forecast) {
    assert!(result.mean.iter().all(|value| value.is_finite()));
    for pair in result.bands.windows(2) {
        assert!(pair[0].level < pair[1].level);
    }
    for band in &result.bands {
        for (low, high) in band.lower.iter().zip(&band.upper) {
            assert!(low <= high);
        }
    }
    for pair in result.bands.windows(2) {
        for step in 0..result.horizon {
            assert!(pair[1].lower[step] <= pair[0].lower[step]);
            assert!(pair[0].upper[step] <= pair[1].upper[step]);
        }
    }
    for measured in &result.coverage {
        if let Some(share) = measured.coverage.value {
            assert!((0.0..=1.0).contains(&share));
        }
    }
    assert!(!result.verdict.sentence.is_empty());
}

/// Models of which a shifted series has the shifted forecast.
const SHIFTED: [ModelName; 9] = [
    ModelName::Naive,
    ModelName::Naive2,
    ModelName::Drift,
    ModelName::WindowAverage,
    ModelName::HistoricMean,
    ModelName::Ses,
    ModelName::Theta,
    ModelName::Holt,
    ModelName::DampedHolt,
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        rng_seed: RngSeed::Fixed(20_261_121),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics(
        values in prop::collection::vec(any_value(), 0..90),
        m in prop_oneof![Just(0_usize), Just(1), Just(2), Just(4), Just(7), Just(12), Just(1_000)],
        horizon in 0_usize..16,
        level in prop_oneof![3 => 0.01..0.999_f64, 1 => any::<f64>()],
        rule in prop_oneof![
            Just(SeasonalAdjustment::None),
            Just(SeasonalAdjustment::Naive2Rule),
            Just(SeasonalAdjustment::Shrunk),
        ],
        seed in any::<u64>(),
    ) {
        for model in ModelName::ALL {
            let training = Training::new(&values, m).adjusted(rule);
            if let Ok(mut fitted) = fit(model, &training) {
                fitted.update(&values);
            }
        }
        let Ok(history) = History::new(values.clone(), m) else {
            return Ok(());
        };
        let settings = Settings {
            horizon,
            levels: vec![level, 0.8, 0.5],
            models: ModelChoice::Only(ModelName::ALL.to_vec()),
            seasonal_adjustment: rule,
            seed,
            ..Settings::default()
        };
        if let Ok(result) = forecast(&history, &settings) {
            check(&result);
            let json = serde_json::to_string(&result).unwrap();
            prop_assert_eq!(serde_json::from_str::<Forecast>(&json).unwrap(), result.clone());
            let paths = sample_paths(&result.fitted, horizon, 3, seed).unwrap();
            prop_assert_eq!(paths.len(), 3);
            let _scored = score(&result, &values);
        }
        let settings = EvaluateSettings { horizon, ..EvaluateSettings::default() };
        let _evaluated = evaluate(&[PanelSeries { id: "a".to_owned(), history }], &settings);
    }

    #[test]
    fn forecasts_move_and_stretch_with_the_data(
        y in tame_values(24..60),
        shift in -50.0..50.0_f64,
        scale in 0.01..100.0_f64,
    ) {
        let spread = y.iter().fold(0.0_f64, |most, value| most.max((value - y[0]).abs()));
        for model in ModelName::ALL {
            // The others are about ratios, or choose by a criterion that a shift moves.
            let shift = if SHIFTED.contains(&model) { shift } else { 0.0 };
            let moved: Vec<f64> = y.iter().map(|value| value * scale + shift).collect();
            let (Ok(here), Ok(there)) = (
                fit(model, &Training::new(&y, 1).adjusted(SeasonalAdjustment::None)),
                fit(model, &Training::new(&moved, 1).adjusted(SeasonalAdjustment::None)),
            ) else {
                continue;
            };
            for (a, b) in here.ahead(5).iter().zip(there.ahead(5)) {
                let expected = a.mean * scale + shift;
                // Near ties between optima of the likelihood leave this much, in one case of thousands.
                prop_assert!(
                    (b.mean - expected).abs() <= 5e-3 * spread * scale,
                    "{model}: {} for {expected}", b.mean
                );
                prop_assert!((b.sd - a.sd * scale).abs() <= 5e-3 * spread * scale);
            }
        }
    }

    #[test]
    fn a_future_value_changes_no_past_forecast(y in tame_values(30..50), extra in -5.0..5.0_f64) {
        // The same cut-off must give the same forecast whatever comes after it.
        let cut = y.len() - 3;
        let mut other = y.clone();
        other[cut + 1] += extra;
        for model in ModelName::AUTOMATIC {
            let run = |values: &[f64]| {
                prospect_forecast::race::track(model, &Training::new(values, 1), &[cut - 5, cut], 3, 1)
            };
            prop_assert_eq!(run(&y).forecasts, run(&other).forecasts);
        }
    }

    #[test]
    fn panels_do_not_depend_on_order(
        a in tame_values(12..60),
        b in tame_values(12..60),
        c in tame_values(12..60),
    ) {
        let series = |id: &str, values: &[f64]| PanelSeries {
            id: id.to_owned(),
            history: History::new(values.to_vec(), 1).unwrap(),
        };
        let settings = EvaluateSettings { horizon: 3, windows: 2, ..EvaluateSettings::default() };
        let one = [series("a", &a), series("b", &b), series("c", &c)];
        let other = [series("c", &c), series("a", &a), series("b", &b)];
        prop_assert_eq!(
            evaluate(&one, &settings).unwrap(),
            evaluate(&other, &settings).unwrap()
        );
    }
}
