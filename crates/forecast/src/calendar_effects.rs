//! Days that move a series (holidays, closing days, pay days) as regressors.
//!
//! A day is a whole number, counted from any day the caller likes; the dates themselves come from a
//! calendar elsewhere. The indicators go to any model that takes regressors: `trend_season` as effects,
//! ARIMA and harmonic regression as they are.

use crate::model::Regressor;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Longest window on either side, in days or periods.
const FURTHEST: i64 = 60;

/// An event with the days around it that feel it, each with an effect of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarEffect {
    pub name: String,
    /// First and last offset: −1..=1 is the day before to the day after.
    pub window: RangeInclusive<i64>,
}

impl CalendarEffect {
    /// The day itself.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            window: 0..=0,
        }
    }

    /// The days `before` it to the days `after` it.
    #[must_use]
    pub fn with_window(self, before: u8, after: u8) -> Self {
        Self {
            window: -i64::from(before)..=i64::from(after),
            ..self
        }
    }

    fn offsets(&self) -> impl Iterator<Item = i64> + use<> {
        let (from, to) = (*self.window.start(), *self.window.end());
        from.max(-FURTHEST)..=to.min(FURTHEST)
    }

    fn column(&self, offset: i64, values: Vec<f64>) -> Regressor {
        let name = match offset {
            0 => self.name.clone(),
            _ => format!("{} {offset:+}", self.name),
        };
        // A calendar is known before it comes.
        Regressor {
            name,
            values,
            known_ahead: true,
        }
    }

    /// From marks of the periods on which the event falls, history and future in one; offsets count
    /// periods.
    pub fn from_marks(&self, marks: &[bool]) -> Vec<Regressor> {
        self.offsets()
            .map(|offset| {
                let at = |t: usize| {
                    let event = i64::try_from(t).ok()?.checked_sub(offset)?;
                    marks.get(usize::try_from(event).ok()?).copied()
                };
                let value = |t: usize| f64::from(u8::from(at(t) == Some(true)));
                self.column(offset, (0..marks.len()).map(value).collect())
            })
            .collect()
    }

    /// From the first day of each period, in ascending order, the day after the last period, and the
    /// days of the event; offsets count days. A value is the number of such days in the period, so that
    /// months and weeks get theirs too.
    pub fn from_days(&self, first_days: &[i64], end: i64, events: &[i64]) -> Vec<Regressor> {
        let events: BTreeSet<i64> = events.iter().copied().collect();
        self.offsets()
            .map(|offset| {
                let ends = first_days.iter().skip(1).copied().chain([end]);
                let values = first_days.iter().zip(ends).map(|(&from, to)| {
                    let (from, to) = (from.saturating_sub(offset), to.saturating_sub(offset));
                    if from < to {
                        events.range(from..to).count() as f64
                    } else {
                        0.0
                    }
                });
                self.column(offset, values.collect())
            })
            .collect()
    }
}

/// Those that the first `n` periods show at least once and not always: the others say nothing, and
/// least squares cannot place them.
pub fn shown_in(regressors: Vec<Regressor>, n: usize) -> Vec<Regressor> {
    let is_shown = |regressor: &Regressor| {
        let own = &regressor.values[..n.min(regressor.values.len())];
        own.first()
            .is_some_and(|first| own.iter().any(|value| value.total_cmp(first).is_ne()))
    };
    regressors.into_iter().filter(is_shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_move_the_marks() {
        let effect = CalendarEffect::new("Easter").with_window(1, 1);
        let columns = effect.from_marks(&[false, false, true, false]);
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["Easter -1", "Easter", "Easter +1"]);
        assert_eq!(columns[0].values, [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(columns[1].values, [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(columns[2].values, [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn periods_count_their_days() {
        let effect = CalendarEffect::new("closed").with_window(0, 1);
        let columns = effect.from_days(&[0, 7, 14], 21, &[3, 6, 20, 40]);
        assert_eq!(columns[0].values, [2.0, 0.0, 1.0]);
        assert_eq!(columns[1].values, [1.0, 1.0, 0.0]);
        assert_eq!(effect.from_days(&[], 3, &[1])[0].values, [0.0; 0]);
    }

    #[test]
    fn what_the_history_does_not_show_is_left_out() {
        let effect = CalendarEffect::new("a").with_window(0, 3);
        let columns = effect.from_marks(&[false, false, true, false, false]);
        let shown = shown_in(columns, 4);
        assert_eq!(shown.len(), 2);
        assert!(shown_in(shown, 0).is_empty());
    }
}
