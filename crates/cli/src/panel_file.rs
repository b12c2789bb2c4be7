//! The data file of `forecast` and `evaluate`: its flags, and from file to
//! histories. How files are read is `prospect-sources`' business.

use std::path::PathBuf;

use clap::Args;
use prospect_forecast::{ForecastError, History};
use prospect_series::{Frequency, Unit};
use prospect_sources::panel::{self, PanelError, PanelOptions};

use crate::failure::{Failure, Kind};

/// Faulty rows shown with an error; the first ones usually tell.
const ROWS_SHOWN: usize = 10;

#[derive(Debug, Args)]
pub(crate) struct PanelFlags {
    /// CSV, XLSX or Parquet: columns unique_id, ds, y, or one of dates and one of numbers
    file: PathBuf,
    /// Value column of a table with several, by name or letter
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// Worksheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// yearly, quarterly, monthly, weekly, business_daily, daily or hourly [default: inferred]
    #[arg(long, value_name = "FREQUENCY")]
    frequency: Option<Frequency>,
    /// Periods of the season, in place of what the frequency has; several where there are several,
    /// the main one first: 24,168 for hourly data
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    season_length: Vec<usize>,
    /// Zone of clock times that name none [default: UTC]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Go on without the rows that cannot be read
    #[arg(long)]
    skip_bad_rows: bool,
}

/// One series of the file, ready for the engine; or why it is not.
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) unit: Option<Unit>,
    pub(crate) history: Result<History, String>,
}

impl PanelFlags {
    pub(crate) fn read(&self) -> Result<Vec<Entry>, Failure> {
        let options = PanelOptions {
            column: self.column.clone(),
            sheet: self.sheet.clone(),
            frequency: self.frequency,
            time_zone: self.time_zone.clone(),
        };
        let panel = panel::read_path(&self.file, &options)?;
        let mut details: Vec<String> = panel
            .rejected
            .iter()
            .take(ROWS_SHOWN)
            .map(|problem| {
                format!(
                    "row {}, column {}: {:?}: {}",
                    problem.row, problem.column, problem.value, problem.reason
                )
            })
            .collect();
        if panel.rejected_count > details.len() {
            details.push(format!("and {} more", panel.rejected_count - details.len()));
        }
        if panel.rejected_count > 0 {
            let message = format!(
                "{} rows of {} cannot be read",
                panel.rejected_count,
                self.file.display()
            );
            if !self.skip_bad_rows {
                return Err(Failure::input(format!(
                    "{message}; mend them or leave them out with --skip-bad-rows"
                ))
                .with_details(details));
            }
            eprintln!("note: {message}; they are left out");
        }
        for note in &panel.notes {
            eprintln!("note: {note}");
        }
        Ok(panel
            .series
            .into_iter()
            .map(|series| Entry {
                id: series.id,
                unit: series.unit,
                history: History::from_series(&series.series, Some(series.frequency))
                    .and_then(|history| self.seasons(history))
                    .map_err(|error| error.to_string()),
            })
            .collect())
    }

    fn seasons(&self, history: History) -> Result<History, ForecastError> {
        match self.season_length.as_slice() {
            [] => Ok(history),
            [main, more @ ..] => Ok(history
                .with_season_length(*main)?
                .with_more_seasons(more.to_vec())),
        }
    }
}

impl From<PanelError> for Failure {
    fn from(error: PanelError) -> Self {
        let kind = match &error {
            PanelError::Io { .. } => Kind::Environment,
            PanelError::File { .. } | PanelError::NotUnderstood { .. } => Kind::Input,
        };
        Self::new(kind, error.to_string())
    }
}
