//! Which past forecasts serve for what: windows that choose the model, windows that calibrate its
//! intervals, and windows on which the reported accuracy and coverage are measured.
//!
//! The three sets are disjoint in time, targets included, where the series is long enough;
//! otherwise the plan says which were merged (definitions C3).

use crate::conformal::minimum_windows;
use crate::rolling_origin::cut_offs;
use serde::{Deserialize, Serialize};

/// Fewest training values before the first window of a series without a season.
const MIN_TRAIN: usize = 10;
/// Fewest windows that can choose a model or measure coverage.
const MIN_SET: usize = 10;

/// Forecast values of one model in one set.
const CELLS: usize = 60_000;

/// Which sets share windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MergedWindows))]
#[serde(rename_all = "snake_case")]
pub enum Merged {
    /// Three disjoint sets.
    None,
    /// The windows that choose also calibrate; the test windows are apart.
    SelectionAndCalibration,
    /// One set serves for all; coverage is measured leaving one window out at a time.
    All,
}

/// Windows in time order, each named by its number of training values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub horizon: usize,
    /// Distance between neighbouring windows of a set.
    pub step: usize,
    pub selection: Vec<usize>,
    pub calibration: Vec<usize>,
    pub test: Vec<usize>,
    pub merged: Merged,
    /// Windows that a step of 1 would give over the whole series.
    pub available: usize,
}

/// How far past forecasts may reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Most windows in a set.
    pub windows: usize,
    /// Newest values that the three sets together should span when there is more than that.
    pub reach: usize,
    /// Level to calibrate where the series allows it.
    pub level: f64,
}

/// Training values that must precede the first window: ten, or two seasons and one.
pub fn min_train(season_length: usize) -> usize {
    if season_length > 1 {
        MIN_TRAIN.max(2 * season_length + 1)
    } else {
        MIN_TRAIN
    }
}

impl Plan {
    /// Plans windows for `n` values. `None` when not one window fits.
    pub fn new(n: usize, horizon: usize, season_length: usize, extent: &Extent) -> Option<Self> {
        let first = min_train(season_length);
        let available = n
            .checked_sub(first.saturating_add(horizon))
            .map(|room| room + 1)?;
        let calibrated = minimum_windows(extent.level)
            .unwrap_or(usize::MAX)
            .max(MIN_SET);
        // Long horizons get fewer windows, so that memory has a bound.
        let limit = extent
            .windows
            .clamp(1, (CELLS / horizon.max(1)).max(2 * MIN_SET));
        let widest = (extent.reach / (3 * limit)).max(1);
        let plan = Self {
            horizon,
            step: 1,
            selection: Vec::new(),
            calibration: Vec::new(),
            test: Vec::new(),
            merged: Merged::None,
            available,
        };
        // Positions left for windows once neighbouring sets keep their targets apart.
        let three = (available + 2).saturating_sub(2 * horizon);
        let two = (available + 1).saturating_sub(horizon);
        let filled = if three >= calibrated.saturating_add(2 * MIN_SET) {
            let third = three / 3;
            let calibration = third.max(calibrated);
            let test = (three - calibration) / 2;
            plan.fill(
                n,
                [three - calibration - test, calibration, test],
                limit,
                widest,
            )
        } else if two >= calibrated.saturating_add(MIN_SET) {
            let first_set = (two / 2).max(calibrated);
            Self {
                merged: Merged::SelectionAndCalibration,
                ..plan
            }
            .fill(n, [0, first_set, two - first_set], limit, widest)
        } else {
            Self {
                merged: Merged::All,
                ..plan
            }
            .fill(n, [0, 0, available], limit, widest)
        };
        Some(filled)
    }

    /// Lays sets of at most `limit` windows backwards from the end of the data. A series with room
    /// to spare gets a wider step, up to `widest`.
    fn fill(self, n: usize, sizes: [usize; 3], limit: usize, widest: usize) -> Self {
        let step = sizes
            .iter()
            .filter(|&&size| size > 0)
            .map(|&size| (size - 1) / (limit.min(size) - 1).max(1))
            .min()
            .unwrap_or(1)
            .clamp(1, widest);
        let mut end = n;
        let mut sets = sizes.map(|size| {
            if size == 0 {
                0
            } else {
                (1 + (size - 1) / step).min(limit)
            }
        });
        let mut lay = |windows: &mut usize| {
            if *windows == 0 {
                return Vec::new();
            }
            let set = cut_offs(end, self.horizon, *windows, step, 1).unwrap_or_default();
            end = set.first().copied().unwrap_or(end);
            set
        };
        let test = lay(&mut sets[2]);
        let calibration = lay(&mut sets[1]);
        let selection = lay(&mut sets[0]);
        match self.merged {
            Merged::None => Self {
                step,
                selection,
                calibration,
                test,
                ..self
            },
            Merged::SelectionAndCalibration => Self {
                step,
                selection: calibration.clone(),
                calibration,
                test,
                ..self
            },
            Merged::All => Self {
                step,
                selection: test.clone(),
                calibration: test.clone(),
                test,
                ..self
            },
        }
    }

    /// Every distinct window, in time order.
    pub fn all(&self) -> Vec<usize> {
        let mut all: Vec<usize> = [&self.selection, &self.calibration, &self.test]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Windows whose errors calibrate the published intervals: all that did not choose the model.
    pub fn published(&self) -> Vec<usize> {
        let mut windows: Vec<usize> = [&self.calibration, &self.test]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        windows.sort_unstable();
        windows.dedup();
        windows
    }

    /// Selection windows that do not overlap.
    pub fn apart(&self) -> f64 {
        match (self.selection.first(), self.selection.last()) {
            (Some(first), Some(last)) => {
                let span = (last - first + 1) as f64 / self.horizon as f64;
                span.min(self.selection.len() as f64)
            }
            _ => 0.0,
        }
    }

    /// Horizon in units of the step, for tests on overlapping windows.
    pub fn overlap(&self) -> usize {
        self.horizon.div_ceil(self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent {
        windows: 120,
        reach: 2_600,
        level: 0.95,
    };

    fn disjoint(plan: &Plan) {
        let before = |a: &[usize], b: &[usize]| {
            a.last().expect("not empty") + plan.horizon <= *b.first().expect("not empty")
        };
        assert!(before(&plan.selection, &plan.calibration));
        assert!(before(&plan.calibration, &plan.test));
    }

    #[test]
    fn long_series_get_three_spread_sets() {
        let plan = Plan::new(10_226, 30, 1, &EXTENT).expect("long enough");
        assert_eq!(plan.merged, Merged::None);
        disjoint(&plan);
        assert_eq!(plan.test.len(), 120);
        assert_eq!(plan.step, 7);
        assert_eq!(*plan.test.last().expect("not empty"), 10_196);
    }

    #[test]
    fn every_length_is_planned_or_refused() {
        for n in 1..400 {
            for (horizon, m) in [(1, 1), (6, 1), (12, 12), (30, 7)] {
                let Some(plan) = Plan::new(n, horizon, m, &EXTENT) else {
                    assert!(n < min_train(m) + horizon);
                    continue;
                };
                assert!(n >= min_train(m) + horizon);
                assert_eq!(*plan.test.last().expect("not empty"), n - horizon);
                assert!(*plan.all().first().expect("not empty") >= min_train(m));
                match plan.merged {
                    Merged::None => {
                        disjoint(&plan);
                        assert!(plan.calibration.len() >= 19);
                    }
                    Merged::SelectionAndCalibration => assert!(plan.calibration.len() >= 19),
                    Merged::All => assert_eq!(plan.selection, plan.test),
                }
            }
        }
    }
}
