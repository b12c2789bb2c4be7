//! Price paths: sample paths of stored forecasts brought to the scenario's periods, and processes in exact steps.

use std::collections::BTreeMap;

use super::lanes::{LANES, Lanes};
use super::run::PathScratch;
use crate::distribution::standard_normals;
use crate::economics::PeriodLengths;
use crate::exponential::exp;
use crate::sampling::UniformStream;
use crate::scenario::Beyond;
use crate::widest::widest;

/// Sample paths of stored forecasts by forecast id, given to [`super::Plan::compile`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PathSets {
    sets: BTreeMap<String, PathSet>,
}

/// The sample paths of one forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct PathSet {
    unit: String,
    step_ends_years: Vec<f64>,
    /// Row-major, one row per path.
    values: Vec<f64>,
}

/// Why sample paths are refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PathSetError {
    #[error("the paths of a forecast need at least one path with at least one step")]
    Empty,
    #[error("step ends must rise from above 0 years; step {step} ends at {end}")]
    StepsNotRising { step: usize, end: f64 },
    #[error("path {path} has {found} values; {expected} steps were given")]
    Ragged {
        path: usize,
        found: usize,
        expected: usize,
    },
    #[error("path {path} has {value} at step {step}; every value must be a finite number")]
    NotFinite {
        path: usize,
        step: usize,
        value: f64,
    },
}

impl PathSet {
    /// `step_ends_years[j]` is the end of step j in years after the valuation date; the value of a step holds over the
    /// step. `paths[i][j]` is path i at step j, in `unit`.
    pub fn new(
        unit: &str,
        step_ends_years: Vec<f64>,
        paths: &[Vec<f64>],
    ) -> Result<Self, PathSetError> {
        if paths.is_empty() || step_ends_years.is_empty() {
            return Err(PathSetError::Empty);
        }
        let mut previous = 0.0;
        for (step, &end) in step_ends_years.iter().enumerate() {
            if !(end > previous && end.is_finite()) {
                return Err(PathSetError::StepsNotRising { step, end });
            }
            previous = end;
        }
        let mut values = Vec::with_capacity(paths.len() * step_ends_years.len());
        for (path, row) in paths.iter().enumerate() {
            if row.len() != step_ends_years.len() {
                return Err(PathSetError::Ragged {
                    path,
                    found: row.len(),
                    expected: step_ends_years.len(),
                });
            }
            for (step, &value) in row.iter().enumerate() {
                if !value.is_finite() {
                    return Err(PathSetError::NotFinite { path, step, value });
                }
            }
            values.extend_from_slice(row);
        }
        Ok(Self {
            unit: unit.to_owned(),
            step_ends_years,
            values,
        })
    }

    pub fn unit(&self) -> &str {
        &self.unit
    }

    pub fn path_count(&self) -> usize {
        self.values.len() / self.step_ends_years.len()
    }
}

impl PathSets {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn insert(&mut self, forecast: impl Into<String>, set: PathSet) {
        self.sets.insert(forecast.into(), set);
    }

    pub fn get(&self, forecast: &str) -> Option<&PathSet> {
        self.sets.get(forecast)
    }
}

/// How one price is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub(crate) kind: PathKind,
    /// First of the random inputs this path uses.
    pub(crate) stream: u32,
    /// Shares of the periods in the path's average.
    pub(crate) weights: Vec<f64>,
}

#[derive(Debug, Clone)]
pub(crate) enum PathKind {
    /// Price = mean · exp(Y - half_variance), Y the process's deviation of the logarithm; one random input per period.
    Process(Vec<ProcessStep>),
    /// One row of a matrix of paths × periods, one random input.
    Sample { values: Vec<f64>, periods: usize },
}

/// One exact step: Y ← decay · Y + sd · z.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProcessStep {
    pub(crate) mean: f64,
    pub(crate) decay: f64,
    pub(crate) sd: f64,
    pub(crate) half_variance: f64,
}

impl ProcessStep {
    /// Normals into prices.
    fn advance(&self, prices: &mut Lanes, deviations: &mut Lanes) {
        advance_process(self, prices, deviations);
    }
}

widest! {
    fn advance_process(step: &ProcessStep, prices: &mut Lanes, deviations: &mut Lanes) {
        for (price, deviation) in prices.iter_mut().zip(deviations) {
            *deviation = *deviation * step.decay + step.sd * *price;
            *price = step.mean * exp(*deviation - step.half_variance);
        }
    }
}

impl PathKind {
    pub(crate) fn stream_count(&self) -> u32 {
        match self {
            Self::Process(steps) => steps.len() as u32,
            Self::Sample { .. } => 1,
        }
    }

