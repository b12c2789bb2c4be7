//! One claimed job from its start to its end. The end is written until the database takes it or the claim is lost: a
//! result that was computed is not thrown away because the database was away for a minute.

use std::sync::{Arc, atomic::Ordering};

use prospect_storage::{
    StorageError,
    job::queue::{Claim, Ending},
};
use tracing::{debug, error, info, warn};

use crate::{
    handler::{Failure, JobContext, Outcome, panic_text},
    running::RunningJob,
    worker::{DatabaseFault, Shared},
};

pub(crate) async fn run(shared: &Arc<Shared>, claim: Claim, running: &RunningJob) {
    let outcome = run_handler(shared, &claim, running).await;
    if running.lost.load(Ordering::Relaxed) {
        warn!(job = %claim.id, "the lease was lost; what it brought is dropped");
        return;
    }
    match outcome {
        Ok(outcome) => finish(shared, &claim, outcome.as_ref(), running).await,
        Err(failure) => end(shared, &claim, failure, running).await,
    }
}

async fn run_handler(
    shared: &Arc<Shared>,
    claim: &Claim,
    running: &RunningJob,
) -> Result<Box<dyn Outcome>, Failure> {
    let Some(handler) = shared.handlers.get(&claim.kind) else {
        return Err(Failure::Dead(format!(
            "no handler for jobs of kind {}",
            claim.kind
        )));
    };
    let context = JobContext {
        store: shared.store.clone(),
        claim: claim.clone(),
        progress: running.progress.clone(),
        now: shared.now.clone(),
        cancel: running.cancel.clone(),
    };
    // A task of its own, so that a panic ends the job and not the worker.
    let task = tokio::spawn(async move { handler.run(&context).await });
    match task.await {
        Ok(outcome) => outcome,
        Err(error) => Err(Failure::Retry(panic_text(error))),
    }
}

/// Stores the outcome and the job's end in one transaction.
async fn finish(shared: &Shared, claim: &Claim, outcome: &dyn Outcome, running: &RunningJob) {
    let mut failures = 0;
    loop {
        let fault = match shared.bounded(try_finish(shared, claim, outcome)).await {
            Ok(true) => {
                info!(job = %claim.id, kind = claim.kind, attempt = claim.attempts, "job done");
                return;
            }
            Ok(false) => {
                warn!(job = %claim.id, "the claim was lost before its end could be written");
                return;
            }
            Err(fault) => fault,
        };
        if !fault.is_transient() {
            error!(job = %claim.id, error = %fault, "the result cannot be stored");
            return end(shared, claim, Failure::Dead(fault.to_string()), running).await;
        }
        failures += 1;
        if !wait(shared, claim, running, failures, &fault).await {
            return;
        }
    }
}

async fn try_finish(
    shared: &Shared,
    claim: &Claim,
    outcome: &dyn Outcome,
) -> Result<bool, StorageError> {
    let tx = shared.store.write().await?;
    // The guard comes first, so that nothing is written that the holder of a newer claim writes too.
    if tx.jobs().hold(claim).await? {
        let result = outcome.store(&tx).await?;
        if tx
            .jobs()
            .finish(claim, result.as_ref(), (shared.now)())
            .await?
        {
            tx.commit().await?;
            return Ok(true);
        }
    }
    tx.rollback().await?;
    // An earlier try may have been committed although its answer was lost.
    shared.store.queue().completed_by(claim).await
}

/// Writes how a job failed.
async fn end(shared: &Shared, claim: &Claim, failure: Failure, running: &RunningJob) {
    let text = failure.to_string();
    let mut failures = 0;
    loop {
        let now = (shared.now)();
        let after =
            |wait: std::time::Duration| now + chrono::TimeDelta::from_std(wait).unwrap_or_default();
        let attempts = u32::try_from(claim.attempts).unwrap_or(1);
        let asked_to_stop = running.cancel_requested.load(Ordering::Relaxed);
        let ending = match &failure {
            Failure::Cancelled | Failure::Retry(_) | Failure::Storage(_) if asked_to_stop => {
                Ending::Cancelled
            }
            // Stopped because the worker shuts down.
            Failure::Cancelled => Ending::ReleasedUntil(now),
            Failure::Storage(error) if error.is_transient() => {
                Ending::ReleasedUntil(after(shared.options.retry.after(1, &shared.chance)))
            }
            Failure::Retry(_) if !claim.is_last_attempt() => Ending::RetryAt(
                after(shared.options.retry.after(attempts, &shared.chance)),
                &text,
            ),
            Failure::Retry(_) | Failure::Dead(_) | Failure::Storage(_) => Ending::Dead(&text),
        };
        match shared
            .bounded(shared.store.queue().end(claim, ending, now))
            .await
        {
            Ok(true) => {
                info!(job = %claim.id, kind = claim.kind, attempt = claim.attempts, ?ending, "job ended");
                return;
            }
            Ok(false) => {
                debug!(job = %claim.id, "the claim was lost before its end could be written");
                return;
            }
            Err(fault) if !fault.is_transient() => {
                error!(job = %claim.id, error = %fault, "a job's end cannot be written; its lease will run out");
                return;
            }
            Err(fault) => {
                failures += 1;
                if !wait(shared, claim, running, failures, &fault).await {
                    return;
                }
            }
        }
    }
}

/// Waits before the next try; `false` when there is no more use in trying.
async fn wait(
    shared: &Shared,
    claim: &Claim,
    running: &RunningJob,
    failures: u32,
    fault: &DatabaseFault,
) -> bool {
    if running.lost.load(Ordering::Relaxed) {
        warn!(job = %claim.id, error = %fault, "the lease was lost while the database failed");
        return false;
    }
    let wait = shared
        .options
        .database_retry
        .after(failures, &shared.chance);
    warn!(job = %claim.id, error = %fault, ?wait, "a job's end could not be written yet");
    tokio::time::sleep(wait).await;
    true
}
