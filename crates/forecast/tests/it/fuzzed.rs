//! The inputs of the fuzz targets over reproducible random bytes, and what fuzzing found.

use crate::bytes::{blob_from, forecast_from};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::model::{Regressor, Transform};
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{History, ModelChoice, ModelName, Settings, forecast};

/// A member of the weighted ensemble that copied a run of equal values has no variance: the weights were
/// not numbers.
#[test]
fn a_member_without_variance_leaves_weights() {
    let mut data = vec![0xc4, 0x21, 0x0a, 0x7f];
    data.extend([0xff; 62]);
    data.extend([
        0xff, 0xae, 0x15, 0x0c, 0x52, 0xdd, 0xfb, 0xea, 0x6f, 0x1e, 0xd1, 0x53, 0x06, 0x4b, 0x05,
        0xfe, 0x2d, 0xed, 0x1a, 0xe8, 0xf9, 0xb2, 0x65, 0x45, 0x89, 0x2e, 0xe0, 0xff, 0xff, 0xff,
        0x13, 0x2f, 0x56, 0xda, 0x00, 0xf4, 0xa2, 0x42, 0x54, 0xab, 0x0c, 0xe5, 0xb8, 0xe1, 0x7a,
        0xe3, 0x0a, 0xed, 0x75, 0x7d, 0x84, 0x40, 0x4e, 0x98, 0x97, 0x0f, 0x76, 0xdd, 0x45, 0x09,
        0x90, 0xed, 0x24, 0x7c, 0x21, 0x34, 0xc8, 0x2f, 0x26, 0xb6, 0x18, 0x54, 0x2d, 0x9d, 0xac,
        0xc5, 0xff, 0x01, 0x97, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x88, 0x89, 0xfc,
        0xf3, 0x39, 0x88, 0xfc, 0x6e, 0xe3, 0x3f, 0x1f, 0x6c, 0x3e, 0x50, 0x78, 0x56, 0xdc, 0x1e,
        0x71, 0xfa, 0xd9, 0x57, 0xfb, 0xea, 0x6f, 0x1e, 0x3f, 0x1f, 0x6c, 0x3e, 0x50, 0x78, 0x56,
        0xdc, 0x1e, 0x71, 0xfa, 0xd9, 0x57, 0xfb, 0xea, 0x6f, 0x1e, 0xd1, 0xce, 0x86, 0x19, 0xd0,
        0xee, 0x6b, 0xc8, 0x3e, 0xdd, 0xf1, 0xd3, 0x1d, 0x50, 0xb3, 0xe9, 0x89, 0xf0,
    ]);
    forecast_from(&data);
}

/// 57 orders of magnitude in one step: the mean of the logarithmic model is beyond all numbers.
#[test]
fn a_mean_that_overflows_is_refused() {
    let values = [1e57, 1e57, 1e57, 1e57, 1e57, 169.0];
    let settings = Settings {
        horizon: 8,
        models: ModelChoice::Only(vec![ModelName::ArimaAverage]),
        transform: TransformChoice::Fixed(Transform::Log),
        ..Settings::default()
    };
    let history = History::new(values.to_vec(), 1).expect("a history");
    assert!(forecast(&history, &settings).is_err());
}

#[test]
fn a_regressor_that_ends_early_is_refused() {
    let known = Regressor {
        name: "x".to_owned(),
        values: (0..32).map(f64::from).collect(),
        known_ahead: true,
    };
    let history = History::new((0..30).map(|t| f64::from(t * 7 % 5)).collect(), 1);
    let history = history.and_then(|history| history.with_regressors(vec![known]));
    let ahead = |horizon: usize, model: ModelName| {
        let settings = Settings {
            horizon,
            models: ModelChoice::Only(vec![model]),
            ..Settings::default()
        };
        forecast(history.as_ref().expect("a history"), &settings)
    };
    assert!(ahead(2, ModelName::Arima).is_ok());
    assert!(ahead(3, ModelName::Arima).is_err());
    assert!(ahead(3, ModelName::Ses).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(20_261_126),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_history_can_be_forecast_or_is_refused(
        data in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        forecast_from(&data);
    }

    #[test]
    fn any_blob_can_be_used_or_is_refused(
        model in 0_u8..80,
        changes in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut data = vec![model];
        data.extend(changes);
        blob_from(&data);
    }
}
