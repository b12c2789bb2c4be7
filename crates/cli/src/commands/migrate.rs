//! `prospect migrate`: brings the schema up to date, or says what that would do.

use std::fmt::Write as _;

use clap::Args;

use crate::failure::Failure;
use crate::output::write_stdout;
use crate::store::{self, StoreFlags};

/// Bring the schema of the store up to date
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print what would be done and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = arguments.store.settings()?;
    let text = store::block_on(async {
        let store = store::open(&settings).await?;
        let report = if arguments.dry_run {
            store.migrate_dry_run().await?
        } else {
            store.migrate().await?
        };
        let mut text = String::new();
        if report.migrations.is_empty() {
            text.push_str("the schema is up to date\n");
        }
        let verb = if arguments.dry_run {
            "would apply"
        } else {
            "applied"
        };
        for migration in &report.migrations {
            writeln!(text, "{verb} {migration}").expect("text grows without fail");
        }
        for statement in &report.statements {
            writeln!(text, "{statement};").expect("text grows without fail");
        }
        store.close().await;
        Ok(text)
    })?;
    write_stdout(text.as_bytes())
}
