//! What an administrator does at the machine itself, without signing in: accounts and API keys,
//! by the same rules and into the same audit log as over HTTP. For the command line.

use std::sync::Arc;

use prospect_storage::{
    Actor, ApiKey, ApiKeyId, NewApiKey, NewAuditEntry, NewUser, Role, StorageError, Store, User,
    UserChange, WriteTx,
};

use crate::authenticate::digest;
use crate::clock::{Clock, SystemClock};
use crate::names;
use crate::password::{PasswordError, Passwords};
use crate::problem::Problem;
use crate::random::Random;
use crate::routes::keys::fresh;

#[derive(Debug, thiserror::Error)]
pub enum AdministrationError {
    #[error("{0}")]
    Refused(String),
    #[error("there is no user \"{0}\"")]
    NoUser(String),
    #[error("a key with role {asked} would have more rights than {user}, who is {held}")]
    RoleAboveUser {
        user: String,
        held: Role,
        asked: Role,
    },
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<Problem> for AdministrationError {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.detail.into_owned())
    }
}

/// A store with what accounts need besides it.
pub struct Administration {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Random,
    passwords: Passwords,
}

impl Administration {
    /// On a store whose schema is current.
    pub fn new(store: Store) -> Result<Self, rand::rngs::SysError> {
        Ok(Self {
            store,
            clock: Arc::new(SystemClock),
            random: Random::from_system()?,
            passwords: Passwords::default(),
        })
    }

    pub async fn create_user(
        &self,
        name: &str,
        role: Role,
        password: String,
    ) -> Result<User, AdministrationError> {
        names::check_user(name, "/name")?;
        names::check_password(&password, "/password")?;
        let password_hash = self.passwords.hash(password, &self.random).await?;
        let tx = self.store.write().await?;
        let new = NewUser {
            name: name.to_owned(),
            password_hash,
            role,
        };
        let user = tx.users().create(new, self.clock.now()).await?;
        self.note(&tx, "create", "user", user.id.to_string(), &user.name)
            .await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Sets a new password and signs the user out everywhere.
    pub async fn set_password(
        &self,
        name: &str,
        password: String,
    ) -> Result<(), AdministrationError> {
        names::check_password(&password, "/password")?;
        let password_hash = self.passwords.hash(password, &self.random).await?;
        let tx = self.store.write().await?;
        let user = known(&tx, name).await?;
        let change = UserChange {
            password_hash: Some(password_hash),
            ..UserChange::default()
        };
        tx.users()
            .update(user.id, user.version, change, self.clock.now())
            .await?;
        tx.login_sessions().delete_of_user(user.id).await?;
        self.note(&tx, "update", "user", user.id.to_string(), &user.name)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// A key of `user`, and its secret, which is nowhere else. The role is the user's unless given.
    pub async fn create_key(
        &self,
        user: &str,
        name: &str,
        role: Option<Role>,
    ) -> Result<(ApiKey, String), AdministrationError> {
        names::check_text(name, "/name", "the name", names::NAME_MAX)?;
        let (secret, prefix) = fresh(&self.random);
        let tx = self.store.write().await?;
        let user = known(&tx, user).await?;
        let role = role.unwrap_or(user.role);
        if role > user.role {
            return Err(AdministrationError::RoleAboveUser {
                user: user.name,
                held: user.role,
                asked: role,
            });
        }
        let new = NewApiKey {
            user_id: user.id,
            name: name.to_owned(),
            prefix,
            hash: digest(&secret),
            role,
            workspace_id: None,
            expires_at: None,
        };
        let key = tx.api_keys().create(new, self.clock.now()).await?;
        self.note(&tx, "create", "api_key", key.id.to_string(), name)
            .await?;
        tx.commit().await?;
        Ok((key, secret))
    }

    /// Whether there was such a key.
    pub async fn revoke_key(&self, id: ApiKeyId) -> Result<bool, AdministrationError> {
        let tx = self.store.write().await?;
        let Some(key) = tx.api_keys().get(id).await? else {
            return Ok(false);
        };
        tx.api_keys().delete(id).await?;
        self.note(&tx, "revoke", "api_key", id.to_string(), &key.name)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn note(
        &self,
        tx: &WriteTx,
        action: &'static str,
        subject_kind: &'static str,
        id: String,
        name: &str,
    ) -> Result<(), StorageError> {
        let entry = NewAuditEntry {
            actor: Actor::System,
            action,
            subject_kind,
            subject_id: Some(id),
            subject_name: Some(name.to_owned()),
            workspace_id: None,
            address: None,
            diff: None,
        };
        tx.audit().add(entry, self.clock.now()).await?;
        Ok(())
    }
}

async fn known(tx: &WriteTx, name: &str) -> Result<User, AdministrationError> {
    match tx.users().credentials(name).await? {
        Some(found) => Ok(found.user),
        None => Err(AdministrationError::NoUser(name.to_owned())),
    }
}
