//! The data a forecast is made from: equally spaced values, NaN where missing, and what their
//! times say about spacing, season and the days to come.

use crate::model::Regressor;
use crate::refusal::ForecastError;
use prospect_series::{Calendar, Frequency, Series, Timestamp};

/// Values beyond this cannot be squared and summed without overflow.
const LARGEST: f64 = 1e100;

/// Checked values on the grid of their calendar.
#[derive(Debug, Clone)]
pub struct History {
    values: Vec<f64>,
    season_length: usize,
    frequency: Frequency,
    calendar: Option<Calendar>,
    times: Vec<Timestamp>,
    more_seasons: Vec<usize>,
    regressors: Vec<Regressor>,
    shortened: bool,
}

impl History {
    /// Equally spaced values without times.
    pub fn new(values: Vec<f64>, season_length: usize) -> Result<Self, ForecastError> {
        if values.is_empty() {
            return Err(ForecastError::Empty);
        }
        if season_length == 0 {
            return Err(ForecastError::SeasonLengthZero);
        }
        for (index, value) in values.iter().enumerate() {
            if value.is_infinite() {
                return Err(ForecastError::Infinite { index });
            }
            if value.abs() > LARGEST {
                return Err(ForecastError::TooLarge { index });
            }
        }
        if values.iter().all(|value| value.is_nan()) {
            return Err(ForecastError::AllMissing {
                length: values.len(),
            });
        }
        Ok(Self {
            values,
            season_length,
            frequency: Frequency::Irregular,
            calendar: None,
            times: Vec::new(),
            more_seasons: Vec::new(),
            regressors: Vec::new(),
            shortened: false,
        })
    }

    /// A series laid on the grid of its calendar: expected times without an observation become
    /// missing values. The frequency is inferred from the times unless given; the season length
    /// follows from it.
    pub fn from_series(
        series: &Series,
        frequency: Option<Frequency>,
    ) -> Result<Self, ForecastError> {
        let frequency = frequency.unwrap_or_else(|| series.frequency());
        let regular = series
            .regularise(frequency)
            .map_err(|problem| ForecastError::Grid {
                problem: problem.to_string(),
            })?;
        let calendar = Calendar::infer(regular.times(), frequency);
        let (times, values) = regular.into_parts();
        let history = Self::new(values, frequency.season_length())?;
        Ok(Self {
            frequency,
            calendar: Some(calendar),
            times,
            ..history
        })
    }

    /// The same data with another season length.
    pub fn with_season_length(self, season_length: usize) -> Result<Self, ForecastError> {
        if season_length == 0 {
            return Err(ForecastError::SeasonLengthZero);
        }
        Ok(Self {
            season_length,
            ..self
        })
    }

    /// The same data with further season lengths, for models that take several.
    #[must_use]
    pub fn with_more_seasons(self, more_seasons: Vec<usize>) -> Self {
        Self {
            more_seasons,
            ..self
        }
    }

    /// The same data with regressors, each known over the whole history.
    pub fn with_regressors(self, regressors: Vec<Regressor>) -> Result<Self, ForecastError> {
        let n = self.values.len();
        for regressor in &regressors {
            let known = regressor.values.get(..n).unwrap_or_default();
            if known.len() < n || regressor.values.iter().any(|value| !value.is_finite()) {
                return Err(ForecastError::Regressor {
                    name: regressor.name.clone(),
                    needed: n,
                });
            }
        }
        Ok(Self { regressors, ..self })
    }

    /// The same data without their first `count` values.
    pub(crate) fn without_front(self, count: usize) -> Result<Self, ForecastError> {
        if count == 0 {
            return Ok(self);
        }
        let kept = Self::new(
            self.values.get(count..).unwrap_or_default().to_vec(),
            self.season_length,
        )?;
        Ok(Self {
            values: kept.values,
            times: self.times.get(count..).unwrap_or_default().to_vec(),
            shortened: true,
            ..self
        })
    }

    /// Values at the front are left out because a regressor begins later.
    pub fn is_shortened(&self) -> bool {
        self.shortened
    }

    pub fn regressors(&self) -> &[Regressor] {
        &self.regressors
    }

    pub fn more_seasons(&self) -> &[usize] {
        &self.more_seasons
    }

    /// Values on the grid, NaN where missing.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Times of the values; empty when none were given.
    pub fn times(&self) -> &[Timestamp] {
        &self.times
    }

    pub fn season_length(&self) -> usize {
        self.season_length
    }

    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Time of the newest value that is there.
    pub fn cut_off(&self) -> Option<Timestamp> {
        let newest = self.values.iter().rposition(|value| !value.is_nan())?;
        self.times.get(newest).copied()
    }

    /// Times of the next `horizon` values: days on which the series never trades are left out.
    /// Empty without times.
    pub fn next_times(&self, horizon: usize) -> Vec<Timestamp> {
        match (&self.calendar, self.times.last()) {
            (Some(calendar), Some(&last)) => calendar.next_times(last, horizon),
            _ => Vec::new(),
        }
    }

    /// How many of the newest values past forecasts are taken from. Errors of an older market say
    /// little about this one: ten years of days, thirty of months, one of hours.
    pub fn reach(&self) -> usize {
        match self.frequency {
            Frequency::Yearly => 200,
            Frequency::Quarterly => 240,
            Frequency::Monthly => 360,
            Frequency::Weekly => 780,
            Frequency::BusinessDaily | Frequency::Irregular => 2_600,
            Frequency::Daily => 3_650,
            Frequency::Hourly => 8_760,
        }
    }

    /// "30 days": a number of periods in words.
    pub fn span(&self, periods: usize) -> String {
        let noun = match self.frequency {
            Frequency::Yearly => "year",
            Frequency::Quarterly => "quarter",
            Frequency::Monthly => "month",
            Frequency::Weekly => "week",
            Frequency::BusinessDaily => "trading day",
            Frequency::Daily => "day",
            Frequency::Hourly => "hour",
            Frequency::Irregular => "step",
        };
        let plural = if periods == 1 { "" } else { "s" };
        format!("{periods} {noun}{plural}")
    }

    pub(crate) fn n_used(&self) -> usize {
        self.values.iter().filter(|value| !value.is_nan()).count()
    }

    pub(crate) fn is_constant(&self) -> bool {
        let mut observed = self.values.iter().filter(|value| !value.is_nan());
        let first = observed.next();
        observed.all(|value| Some(value) == first)
    }
}
