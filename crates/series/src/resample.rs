//! From a finer to a coarser frequency: the mean, sum, first, last, lowest or highest value of each
//! period. The opposite direction would invent values and is not offered.

use crate::calendar::Calendar;
use crate::column::Series;
use crate::frequency::Frequency;
use crate::period;
use crate::sum;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How the observations of a period become one value. Missing ones are left out, except that a sum
/// with a missing part is missing: it would be too small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// The period average: what annual prices of a schedule are.
    Mean,
    Sum,
    First,
    Last,
    Lowest,
    Highest,
}

/// What happens to a first or last period that the series covers only in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edges {
    Keep,
    /// Left out: the mean of three days in January is not the January average.
    DropIncomplete,
}

/// Why a series cannot be resampled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResampleError {
    #[error("cannot resample {from} data to {to}: the target must be coarser")]
    NotCoarser { from: Frequency, to: Frequency },
    #[error("no {} is covered completely", period::noun(*.0))]
    NothingComplete(Frequency),
}

impl Series {
    /// One observation per period of `to`, at the midnight (or full hour) that begins the period;
    /// weeks begin on Monday. Periods without any observation are there as missing.
    pub fn resample(
        &self,
        to: Frequency,
        how: Aggregate,
        edges: Edges,
    ) -> Result<Self, ResampleError> {
        let from = self.frequency();
        if !is_coarser(to, from) {
            return Err(ResampleError::NotCoarser { from, to });
        }
        let mut times = Vec::new();
        let mut values = Vec::new();
        let mut rest = (self.times(), self.values());
        let mut next_number = None;
        while let Some(&first) = rest.0.first() {
            let number = period::number(first, to).expect("a coarser frequency has periods");
            let length = rest
                .0
                .partition_point(|time| period::number(*time, to) == Some(number));
            for empty in next_number.unwrap_or(number)..number {
                times.push(start(empty, to));
                values.push(f64::NAN);
            }
            times.push(start(number, to));
            values.push(how.of(&rest.1[..length]));
            rest = (&rest.0[length..], &rest.1[length..]);
            next_number = Some(number + 1);
        }
        if edges == Edges::DropIncomplete {
            let calendar = self.calendar();
            if ends_early(self, &calendar, to) {
                times.pop();
                values.pop();
            }
            if !times.is_empty() && begins_late(self, &calendar, from, to) {
                times.remove(0);
                values.remove(0);
            }
        }
        Self::new(times, values).map_err(|_| ResampleError::NothingComplete(to))
    }
}

/// Coarser by at least one step; irregular data can be gathered into anything.
fn is_coarser(to: Frequency, from: Frequency) -> bool {
    to != Frequency::Irregular && to != Frequency::BusinessDaily && {
        // The order of declaration runs from coarse to fine.
        to < from && !(to == Frequency::Daily && from == Frequency::BusinessDaily)
    }
}

fn start(number: i64, frequency: Frequency) -> Timestamp {
    period::start(number, frequency).expect("a period between two times begins at a time")
}

/// Whether another observation is expected in the last period.
fn ends_early(series: &Series, calendar: &Calendar, to: Frequency) -> bool {
    let last = series.last_time();
    calendar
        .next_times(last, 1)
        .first()
        .is_some_and(|next| period::number(*next, to) == period::number(last, to))
}

/// Whether an observation was expected in the first period before the first one.
fn begins_late(series: &Series, calendar: &Calendar, from: Frequency, to: Frequency) -> bool {
    let first = series.first_time();
    let Some(begin) = period::number(first, to).and_then(|number| period::start(number, to)) else {
        return false;
    };
    match from {
        Frequency::BusinessDaily | Frequency::Daily => begin
            .date_naive()
            .iter_days()
            .take_while(|date| *date < first.date_naive())
            .any(|date| calendar.is_open(date)),
        Frequency::Irregular => false,
        Frequency::Weekly => (first - begin).num_days() >= 7,
        _ => period::number(begin, from) != period::number(first, from),
    }
}

impl Aggregate {
    fn of(self, values: &[f64]) -> f64 {
        let mut observed = values.iter().copied().filter(|value| !value.is_nan());
        match self {
            Self::Mean => {
                let count = observed.clone().count();
                if count == 0 {
                    f64::NAN
                } else {
                    sum::compensated(observed) / count as f64
                }
            }
            // A NaN among the terms makes the sum NaN.
            Self::Sum => sum::compensated(values.iter().copied()),
            Self::First => observed.next().unwrap_or(f64::NAN),
            Self::Last => observed.next_back().unwrap_or(f64::NAN),
            Self::Lowest => observed.fold(f64::NAN, f64::min),
            Self::Highest => observed.fold(f64::NAN, f64::max),
        }
    }
}
