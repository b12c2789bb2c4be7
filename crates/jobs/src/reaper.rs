//! Takes back jobs whose worker is gone. After the database was away, the reaper waits one lease before it judges:
//! workers that live need the time to prolong what they could not while it was away.

use std::{sync::Arc, time::Instant};

use chrono::TimeDelta;
use prospect_storage::job::queue::Reaped;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::worker::{DatabaseFault, Shared};

pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let options = &shared.options;
    // A call slower than this says that writers were kept waiting, other workers' heartbeats among them.
    let suspicious = options.lease / 3;
    // A heartbeat that failed a moment ago comes again within this time.
    let grace = options.heartbeat + options.database_retry.longest;
    let mut failures = 0;
    let mut judge_from = Instant::now();
    loop {
        let wait = if failures == 0 {
            shared.chance.shorten(options.lease / 4)
        } else {
            options.database_retry.after(failures, &shared.chance)
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        let started = Instant::now();
        match expired_and_writable(&shared).await {
            Ok(expired) => {
                failures = 0;
                if started.elapsed() > suspicious {
                    judge_from = Instant::now() + options.lease;
                }
                if !expired || Instant::now() < judge_from {
                    continue;
                }
            }
            Err(error) => {
                failures += 1;
                judge_from = Instant::now() + options.lease;
                warn!(%error, "could not look for lost jobs");
                continue;
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(grace) => {}
        }
        let now = (shared.now)();
        let wait = TimeDelta::from_std(options.retry.after(1, &shared.chance)).unwrap_or_default();
        match shared
            .bounded(shared.store.queue().reap(now, now + wait))
            .await
        {
            Ok(Reaped {
                requeued: 0,
                dead: 0,
                cancelled: 0,
            }) => {}
            Ok(reaped) => info!(?reaped, "took back jobs whose lease ran out"),
            Err(error) => {
                failures += 1;
                judge_from = Instant::now() + options.lease;
                warn!(%error, "could not take back lost jobs");
            }
        }
    }
}

/// Whether a lease has run out, on a database that takes writes: SQLite answers reads while another process holds the
/// write lock, and then no lease could have been prolonged.
async fn expired_and_writable(shared: &Shared) -> Result<bool, DatabaseFault> {
    let queue = shared.store.queue();
    if !shared.bounded(queue.has_expired((shared.now)())).await? {
        return Ok(false);
    }
    shared.bounded(queue.probe_write()).await?;
    Ok(true)
}
