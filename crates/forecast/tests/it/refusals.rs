//! Bad input gets a named error.

use prospect_forecast::model::FITTED_FORMAT;
use prospect_forecast::{
    ForecastError, History, ModelChoice, ModelName, ModelRefusal, Settings, forecast, sample_paths,
};

fn refused(settings: &Settings) -> ForecastError {
    let history = History::new(super::series::random_walk(50, 1), 1).expect("a history");
    forecast(&history, settings).expect_err("the settings are refused")
}

#[test]
fn histories() {
    let error = |values: Vec<f64>, m| History::new(values, m).unwrap_err();
    assert_eq!(error(vec![], 1), ForecastError::Empty);
    assert_eq!(
        error(vec![f64::NAN; 3], 1),
        ForecastError::AllMissing { length: 3 }
    );
    assert_eq!(
        error(vec![1.0, f64::NEG_INFINITY], 1),
        ForecastError::Infinite { index: 1 }
    );
    assert_eq!(error(vec![1e101], 1), ForecastError::TooLarge { index: 0 });
    assert_eq!(error(vec![1.0], 0), ForecastError::SeasonLengthZero);
}

#[test]
fn settings() {
    let base = Settings::default();
    let zero = Settings {
        horizon: 0,
        ..base.clone()
    };
    assert_eq!(refused(&zero), ForecastError::HorizonZero);
    let long = Settings {
        horizon: 10_001,
        ..base.clone()
    };
    assert!(matches!(
        refused(&long),
        ForecastError::HorizonTooLong { .. }
    ));
    for level in [0.0, 1.0, -0.5, f64::NAN, 95.0] {
        let levels = Settings {
            levels: vec![level],
            ..base.clone()
        };
        assert!(matches!(refused(&levels), ForecastError::Level { .. }));
    }
    let nobody = Settings {
        models: ModelChoice::Only(vec![]),
        ..base.clone()
    };
    assert_eq!(refused(&nobody), ForecastError::NoModels);
    let unfit = Settings {
        models: ModelChoice::Only(vec![ModelName::SeasonalNaive]),
        ..base
    };
    let error = refused(&unfit);
    assert_eq!(
        error,
        ForecastError::ModelRefused {
            model: ModelName::SeasonalNaive,
            refusal: ModelRefusal::NoSeason,
        }
    );
    assert_eq!(
        error.to_string(),
        "seasonal naive was refused: the data have no season: season length is 1"
    );
}

#[test]
fn season_longer_than_the_series_is_a_stated_fallback() {
    let history = History::new(super::series::random_walk(50, 1), 60).unwrap();
    let result = forecast(&history, &Settings::default()).unwrap();
    assert!(
        result
            .verdict
            .sentence
            .contains("50 values, 133 are needed")
    );
}

#[test]
fn blobs_of_another_format() {
    let history = History::new(super::series::random_walk(50, 1), 1).unwrap();
    let mut fitted = forecast(&history, &Settings::default()).unwrap().fitted;
    fitted.format = FITTED_FORMAT + 1;
    assert!(matches!(
        sample_paths(&fitted, 3, 10, 1),
        Err(ForecastError::Format { .. })
    ));
    fitted.format = FITTED_FORMAT;
    assert!(matches!(
        sample_paths(&fitted, 1_000, 1_000_000, 1),
        Err(ForecastError::TooManyPaths { .. })
    ));
}
