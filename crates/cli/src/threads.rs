//! How many threads the engines use. The digits never depend on it.

use std::num::NonZeroUsize;

use clap::Args;

use crate::failure::{Failure, Kind};

#[derive(Debug, Args)]
pub(crate) struct ThreadFlags {
    /// Threads to compute on [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl ThreadFlags {
    /// Runs `work` on a pool of that many threads.
    pub(crate) fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, NonZeroUsize::get))
            .build()
            .map_err(|error| {
                Failure::new(
                    Kind::Environment,
                    format!("the threads cannot be started: {error}"),
                )
            })?;
        Ok(pool.install(work))
    }
}
