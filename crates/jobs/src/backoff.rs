//! How long to wait before trying again: twice as long each time, up to a bound, less a random part.

use std::time::Duration;

use crate::chance::Chance;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// Wait after the first failure.
    pub first: Duration,
    pub longest: Duration,
}

impl Backoff {
    /// The wait after `failures` failures in a row.
    pub(crate) fn after(self, failures: u32, chance: &Chance) -> Duration {
        let doublings = failures.saturating_sub(1).min(20);
        chance.shorten(self.first.saturating_mul(1 << doublings).min(self.longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_differ() {
        let backoff = Backoff {
            first: Duration::from_millis(400),
            longest: Duration::from_mins(1),
        };
        let chance = Chance::from_seed(1);
        for (failures, whole) in [
            (1, 400),
            (2, 800),
            (3, 1_600),
            (8, 51_200),
            (9, 60_000),
            (u32::MAX, 60_000),
        ] {
            let wait = backoff.after(failures, &chance);
            let whole = Duration::from_millis(whole);
            assert!(
                wait <= whole && wait >= whole.mul_f64(0.75),
                "{failures}: {wait:?}"
            );
        }
        assert_ne!(backoff.after(1, &chance), backoff.after(1, &chance));
    }
}