    /// Expected price of each period.
    pub(crate) fn means(&self) -> Vec<f64> {
        match self {
            Self::Process(steps) => steps.iter().map(|step| step.mean).collect(),
            Self::Sample { values, periods } => {
                let paths = values.len() / periods;
                (0..*periods)
                    .map(|k| {
                        crate::statistics::sum((0..paths).map(|path| values[path * periods + k]))
                            / paths as f64
                    })
                    .collect()
            }
        }
    }
}

/// Path × period averages of the steps, multiplied by `unit_factor`; what lies beyond the last step follows `beyond`.
pub(crate) fn by_period(
    set: &PathSet,
    periods: &PeriodLengths,
    unit_factor: f64,
    beyond: Beyond,
    deck: Option<&[f64]>,
) -> Vec<f64> {
    let steps = set.step_ends_years.len();
    let last = steps - 1;
    let mean_last = crate::statistics::sum(set.values.iter().skip(last).step_by(steps).copied())
        / set.path_count() as f64;
    let mut matrix = Vec::with_capacity(set.path_count() * periods.len());
    for path in set.values.chunks_exact(steps) {
        for k in 0..periods.len() {
            let (start, end) = (periods.starts()[k], periods.end(k));
            let (mut covered, mut total, mut step_start) = (0.0, 0.0, 0.0_f64);
            for (&step_end, &value) in set.step_ends_years.iter().zip(path) {
                let overlap = step_end.min(end) - step_start.max(start);
                if overlap > 0.0 {
                    covered += overlap;
                    total += overlap * value;
                }
                step_start = step_end;
            }
            let length = end - start;
            let rest = length - covered;
            let after = match (beyond, deck) {
                (Beyond::Deck, Some(deck)) => deck[k],
                (Beyond::DeckScaled, Some(deck)) if mean_last != 0.0 => {
                    deck[k] * path[last] / mean_last
                }
                _ => path[last] * unit_factor,
            };
            matrix.push(if rest > 1e-9 * length {
                (total * unit_factor + rest * after) / length
            } else {
                total * unit_factor / covered
            });
        }
    }
    matrix
}

/// The random source of all paths of a plan for one run.
#[derive(Debug, Clone)]
pub(crate) struct PathSource {
    /// Each path with the random inputs it uses, in order.
    paths: Vec<(Path, Vec<UniformStream>)>,
}

impl PathSource {
    /// `stream_at(stream, dimension)` makes the random inputs. Dimensions go by period, all paths of a period together:
    /// early prices move the value most.
    pub(crate) fn new(
        paths: &[Path],
        mut stream_at: impl FnMut(u32, usize) -> UniformStream,
    ) -> Self {
        let mut order: Vec<(u32, usize)> = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            order.extend((0..path.kind.stream_count()).map(|k| (k, index)));
        }
        order.sort_unstable();
        let mut streams: Vec<Vec<UniformStream>> = vec![Vec::new(); paths.len()];
        for (dimension, (k, index)) in order.into_iter().enumerate() {
            streams[index].push(stream_at(paths[index].stream.wrapping_add(k), dimension));
        }
        Self {
            paths: paths.iter().cloned().zip(streams).collect(),
        }
    }

    /// Takes the random inputs of one path from another source of the same plan.
    pub(crate) fn take_path(&mut self, other: &Self, path: usize) {
        self.paths[path] = other.paths[path].clone();
    }

    /// Starts a block: deviations at zero, sample rows chosen.
    pub(crate) fn begin(&self, scratch: &mut PathScratch, first: u64) {
        for (index, (path, streams)) in self.paths.iter().enumerate() {
            scratch.averages[index] = [0.0; LANES];
            match &path.kind {
                PathKind::Process(_) => scratch.deviations[index] = [0.0; LANES],
                PathKind::Sample { values, periods } => {
                    let rows = (values.len() / periods) as f64;
                    let mut u: Lanes = [0.0; LANES];
                    streams[0].fill(first, &mut u);
                    for (chosen, u) in scratch.chosen[index].iter_mut().zip(&u) {
                        *chosen = ((u * rows) as u32).min(rows as u32 - 1);
                    }
                }
            }
        }
    }

    /// Moves every path to `period`.
    pub(crate) fn advance(&self, scratch: &mut PathScratch, first: u64, period: usize) {
        for (index, (path, streams)) in self.paths.iter().enumerate() {
            let prices = &mut scratch.prices[index];
            match &path.kind {
                PathKind::Process(steps) => {
                    let step = &steps[period];
                    streams[period].fill(first, prices);
                    standard_normals(prices);
                    step.advance(prices, &mut scratch.deviations[index]);
                }
                PathKind::Sample { values, periods } => {
                    for (price, &row) in prices.iter_mut().zip(&scratch.chosen[index]) {
                        *price = values[row as usize * periods + period];
                    }
                }
            }
            let weight = path.weights[period];
            for (average, price) in scratch.averages[index].iter_mut().zip(prices.iter()) {
                *average += weight * price;
            }
        }
    }
}
