//! A measured series: distinct ascending times and their values, NaN where a value is missing.
//! What it measures (unit, source, vintage) is kept by whoever stores it.

use crate::calendar::Calendar;
use crate::frequency::{Frequency, Staleness};
use crate::time::{Timestamp, written};

/// Longest series that is held or produced, in observations: 500 years of hours.
pub const MAX_OBSERVATIONS: usize = 5_000_000;

/// At least one observation; times ascend strictly; values are finite or NaN (missing).
#[derive(Debug, Clone)]
pub struct Series {
    times: Vec<Timestamp>,
    values: Vec<f64>,
}

/// Why times and values do not make a series. Positions count from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    #[error("the series has no observations")]
    Empty,
    #[error("the series has more than {limit} observations")]
    TooLong { limit: usize },
    #[error("there are {times} times but {values} values")]
    LengthMismatch { times: usize, values: usize },
    #[error("the time {} is there twice, at positions {first} and {second}; keep one of them", written(*.time))]
    Duplicate {
        time: Timestamp,
        first: usize,
        second: usize,
    },
    #[error("the times are not in order: {} at position {position} follows {}", written(*.time), written(*.before))]
    Unsorted {
        position: usize,
        time: Timestamp,
        before: Timestamp,
    },
    #[error("the value at {} (position {position}) is infinite; leave it empty when it is missing", written(*.time))]
    Infinite { position: usize, time: Timestamp },
}

impl Series {
    /// Takes times that already ascend.
    pub fn new(times: Vec<Timestamp>, values: Vec<f64>) -> Result<Self, SeriesError> {
        check_lengths(&times, &values)?;
        for (at, pair) in times.windows(2).enumerate() {
            if pair[0] == pair[1] {
                return Err(SeriesError::Duplicate {
                    time: pair[0],
                    first: at,
                    second: at + 1,
                });
            }
            if pair[0] > pair[1] {
                return Err(SeriesError::Unsorted {
                    position: at + 1,
                    time: pair[1],
                    before: pair[0],
                });
            }
        }
        check_finite(&times, &values)?;
        Ok(Self { times, values })
    }

    /// Takes times in any order and sorts them. Duplicates are refused all the same: which of two
    /// values holds is not for a sort to decide.
    pub fn from_unsorted(times: Vec<Timestamp>, values: Vec<f64>) -> Result<Self, SeriesError> {
        check_lengths(&times, &values)?;
        check_finite(&times, &values)?;
        if times.windows(2).all(|pair| pair[0] < pair[1]) {
            return Ok(Self { times, values });
        }
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by_key(|&at| times[at]);
        if let Some(pair) = order
            .windows(2)
            .find(|pair| times[pair[0]] == times[pair[1]])
        {
            return Err(SeriesError::Duplicate {
                time: times[pair[0]],
                first: pair[0],
                second: pair[1],
            });
        }
        Ok(Self {
            times: order.iter().map(|&at| times[at]).collect(),
            values: order.iter().map(|&at| values[at]).collect(),
        })
    }

    /// Times, ascending.
    pub fn times(&self) -> &[Timestamp] {
        &self.times
    }

    /// Values at the times; NaN is missing.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Times and values.
    pub fn into_parts(self) -> (Vec<Timestamp>, Vec<f64>) {
        (self.times, self.values)
    }

    /// Pairs of time and value, missing values included.
    pub fn iter(
        &self,
    ) -> impl ExactSizeIterator<Item = (Timestamp, f64)> + DoubleEndedIterator + '_ {
        self.times.iter().copied().zip(self.values.iter().copied())
    }

    /// Time of the first observation.
    pub fn first_time(&self) -> Timestamp {
        self.times[0]
    }

    /// Time of the last observation.
    pub fn last_time(&self) -> Timestamp {
        self.times[self.times.len() - 1]
    }

    /// The newest observation that has a value.
    pub fn last_observed(&self) -> Option<(Timestamp, f64)> {
        self.iter().rev().find(|(_, value)| !value.is_nan())
    }

    /// How many observations have no value.
    pub fn missing(&self) -> usize {
        self.values.iter().filter(|value| value.is_nan()).count()
    }

    /// What was observed from `from` to `to`, both included; `None` when that is nothing.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> Option<Self> {
        let start = self.times.partition_point(|time| *time < from);
        let end = self.times.partition_point(|time| *time <= to);
        (start < end).then(|| Self {
            times: self.times[start..end].to_vec(),
            values: self.values[start..end].to_vec(),
        })
    }

    /// What was observed up to `cutoff`, included; `None` when that is nothing.
    pub fn until(&self, cutoff: Timestamp) -> Option<Self> {
        self.between(self.first_time(), cutoff)
    }

    /// The frequency that the times show.
    pub fn frequency(&self) -> Frequency {
        Frequency::infer(&self.times)
    }

    /// The calendar that the times show at their frequency.
    pub fn calendar(&self) -> Calendar {
        Calendar::infer(&self.times, self.frequency())
    }

    /// Whether the newest value is where it should be at the moment `now`.
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        match self.last_observed() {
            Some((last, _)) => self.frequency().staleness(last, now),
            None => Staleness::Unknown,
        }
    }
}

/// Equal times and values; a missing value equals a missing value.
impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        self.times == other.times
            && self
                .values
                .iter()
                .zip(&other.values)
                .all(|(a, b)| a == b || a.is_nan() && b.is_nan())
    }
}

fn check_lengths(times: &[Timestamp], values: &[f64]) -> Result<(), SeriesError> {
    if times.len() != values.len() {
        return Err(SeriesError::LengthMismatch {
            times: times.len(),
            values: values.len(),
        });
    }
    if times.is_empty() {
        return Err(SeriesError::Empty);
    }
    if times.len() > MAX_OBSERVATIONS {
        return Err(SeriesError::TooLong {
            limit: MAX_OBSERVATIONS,
        });
    }
    Ok(())
}

fn check_finite(times: &[Timestamp], values: &[f64]) -> Result<(), SeriesError> {
    match values.iter().position(|value| value.is_infinite()) {
        Some(position) => Err(SeriesError::Infinite {
            position,
            time: times[position],
        }),
        None => Ok(()),
    }
}
