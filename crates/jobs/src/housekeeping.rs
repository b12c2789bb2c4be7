//! Removes what has served its time: ended jobs, ended sessions, answered idempotency keys.

use std::{sync::Arc, time::Duration};

use prospect_storage::StorageError;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use crate::worker::Shared;

const EVERY: Duration = Duration::from_hours(1);
const FIRST: Duration = Duration::from_mins(1);

pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let mut wait = FIRST;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(shared.chance.shorten(wait)) => {}
        }
        wait = EVERY;
        match shared.bounded(sweep(&shared)).await {
            Ok(removed) => debug!(removed, "removed expired rows"),
            Err(error) => warn!(%error, "could not remove expired rows; the next hour will"),
        }
    }
}

async fn sweep(shared: &Shared) -> Result<u64, StorageError> {
    let now = (shared.now)();
    let before = now
        - chrono::TimeDelta::from_std(shared.options.keep_finished)
            .unwrap_or(chrono::TimeDelta::MAX);
    let tx = shared.store.write().await?;
    let removed = tx.jobs().delete_finished(before).await?
        + tx.login_sessions().delete_expired(now).await?
        + tx.idempotency().delete_expired(now).await?;
    tx.commit().await?;
    Ok(removed)
}
