//! Password hashes: argon2id, on blocking threads, a bounded number at a time so that a burst of
//! sign-ins cannot take all memory (19 MiB each).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::random::Random;

/// Hashes computed at the same time.
const CONCURRENT: usize = 2;

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

pub(crate) const MIN_LENGTH: usize = 10;
/// Beyond this a password only costs time.
pub(crate) const MAX_LENGTH: usize = 200;

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("failed to hash the password: {0}")]
    Hash(argon2::password_hash::Error),
    #[error("failed to read the stored password hash: {0}")]
    Stored(argon2::password_hash::phc::Error),
    #[error("failed to run the password hash")]
    Cancelled(#[source] tokio::task::JoinError),
}

#[derive(Debug, Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            slots: Arc::new(Semaphore::new(CONCURRENT)),
        }
    }
}

impl Passwords {
    /// The PHC string to store.
    pub async fn hash(&self, password: String, random: &Random) -> Result<String, PasswordError> {
        let salt: [u8; 16] = random.bytes();
        self.run(move || {
            engine()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(PasswordError::Hash)
        })
        .await
    }

    /// Whether `password` belongs to `stored`. Without a stored hash the same work is done and the
    /// answer is no, so that timing does not tell which names exist.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        self.run(move || match stored {
            Some(stored) => {
                let hash = PasswordHash::new(&stored).map_err(PasswordError::Stored)?;
                Ok(engine().verify_password(password.as_bytes(), &hash).is_ok())
            }
            None => engine()
                .hash_password_with_salt(password.as_bytes(), &[0; 16])
                .map(|_| false)
                .map_err(PasswordError::Hash),
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _slot = self
            .slots
            .acquire()
            .await
            .expect("the semaphore is never closed");
        tokio::task::spawn_blocking(work)
            .await
            .map_err(PasswordError::Cancelled)?
    }
}

fn engine() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::default();
        let hash = passwords
            .hash("correct horse".to_owned(), &Random::seeded(1))
            .await
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            passwords
                .verify("correct horse".to_owned(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("wrong horse".to_owned(), Some(hash))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("correct horse".to_owned(), None)
                .await
                .unwrap()
        );
    }
}
