//! The automatic choice: what wins, what is said, what is recorded.

use crate::series::{noise, random_walk, seasonal};
use prospect_forecast::bands::BandMethod;
use prospect_forecast::candidate::Standing;
use prospect_forecast::forecast::Fallback;
use prospect_forecast::windows::Merged;
use prospect_forecast::{Forecast, History, ModelChoice, ModelName, Settings, forecast};

fn run(values: Vec<f64>, m: usize, horizon: usize) -> Forecast {
    let history = History::new(values, m).expect("the values are a history");
    let settings = Settings {
        horizon,
        ..Settings::default()
    };
    forecast(&history, &settings).expect("a history can be forecast")
}

#[test]
fn a_random_walk_is_not_beaten() {
    let result = run(random_walk(600, 11), 1, 10);
    assert_eq!(result.model, ModelName::Naive);
    assert!(!result.verdict.beats_naive);
    assert!(
        result.verdict.sentence.starts_with(
            "No model beat naive over 10 steps. Showing naive with intervals measured on"
        ),
        "{}",
        result.verdict.sentence
    );
    let windows = result.windows.unwrap();
    assert_eq!(windows.merged, Merged::None);
    assert!(windows.selection.last_origin + 10 <= windows.calibration.first_origin);
    assert!(windows.calibration.last_origin + 10 <= windows.test.first_origin);
    for band in &result.bands {
        assert_eq!(band.method, BandMethod::SplitConformalSymmetric);
    }
    for measured in &result.coverage {
        assert!(measured.n > 500);
        let share = measured.coverage.value.unwrap();
        assert!((share - measured.level).abs() < 0.15, "{share}");
    }
}

#[test]
fn a_clear_season_beats_naive_with_significance() {
    let result = run(seasonal(240, 5), 12, 12);
    assert_ne!(result.model, ModelName::Naive);
    assert!(result.verdict.beats_naive, "{}", result.verdict.sentence);
    assert!(result.verdict.sentence.contains("beats naive by"));
    assert!(result.verdict.sentence.contains("significant: DM \u{2212}"));
    let chosen = &result.candidates[0];
    assert_eq!(chosen.standing, Standing::Chosen);
    assert!(chosen.p_holm.unwrap() < 0.05);
    for rival in &result.candidates[1..] {
        assert!(!rival.why.is_empty());
    }
}

#[test]
fn every_recorded_figure_names_its_origin() {
    let result = run(seasonal(120, 9), 12, 6);
    assert_eq!(result.engine, prospect_forecast::ENGINE_VERSION);
    assert_eq!(result.n_used, 120);
    assert_eq!(result.n_missing, 0);
    assert_eq!(result.fitted.model, result.model);
    assert_eq!(result.mean.len(), 6);
    let json = serde_json::to_string(&result).unwrap();
    let back: Forecast = serde_json::from_str(&json).unwrap();
    assert_eq!(back, result);
}

#[test]
fn short_series_say_which_sets_were_merged() {
    let result = run(random_walk(40, 2), 1, 3);
    assert_eq!(result.windows.unwrap().merged, Merged::All);
    assert!(result.fallbacks.contains(&Fallback::MergedWindows));
    assert!(!result.coverage.is_empty());
    let said = &result.verdict.remarks;
    assert!(said.iter().any(|remark| remark.contains("too short")));

    let result = run(random_walk(46, 2), 1, 3);
    let windows = result.windows.unwrap();
    assert_eq!(windows.merged, Merged::SelectionAndCalibration);
    assert_eq!(windows.selection, windows.calibration);
}

#[test]
fn too_short_to_test_is_said_and_banded_by_the_model() {
    let result = run(vec![3.0, 4.0, 3.5, 5.0, 4.0, 4.5], 1, 4);
    assert_eq!(result.model, ModelName::Naive);
    assert!(result.fallbacks.contains(&Fallback::TooShortToTest));
    assert!(result.verdict.sentence.contains("6 values, 14 are needed"));
    for band in &result.bands {
        assert_eq!(band.method, BandMethod::Calibrated);
    }
    let one = run(vec![3.0], 1, 4);
    assert!(one.bands.is_empty());
    assert_eq!(one.missing_bands.len(), 3);
}

