//! The one-time token that lets whoever started the server create its administrator.
//! Only its hash is stored; it is gone once used.

use prospect_storage::{ReadTx, StorageError, WriteTx};
use subtle::ConstantTimeEq as _;

use crate::authenticate::digest;
use crate::state::AppState;

const SETTING: &str = "setup_token_sha256";

/// Whether no user exists yet.
pub(crate) async fn is_needed(tx: &ReadTx) -> Result<bool, StorageError> {
    Ok(tx.users().count().await? == 0)
}

/// Makes a fresh token while setup is needed; `None` when it is not. An earlier token that was
/// never used stops working: only its hash was kept, so it could not be shown again.
pub async fn issue(state: &AppState) -> Result<Option<String>, StorageError> {
    let tx = state.store.write().await?;
    if tx.users().count().await? > 0 {
        return Ok(None);
    }
    let token = state.random.secret();
    tx.settings()
        .set(SETTING, &digest(&token), state.clock.now())
        .await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Uses the token up; whether it was the right one and no user existed.
pub(crate) async fn redeem(tx: &WriteTx, token: &str) -> Result<bool, StorageError> {
    let Some(expected) = tx.settings().get(SETTING).await? else {
        return Ok(false);
    };
    let right: bool = expected.as_bytes().ct_eq(digest(token).as_bytes()).into();
    if !right || tx.users().count().await? > 0 {
        return Ok(false);
    }
    // Of two callers with the right token at once, one takes it away.
    tx.settings().delete(SETTING).await
}
