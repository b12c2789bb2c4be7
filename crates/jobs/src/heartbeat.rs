//! Prolongs the leases of the running jobs, writes their progress and reads who was asked to stop. A task of its own:
//! no job, however it behaves, can keep it from running.

use std::{sync::Arc, time::Instant};

use prospect_storage::job::queue::{Heartbeat, Held};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{running::RunningJob, worker::Shared};

pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let mut failures = 0;
    loop {
        let wait = if failures == 0 {
            shared.options.heartbeat.min(shared.options.lease / 3)
        } else {
            shared
                .options
                .database_retry
                .after(failures, &shared.chance)
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        let jobs = shared.running.all();
        if jobs.is_empty() {
            failures = 0;
            continue;
        }
        failures = if beat(&shared, &jobs).await {
            0
        } else {
            failures + 1
        };
    }
}

async fn beat(shared: &Shared, jobs: &[RunningJob]) -> bool {
    let heartbeats: Vec<Heartbeat> = jobs
        .iter()
        .map(|job| {
            let reported = job.progress.reported();
            Heartbeat {
                id: job.id,
                token: job.token,
                progress: reported.percent,
                note: reported.note,
            }
        })
        .collect();
    let started = Instant::now();
    match shared
        .bounded(
            shared
                .store
                .queue()
                .renew(&heartbeats, shared.options.lease, (shared.now)()),
        )
        .await
    {
        Ok(held) => {
            for (job, held) in jobs.iter().zip(held) {
                match held {
                    Held::Yes => shared.running.note_renewal(job.id, started),
                    Held::CancelRequested => {
                        shared.running.note_renewal(job.id, started);
                        if !job.cancel.is_cancelled() {
                            info!(job = %job.id, "job asked to stop");
                        }
                        job.stop_on_request();
                    }
                    Held::No => job.stop_as_lost(),
                }
            }
            true
        }
        Err(error) => {
            let oldest = jobs
                .iter()
                .map(|job| job.renewed.elapsed())
                .max()
                .unwrap_or_default();
            warn!(%error, jobs = jobs.len(), ?oldest, "leases could not be prolonged");
            false
        }
    }
}
