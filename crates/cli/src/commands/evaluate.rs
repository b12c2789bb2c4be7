//! `prospect evaluate`: how well models would have forecast the past of every
//! series of a file, beside the naive baselines.

mod report;

use clap::Args;
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{EvaluateSettings, Evaluation, ModelName, PanelSeries};
use prospect_sources::export::{About, Column, ColumnData, ExportFormat, Table};

use crate::failure::{Failure, Kind};
use crate::output::{self, Format, OutputFlags};
use crate::panel_file::PanelFlags;
use crate::threads::ThreadFlags;
use crate::{model_flags, progress};

/// Measure how well models would have forecast the past
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    panel: PanelFlags,
    /// Periods to forecast at each origin
    #[arg(long, value_name = "N")]
    horizon: usize,
    /// Origins for each series; a shorter one uses as many as fit
    #[arg(long, value_name = "N", default_value_t = 3)]
    origins: usize,
    /// Periods between origins [default: the horizon]
    #[arg(long, value_name = "N")]
    step: Option<usize>,
    /// Models to compare [default: all]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = model_flags::name)]
    models: Vec<ModelName>,
    /// What the models are fitted to: automatic, none, log, or box_cox:λ
    #[arg(long, value_name = "NAME", default_value = "automatic", value_parser = model_flags::transform)]
    transform: TransformChoice,
    #[command(flatten)]
    threads: ThreadFlags,
    #[command(flatten)]
    output: OutputFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let format = arguments.output.format()?;
    if arguments.origins == 0 || arguments.horizon == 0 {
        return Err(Failure::usage("--horizon and --origins must be at least 1"));
    }
    let mut settings = EvaluateSettings {
        horizon: arguments.horizon,
        windows: arguments.origins,
        step: arguments.step,
        transform: arguments.transform,
        ..EvaluateSettings::default()
    };
    if !arguments.models.is_empty() {
        settings.models.clone_from(&arguments.models);
    }
    let mut panel = Vec::new();
    for entry in arguments.panel.read()? {
        match entry.history {
            Ok(history) => panel.push(PanelSeries {
                id: entry.id,
                history,
            }),
            Err(reason) => eprintln!("note: {} is left out: {reason}", entry.id),
        }
    }
    let spinner = progress::spinner("evaluating");
    let evaluation = arguments
        .threads
        .run(|| prospect_forecast::evaluate(&panel, &settings))?
        .map_err(|error| Failure::new(Kind::Unavailable, error.to_string()))?;
    spinner.finish_and_clear();
    if evaluation.series_too_short == evaluation.series.len() {
        return Err(Failure::unavailable(format!(
            "no series is long enough for one origin with horizon {}; ask for a shorter horizon",
            arguments.horizon
        )));
    }
    let bytes = match format {
        Format::Table => report::text(&evaluation).into_bytes(),
        Format::Json => output::json(&evaluation)?,
        Format::Csv => table(&evaluation)?.write(ExportFormat::Csv)?,
        Format::Parquet => table(&evaluation)?.write(ExportFormat::Parquet)?,
    };
    arguments.output.write(&bytes)
}

/// One row per series and model.
fn table(evaluation: &Evaluation) -> Result<Table, Failure> {
    let rows = || {
        evaluation
            .series
            .iter()
            .flat_map(|series| series.models.iter().map(move |model| (series, model)))
    };
    let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let columns = vec![
        Column::texts("unique_id", rows().map(|(series, _)| series.id.as_str())),
        Column::texts("model", rows().map(|(_, row)| row.model.code())),
        Column {
            name: "origins".to_owned(),
            unit: None,
            data: ColumnData::Integers(
                rows()
                    .map(|(series, _)| i64::try_from(series.origins.len()).ok())
                    .collect(),
            ),
        },
        Column::numbers(
            "mase",
            None,
            rows().map(|(_, row)| number(row.mase.value)).collect(),
        ),
        Column::numbers(
            "smape",
            None,
            rows().map(|(_, row)| number(row.smape.value)).collect(),
        ),
        Column::numbers(
            "gain_on_naive",
            None,
            rows()
                .map(|(_, row)| number(row.gain_on_naive.value))
                .collect(),
        ),
    ];
    Ok(Table::new("Evaluation", columns, About::default())?)
}
