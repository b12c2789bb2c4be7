//! `prospect backup`: a consistent copy of the store, also while it is in use.

use std::path::PathBuf;

use clap::Args;
use prospect_server::clock::{Clock as _, SystemClock};

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;
use crate::store::{self, StoreFlags};

/// Write a consistent copy of the store, also while it is in use
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// File to write; it must not exist [default: a new one in `backups` of the data folder]
    file: Option<PathBuf>,
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = arguments.store.settings()?;
    let path = if let Some(file) = &arguments.file {
        file.clone()
    } else {
        let folder = settings.backups();
        std::fs::create_dir_all(&folder).map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!("the folder {} cannot be made: {error}", folder.display()),
            )
        })?;
        folder.join(format!(
            "prospect-{}.db",
            SystemClock.now().format("%Y%m%dT%H%M%S%3fZ")
        ))
    };
    store::block_on(async {
        let store = store::open_current(&settings).await?;
        let report = store.backup(&path).await?;
        let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
        store.close().await;
        let text = format!(
            "{} holds {rows} rows in {} bytes\n",
            report.path.display(),
            report.bytes
        );
        write_stdout(text.as_bytes())
    })
}
