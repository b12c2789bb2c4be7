//! The inputs of the fuzz targets over reproducible random bytes, and what fuzzing found.

use crate::bytes::{blob_from, forecast_from};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

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
