//! `prospect doctor`: what is wrong, if anything: with settings, store, schema and
//! data from the inside, or with a running server from the outside.

mod probe;

use std::fmt::Write as _;

use clap::Args;
use prospect_storage::CheckReport;

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;
use crate::settings::{self, Layers, Settings};
use crate::store::{self, StoreFlags};
use crate::text_table::{Align, TextTable, number};

/// Check settings, store, schema and data, or a running server
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Ask the server at this address whether it is ready, and nothing else
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(url) = &arguments.url {
        return probe::ready(url);
    }
    let layers = arguments.store.layers()?;
    let settings = Settings::from_layers(&layers)?;
    let report = store::block_on(async {
        let store = store::open(&settings).await?;
        let report = store.check().await?;
        store.close().await;
        Ok(report)
    })?;
    let problems = problems(&layers, &report);
    let mut text = shown_settings(&layers);
    text.push('\n');
    text.push_str(&shown_store(&report));
    write_stdout(text.as_bytes())?;
    if problems.is_empty() {
        return write_stdout(b"\nnothing is wrong\n");
    }
    let found = if problems.len() == 1 {
        "problem"
    } else {
        "problems"
    };
    let message = format!("{} {found} found", problems.len());
    Err(Failure::new(Kind::State, message).with_details(problems))
}

fn problems(layers: &Layers, report: &CheckReport) -> Vec<String> {
    let mut problems: Vec<String> = layers
        .unknown_variables()
        .iter()
        .map(|variable| format!("the variable {variable} is no setting; is it misspelt?"))
        .collect();
    if !report.pending_migrations.is_empty() {
        problems.push(format!(
            "the schema lacks {}; run `prospect migrate`",
            report.pending_migrations.join(", ")
        ));
    }
    problems.extend(report.problems.iter().cloned());
    problems
}

fn shown_settings(layers: &Layers) -> String {
    let mut table = TextTable::new(&[
        ("setting", Align::Left),
        ("value", Align::Left),
        ("from", Align::Left),
    ]);
    for shown in settings::shown(layers) {
        table.row(vec![
            shown.name.to_owned(),
            shown.value.unwrap_or_else(|| "–".to_owned()),
            shown.source.to_string(),
        ]);
    }
    table.render()
}

fn shown_store(report: &CheckReport) -> String {
    let mut text = format!(
        "{} {} at {}, {} bytes",
        report.engine,
        report.engine_version,
        report.location,
        number(report.database_bytes as f64, 0)
    );
    if let Some(wal) = report.wal_bytes {
        write!(text, " and {} in its log", number(wal as f64, 0)).expect("text grows without fail");
    }
    text.push('\n');
    let mut table = TextTable::new(&[("table", Align::Left), ("rows", Align::Right)]);
    for count in &report.tables {
        table.row(vec![count.table.clone(), number(count.rows as f64, 0)]);
    }
    text.push_str(&table.render());
    text
}
