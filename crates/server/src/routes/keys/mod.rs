//! API keys: opaque, shown once, stored as a hash.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod rotate;

use prospect_storage::{ApiKey, ApiKeyId, WriteTx};
use uuid::Uuid;

use crate::access::manages_key;
use crate::authenticate::{API_KEY_PREFIX, Caller};
use crate::problem::{Kind, Problem};
use crate::random::Random;
use crate::trail::Subject;

/// Characters of a key that are kept to recognise it by, `pk_` included.
const SHOWN: usize = 9;

/// A fresh key, and the part of it to show later.
pub(crate) fn fresh(random: &Random) -> (String, String) {
    let secret = format!("{API_KEY_PREFIX}{}", random.secret());
    let prefix = secret.chars().take(SHOWN).collect();
    (secret, prefix)
}

fn not_found(id: Uuid) -> Problem {
    Problem::new(
        Kind::NotFound,
        format!("there is no API key \"{id}\" of yours"),
    )
}

/// The key if `caller` may manage it.
async fn managed(tx: &WriteTx, caller: &Caller, id: Uuid) -> Result<ApiKey, Problem> {
    tx.api_keys()
        .get(ApiKeyId::from(id))
        .await?
        .filter(|key| manages_key(caller, key.user_id))
        .ok_or_else(|| not_found(id))
}

fn subject(key: &ApiKey) -> Subject<'_> {
    Subject {
        kind: "api_key",
        id: key.id.to_string(),
        name: &key.name,
        workspace: None,
    }
}