#[test]
fn few_windows_are_calibrated_towards_the_prior() {
    let history = History::new(random_walk(29, 4), 1).unwrap();
    let settings = Settings {
        horizon: 6,
        levels: vec![0.95, 0.8, 0.99],
        ..Settings::default()
    };
    let result = forecast(&history, &settings).unwrap();
    assert_eq!(result.windows.unwrap().published, 14);
    let methods: Vec<(f64, BandMethod)> =
        result.bands.iter().map(|b| (b.level, b.method)).collect();
    assert_eq!(
        methods,
        [
            (0.8, BandMethod::Calibrated),
            (0.95, BandMethod::Calibrated),
            (0.99, BandMethod::Calibrated),
        ]
    );
    assert!(result.fallbacks.contains(&Fallback::CalibratedBands));
}

#[test]
fn constant_values_get_naive_by_name() {
    let mut values = vec![7.5; 50];
    values[3] = f64::NAN;
    let result = run(values, 1, 5);
    assert_eq!(result.model, ModelName::Naive);
    assert_eq!(result.fallbacks[0], Fallback::Constant);
    assert!(
        result
            .verdict
            .sentence
            .starts_with("All 49 values are 7.5.")
    );
    assert_eq!(result.mase_scale.value, None);
    for (low, high) in result.bands[0].lower.iter().zip(&result.bands[0].upper) {
        assert!((low - 7.5).abs() < 1e-12 && (high - 7.5).abs() < 1e-12);
    }
}

#[test]
fn a_single_model_is_shown_as_asked_and_still_tested() {
    let history = History::new(random_walk(300, 8), 1).unwrap();
    let settings = Settings {
        horizon: 5,
        models: ModelChoice::Only(vec![ModelName::Theta]),
        ..Settings::default()
    };
    let result = forecast(&history, &settings).unwrap();
    assert_eq!(result.model, ModelName::Theta);
    assert_eq!(result.candidates.len(), 2);
    assert_eq!(result.candidates[1].standing, Standing::Benchmark);
    assert!(result.candidates[0].diebold_mariano.is_some());
}

#[test]
fn long_series_limit_refits_and_say_so() {
    let result = run(random_walk(9_000, 1), 1, 30);
    assert!(result.fallbacks.contains(&Fallback::LimitedRefits));
    assert!(result.fallbacks.contains(&Fallback::LimitedWindows));
    let windows = result.windows.unwrap();
    let chosen = &result.candidates[0];
    assert_eq!(chosen.standing, Standing::Chosen);
    assert!(result.candidates.iter().any(|row| row.refit_every > 1));
    assert_eq!(windows.test.windows, 120);
}

#[test]
fn negative_values_are_ordinary_values() {
    let values: Vec<f64> = noise(500, 6).iter().map(|e| 5.0 * e - 1.0).collect();
    let result = run(values, 12, 12);
    assert!(result.mean.iter().all(|value| value.is_finite()));
    // White noise has a mean that naive does not know.
    assert!(result.verdict.beats_naive, "{}", result.verdict.sentence);
}

#[test]
fn settings_read_as_people_write_them() {
    let automatic: Settings =
        serde_json::from_str(r#"{"horizon": 30, "models": "automatic"}"#).unwrap();
    assert_eq!(automatic.models, ModelChoice::Automatic);
    let some: Settings =
        serde_json::from_str(r#"{"models": ["ses", "damped_holt"], "levels": [0.9]}"#).unwrap();
    assert_eq!(
        some.models,
        ModelChoice::Only(vec![ModelName::Ses, ModelName::DampedHolt])
    );
    let json = serde_json::to_value(&automatic).unwrap();
    assert_eq!(json["models"], "automatic");
    assert!(serde_json::from_str::<Settings>(r#"{"horizn": 3}"#).is_err());
}
