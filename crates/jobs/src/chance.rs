//! The random parts of waiting. Workers that failed together must not try again together.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::SysRng};
use rand_chacha::ChaCha8Rng;

pub(crate) struct Chance(Mutex<ChaCha8Rng>);

impl Chance {
    pub(crate) fn from_system() -> Self {
        let random =
            ChaCha8Rng::try_from_rng(&mut SysRng).expect("the operating system gives random bytes");
        Self(Mutex::new(random))
    }

    #[cfg(test)]
    pub(crate) fn from_seed(seed: u64) -> Self {
        Self(Mutex::new(ChaCha8Rng::seed_from_u64(seed)))
    }

    /// Between three quarters of `duration` and the whole of it.
    pub(crate) fn shorten(&self, duration: Duration) -> Duration {
        let share: f64 = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .random_range(0.75..1.0);
        duration.mul_f64(share)
    }
}
