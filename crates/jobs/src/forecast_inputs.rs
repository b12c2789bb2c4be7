//! What a forecast is made from: the observations known at one moment, of the series and of those
//! that drive it.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use prospect_forecast::{
    Forecast, ForecastError, History, RaceProgress, Settings, forecast_watched,
    regressors::{RegressorFuture, SeriesRegressor},
};
use prospect_series::{Frequency, Series as Column};
use prospect_storage::{Observations, Series, SeriesId, StorageError, TimeRange, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A series that drives the one forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressorChoice {
    pub series: SeriesId,
    /// Its values are known before they come, as those of a calendar or a plan are.
    pub known_ahead: bool,
    pub future: RegressorFuture,
}

pub struct ForecastInputs {
    observed: Observations,
    frequency: Option<Frequency>,
    regressors: Vec<SeriesRegressor>,
}

impl ForecastInputs {
    /// What was known of `series` and its regressors at `vintage`; nothing when the series had no
    /// values then. A regressor that is gone has no values, which the engine refuses by name.
    pub async fn read<Mode>(
        tx: &Transaction<Mode>,
        series: &Series,
        vintage: DateTime<Utc>,
        choices: &[RegressorChoice],
    ) -> Result<Option<Self>, StorageError> {
        let known = async |id| {
            tx.observations()
                .read(id, TimeRange::default(), Some(vintage))
                .await
        };
        let Some(observed) = known(series.id).await?.filter(|read| !read.is_empty()) else {
            return Ok(None);
        };
        let mut regressors = Vec::with_capacity(choices.len());
        for choice in choices {
            let name = match tx.series().get(choice.series).await? {
                Some(found) => found.code,
                None => choice.series.to_string(),
            };
            let Observations { times, values, .. } =
                known(choice.series).await?.unwrap_or_default();
            regressors.push(SeriesRegressor {
                name,
                times,
                values,
                known_ahead: choice.known_ahead,
                future: choice.future.clone(),
            });
        }
        Ok(Some(Self {
            observed,
            frequency: stored_frequency(series),
            regressors,
        }))
    }

    /// The engine's forecast; `watch` is told how the race stands and may end it.
    pub fn forecast(
        self,
        settings: &Settings,
        watch: &(dyn Fn(&RaceProgress) -> ControlFlow<()> + Sync),
    ) -> Result<Forecast, ForecastError> {
        let column = Column::new(self.observed.times, self.observed.values).map_err(|error| {
            ForecastError::Grid {
                problem: error.to_string(),
            }
        })?;
        let history = History::from_series(&column, self.frequency)?
            .with_series(&self.regressors, settings.horizon)?;
        forecast_watched(&history, settings, watch)
    }
}

/// The frequency a series is stored with; `None` leaves it to be inferred.
pub fn stored_frequency(series: &Series) -> Option<Frequency> {
    serde_json::from_value(Value::String(series.frequency.clone())).ok()
}
