//! `prospect seed`: the demo workspace in the store, without serving it. Its
//! forecast and simulations are computed by the next worker.

use clap::Args;

use super::serve;
use crate::failure::Failure;
use crate::output::write_stdout;
use crate::settings::Settings;
use crate::store::{self, StoreFlags};

/// Add the demo workspace to the store
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let layers = arguments.store.layers()?;
    let settings = Settings::from_layers(&layers)?;
    store::block_on(async {
        prospect_server::seed_demo(serve::config(&layers, &settings)).await?;
        write_stdout(b"the demo workspace is there\n")
    })
}
