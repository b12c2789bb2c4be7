//! The input of the fuzz target over reproducible random bytes, and what fuzzing found.

use crate::bytes::scenario_from;
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
    fn any_scenario_runs_or_is_refused(data in prop::collection::vec(any::<u8>(), 1..80)) {
        scenario_from(&data);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let mut data = vec![0];
        data.extend(text.as_bytes());
        scenario_from(&data);
    }
}
