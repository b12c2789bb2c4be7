//! Other series as regressors: laid on the grid of the history, continued into the future.

use crate::history::History;
use crate::model::{ModelName, Regressor, Training, fit};
use crate::refusal::ForecastError;
use prospect_series::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a regressor goes after its last value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegressorFuture {
    /// Its own forecast, by the median ensemble; held where no member takes the data.
    #[default]
    Forecast,
    /// It stays at its last value.
    Hold,
    /// These, step by step; the last one holds beyond them.
    #[serde(untagged)]
    Values(Vec<f64>),
}

/// Another series as a regressor.
#[derive(Debug, Clone)]
pub struct SeriesRegressor {
    pub name: String,
    /// Ascending, as many as `values`.
    pub times: Vec<Timestamp>,
    pub values: Vec<f64>,
    /// See [`Regressor::known_ahead`]: values after the end of the history are then used.
    pub known_ahead: bool,
    pub future: RegressorFuture,
}

impl SeriesRegressor {
    /// The newest value at or before each of the ascending `grid` times; NaN before the first.
    fn at(&self, grid: &[Timestamp]) -> Vec<f64> {
        let mut seen = self.times.iter().zip(&self.values).peekable();
        let mut newest = f64::NAN;
        grid.iter()
            .map(|time| {
                while let Some((_, &value)) = seen.next_if(|(at, _)| *at <= time) {
                    if value.is_finite() {
                        newest = value;
                    }
                }
                newest
            })
            .collect()
    }

    fn continued(&self, known: &[f64], ahead: &[Timestamp], season_length: usize) -> Vec<f64> {
        let last = known.last().copied().unwrap_or(f64::NAN);
        if self.known_ahead {
            return self.at(ahead);
        }
        match &self.future {
            RegressorFuture::Hold => vec![last; ahead.len()],
            RegressorFuture::Values(values) => (0..ahead.len())
                .map(|step| *values.get(step).or(values.last()).unwrap_or(&last))
                .collect(),
            RegressorFuture::Forecast => {
                let own = fit(
                    ModelName::EnsembleMedian,
                    &Training::new(known, season_length),
                );
                match own {
                    Ok(fitted) => fitted
                        .ahead(ahead.len())
                        .iter()
                        .map(|point| point.median)
                        .collect(),
                    Err(_) => vec![last; ahead.len()],
                }
            }
        }
    }
}

impl History {
    /// The same history with other series as regressors for a forecast of `horizon` steps. Its front
    /// is left out as far as one of them had not begun.
    pub fn with_series(
        self,
        series: &[SeriesRegressor],
        horizon: usize,
    ) -> Result<Self, ForecastError> {
        let columns: Vec<Vec<f64>> = series.iter().map(|one| one.at(self.times())).collect();
        let mut begin = 0;
        for (one, column) in series.iter().zip(&columns) {
            let first = column.iter().position(|value| value.is_finite());
            begin = begin.max(first.ok_or_else(|| ForecastError::Regressor {
                name: one.name.clone(),
                needed: self.values().len(),
            })?);
        }
        let ahead = self.next_times(horizon);
        let regressors = series
            .iter()
            .zip(columns)
            .map(|(one, column)| {
                let mut values = column[begin..].to_vec();
                let future = one.continued(&values, &ahead, self.season_length());
                values.extend(future);
                Regressor {
                    name: one.name.clone(),
                    values,
                    known_ahead: one.known_ahead,
                }
            })
            .collect();
        self.without_front(begin)?.with_regressors(regressors)
    }
}
