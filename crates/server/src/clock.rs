//! Where the server gets the time from: the system in production, a fixed instant in tests.
//! Not a scheduler: timeouts and intervals stay with tokio.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// The wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place of the server that reads the wall clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that moves only when told to.
#[derive(Debug, Clone)]
pub struct FixedClock {
    micros: Arc<AtomicI64>,
}

impl FixedClock {
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self {
            micros: Arc::new(AtomicI64::new(instant.timestamp_micros())),
        }
    }

    pub fn advance(&self, by: TimeDelta) {
        let micros = by
            .num_microseconds()
            .expect("tests advance by less than 292,000 years");
        self.micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.micros.load(Ordering::SeqCst))
            .expect("built from a valid instant")
    }
}
