//! `prospect worker`: runs background jobs only, beside servers on the same
//! database.

use clap::Args;
use prospect_jobs::{Worker, WorkerOptions, all_handlers};
use prospect_server::clock::{Clock as _, SystemClock};

use crate::failure::Failure;
use crate::logging;
use crate::output::write_stdout;
use crate::settings::Settings;
use crate::store::{self, StoreFlags};

/// Run background jobs only, beside servers on the same database
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Jobs to run at once
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
    /// `text` or `json`
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut layers = arguments.store.layers()?;
    let workers = arguments.workers.map(|workers| workers.to_string());
    layers.flag("workers", "--workers", workers);
    layers.flag("log.format", "--log-format", arguments.log_format.clone());
    let settings = Settings::from_layers(&layers)?;
    if settings.workers.value == 0 {
        return Err(Failure::usage(format!(
            "workers is 0 ({}); a worker needs at least 1",
            settings.workers.source
        )));
    }
    logging::start(&settings)?;
    store::block_on(async {
        let store = store::open_current(&settings).await?;
        let name = format!("worker-{}", std::process::id());
        let worker = Worker {
            store: store.clone(),
            handlers: all_handlers(settings.backups()),
            options: WorkerOptions {
                concurrency: settings.workers.value,
                ..WorkerOptions::new(name)
            },
            now: std::sync::Arc::new(|| SystemClock.now()),
        };
        let stop = prospect_server::stop_on_signal();
        write_stdout(
            format!(
                "working on {} with {} at once\n",
                settings.database.value, settings.workers.value
            )
            .as_bytes(),
        )?;
        worker.run(stop).await;
        store.close().await;
        Ok(())
    })
}
