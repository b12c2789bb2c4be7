//! `prospect compare`: two scenario files on the same draws.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use prospect_simulate::engine::{self, SimulationSettings};
use prospect_simulate::result::{ComparedScenario, Comparison, DistributionSummary};

use super::simulate::{SamplingFlag, compile_file, named_file, read};
use crate::failure::Failure;
use crate::output::{self, Format, OutputFlags};
use crate::progress;
use crate::text_table::{Align, TextTable, number, percent, significant};
use crate::threads::ThreadFlags;

/// Compare two scenarios on the same draws: which is worth more, how often, by how much
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenario A, TOML, JSON or a workbook made by `prospect template`
    a: PathBuf,
    /// Scenario B
    b: PathBuf,
    /// Iterations of each
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    iterations: u64,
    /// The same seed gives the same digits on any number of threads
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    /// How the points are chosen
    #[arg(long, value_enum, default_value = "mc")]
    sampling: SamplingFlag,
    /// Paths for the price that names the forecast ID: a result of `prospect forecast --format json`
    #[arg(long, value_name = "ID=FILE", value_parser = named_file)]
    forecast: Vec<(String, PathBuf)>,
    #[command(flatten)]
    threads: ThreadFlags,
    #[command(flatten)]
    output: OutputFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let format = arguments.output.format()?;
    if matches!(format, Format::Csv | Format::Parquet) {
        let message = "a comparison is written as a table or as JSON".to_owned();
        return Err(Failure::usage(message));
    }
    let plan = |path: &PathBuf| {
        let scenario = read(path)?;
        compile_file(path, &arguments.forecast, &scenario)
    };
    let (a, b) = (plan(&arguments.a)?, plan(&arguments.b)?);
    let settings = SimulationSettings {
        iterations: arguments.iterations,
        seed: arguments.seed,
        sampling: arguments.sampling.into(),
    };
    let bar = progress::bar(2 * settings.iterations, "simulating");
    let comparison = arguments.threads.run(|| {
        engine::compare(&a, &b, &settings, |progress| {
            bar.set_position(progress.done);
            ControlFlow::Continue(())
        })
    })??;
    bar.finish_and_clear();
    let comparison = comparison.expect("nothing cancels it");
    match format {
        Format::Json => arguments.output.write(&output::json(&comparison)?),
        _ => arguments.output.write(text(&comparison).as_bytes()),
    }
}

fn text(own: &Comparison) -> String {
    let Comparison { a, b, .. } = own;
    let mut text = format!(
        "A  {}\nB  {}\n{} iterations of each on the same draws, seed {}, {}, engine {}\n\n",
        a.name,
        b.name,
        number(own.iterations as f64, 0),
        own.settings.seed,
        own.settings.sampling.as_str().replace('_', " "),
        own.engine_version
    );
    text.push_str(&figures(own));
    text.push('\n');
    for line in remarks(own) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn remarks(own: &Comparison) -> Vec<String> {
    let odds = &own.probability_a_beats_b;
    let mut lines = vec![format!(
        "A is worth more than B in {} of the iterations ({} to {} at 95 %), the same in {}",
        percent(odds.value, 1),
        percent(odds.low, 1),
        percent(odds.high, 1),
        number(own.ties as f64, 0)
    )];
    if let Some(correlation) = own.correlation {
        let correlation = number(correlation, 3);
        lines.push(format!("their values correlate by {correlation}"));
    }
    let alone = [("A", &own.only_in_a), ("B", &own.only_in_b)];
    for (side, inputs) in alone.into_iter().filter(|(_, inputs)| !inputs.is_empty()) {
        lines.push(format!("only in {side}: {}", inputs.join(", ")));
    }
    let warnings = own.warnings.iter();
    lines.extend(warnings.map(|warning| format!("note: {warning}")));
    lines
}

fn figures(own: &Comparison) -> String {
    let titles = ["base", "mean", "± s.e.", "P10", "P50", "P90"].map(|name| (name, Align::Right));
    let mut columns = vec![("NPV after tax", Align::Left)];
    columns.extend(titles);
    let mut table = TextTable::new(&columns);
    let mut add = |name: &str, base: f64, drawn: &DistributionSummary| {
        let mut cells = vec![
            format!("{name}, {}", own.money_unit),
            significant(base),
            significant(drawn.mean),
            significant(drawn.standard_error),
        ];
        let percentiles = [10.0, 50.0, 90.0].map(|p| drawn.percentile(p));
        cells.extend(percentiles.map(|value| value.map_or_else(|| "–".to_owned(), significant)));
        table.row(cells);
    };
    let mut side = |name: &str, own: &ComparedScenario| add(name, own.base_npv, &own.npv);
    side("A", &own.a);
    side("B", &own.b);
    add("A less B", own.base_difference, &own.difference);
    table.render()
}
