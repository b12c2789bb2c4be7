//! Where engines run while a caller waits: blocking threads, a bounded number at a time, with a
//! bounded queue before them. Longer work goes to the job queue instead.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::problem::Problem;

/// Callers that may wait for a slot; more are told to come back.
const WAITING_MAX: usize = 64;

#[derive(Debug, Clone)]
pub(crate) struct Compute {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Compute {
    pub(crate) fn new(concurrency: usize) -> Self {
        let concurrency = concurrency.max(1);
        Self {
            running: Arc::new(Semaphore::new(concurrency)),
            admitted: Arc::new(Semaphore::new(concurrency + WAITING_MAX)),
        }
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let admitted = Arc::clone(&self.admitted)
            .try_acquire_owned()
            .map_err(|_| {
                Problem::unavailable("the server is computing at its limit; try again", 1)
            })?;
        let running = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let span = tracing::Span::current();
        // The permits travel with the work: a caller who hangs up frees nothing before it ends.
        tokio::task::spawn_blocking(move || {
            let _permits = (admitted, running);
            span.in_scope(work)
        })
        .await
        .map_err(|error| Problem::internal(&error))
    }
}
