//! Identifiers: a type per entity over one UUID, written as text everywhere so that a row can be read by eye.
//!
//! They are version 7, so they sort by creation time. The time is the caller's and the random bits come from an
//! [`IdSource`], which a test can seed. No identifier is made anywhere else.

use std::{fmt, str::FromStr, sync::Mutex};

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng, rngs::SysRng};
use rand_chacha::ChaCha12Rng;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id_types {
    ($($(#[doc = $doc:literal])* $name:ident),+ $(,)?) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::from_str(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )+ };
}

id_types!(
    ApiKeyId,
    AuditEntryId,
    ForecastId,
    JobId,
    LoginSessionId,
    ScenarioId,
    ScenarioVersionId,
    SeriesId,
    SimulationId,
    UserId,
    WorkspaceId,
);

/// The random half of every identifier.
pub struct IdSource(Mutex<ChaCha12Rng>);

impl IdSource {
    /// Seeded by the operating system.
    pub fn from_system() -> Self {
        let random = ChaCha12Rng::try_from_rng(&mut SysRng)
            .expect("the operating system gives random bytes");
        Self(Mutex::new(random))
    }

    /// The same identifiers on every run, for tests.
    pub fn from_seed(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }

    pub(crate) fn make<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut random = [0_u8; 10];
        self.0
            .lock()
            .expect("no code panics while holding the generator")
            .fill_bytes(&mut random);
        let milliseconds = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random)
            .into_uuid()
            .into()
    }
}

impl fmt::Debug for IdSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdSource")
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn ids_are_version_seven_sort_by_time_and_follow_the_seed() {
        let early = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
        let late = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 1).unwrap();
        let source = IdSource::from_seed(7);
        let first: SeriesId = source.make(early);
        let second: SeriesId = source.make(late);
        assert_eq!(first.as_uuid().get_version_num(), 7);
        assert!(first.to_string() < second.to_string());
        assert_eq!(first, IdSource::from_seed(7).make(early));
        assert_ne!(first, IdSource::from_seed(8).make(early));
    }
}
