//! The kinds of job there are, each in a file of its own.

use std::{fmt, path::PathBuf};

use crate::{
    backup::BackupHandler, forecast::ForecastHandler, handler::Handlers,
    score_forecasts::ScoreForecastsHandler, simulate::SimulateHandler,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Runs a stored simulation.
    Simulate,
    /// Makes and stores a forecast.
    Forecast,
    /// Scores the stored forecasts of a series against what is known now.
    ScoreForecasts,
    /// Writes a backup of the database.
    Backup,
}

impl JobKind {
    pub const ALL: [Self; 4] = [
        Self::Simulate,
        Self::Forecast,
        Self::ScoreForecasts,
        Self::Backup,
    ];

    /// The word in the job table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simulate => "simulate",
            Self::Forecast => "forecast",
            Self::ScoreForecasts => "score_forecasts",
            Self::Backup => "backup",
        }
    }

    /// Higher is served first: what a person waits for comes before what nobody does.
    pub(crate) fn priority(self) -> i32 {
        match self {
            Self::Simulate | Self::Forecast => 10,
            Self::Backup => 5,
            Self::ScoreForecasts => 0,
        }
    }
}

impl fmt::Display for JobKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Handlers for every kind; backups go to `backup_folder`.
pub fn all_handlers(backup_folder: PathBuf) -> Handlers {
    Handlers::default()
        .with(SimulateHandler)
        .with(ForecastHandler)
        .with(ScoreForecastsHandler)
        .with(BackupHandler {
            folder: backup_folder,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_handler() {
        let handled = all_handlers(PathBuf::new()).kinds();
        let mut kinds = JobKind::ALL.map(JobKind::as_str);
        kinds.sort_unstable();
        assert_eq!(handled, kinds);
    }
}
