//! Laying a series on the grid of its calendar: each expected time is there, with NaN where nothing
//! was observed. Nothing is interpolated or carried forward.

use crate::calendar::Calendar;
use crate::column::{MAX_OBSERVATIONS, Series};
use crate::frequency::Frequency;
use crate::period;
use crate::time::{Timestamp, written};

/// Why a series does not fit a frequency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegulariseError {
    #[error("{} and {} fall in the same {period}; resample the series or choose a finer frequency", written(*.first), written(*.second))]
    TwoInOnePeriod {
        period: &'static str,
        first: Timestamp,
        second: Timestamp,
    },
    #[error(
        "at frequency {frequency} the series would have more than {limit} observations; choose a coarser one"
    )]
    TooLong { frequency: Frequency, limit: usize },
}

impl Series {
    /// The series with a missing value at each time that its calendar at `frequency` expects and that
    /// was not observed. Observed times stay as they are, also on days the calendar holds for closed.
    /// Irregular data have no grid and come back unchanged.
    pub fn regularise(&self, frequency: Frequency) -> Result<Self, RegulariseError> {
        let calendar = Calendar::infer(self.times(), frequency);
        let mut times = Vec::with_capacity(self.times().len());
        let mut values = Vec::with_capacity(self.times().len());
        let mut previous: Option<Timestamp> = None;
        for (time, value) in self.iter() {
            if let Some(before) = previous {
                fill(&calendar, frequency, before, time, &mut times)?;
                values.resize(times.len(), f64::NAN);
            }
            times.push(time);
            values.push(value);
            previous = Some(time);
        }
        Ok(Self::new(times, values).expect("times between two ascending times ascend"))
    }
}

/// Appends the expected times strictly between two observed ones.
fn fill(
    calendar: &Calendar,
    frequency: Frequency,
    before: Timestamp,
    after: Timestamp,
    times: &mut Vec<Timestamp>,
) -> Result<(), RegulariseError> {
    let (Some(from), Some(to)) = (
        calendar.position(before, frequency),
        calendar.position(after, frequency),
    ) else {
        return Ok(());
    };
    if from == to {
        return Err(RegulariseError::TwoInOnePeriod {
            period: period::noun(frequency),
            first: before,
            second: after,
        });
    }
    let between = usize::try_from(to - from - 1).unwrap_or(usize::MAX);
    if between == 0 {
        return Ok(());
    }
    if times.len().saturating_add(between) >= MAX_OBSERVATIONS {
        return Err(RegulariseError::TooLong {
            frequency,
            limit: MAX_OBSERVATIONS,
        });
    }
    times.extend(
        calendar
            .next_times(before, between)
            .into_iter()
            .take_while(|time| *time < after && calendar.position(*time, frequency) < Some(to)),
    );
    Ok(())
}
