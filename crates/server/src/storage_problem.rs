//! How a failure of the store is answered.

use prospect_storage::StorageError;

use crate::problem::{Kind, Problem};

/// Seconds after which a locked or lost database is worth asking again.
const RETRY_AFTER_S: u64 = 2;

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Taken(rule) => Self::conflict(format!("{rule} already exists")),
            StorageError::InUse(entity) => Self::conflict(format!("the {entity} is still in use")),
            StorageError::MissingReference => {
                Self::conflict("what this refers to was deleted meanwhile; reload")
            }
            StorageError::Stale {
                entity,
                expected,
                found,
                ..
            } => Self::new(
                Kind::PreconditionFailed,
                format!("the {entity} is at version {found}, not {expected}; reload and merge"),
            ),
            StorageError::BadCursor => {
                Self::invalid("/query/cursor", "the cursor is not one this list gave")
            }
            StorageError::NotFinite { index } => Self::invalid(
                format!("/observations/{index}/value"),
                "the value is not a finite number; send null for a missing one",
            ),
            StorageError::NotAscending { index } => Self::invalid(
                format!("/observations/{index}/time"),
                "each time must be later than the one before it",
            ),
            error if error.is_transient() => {
                tracing::warn!(error = %error, "store unavailable");
                Self::unavailable("the store is busy or unreachable; try again", RETRY_AFTER_S)
            }
            error => Self::internal(&error),
        }
    }
}

impl From<crate::password::PasswordError> for Problem {
    fn from(error: crate::password::PasswordError) -> Self {
        Self::internal(&error)
    }
}
