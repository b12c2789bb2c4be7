//! The race of candidates over past origins: in stages, so that models that cannot win any more stop
//! early and a caller can watch, within a budget of nominal processor time.

use crate::history::History;
use crate::model::{Combination, ModelName, Training};
use crate::race::{Runner, Scales, Track, combined, errors, refit_interval};
use crate::settings::{ModelChoice, Settings};
use crate::summation::mean;
use crate::windows::Plan;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// Origins before a model may be stopped.
const MIN_ORIGINS: usize = 12;
/// A model is stopped when its loss is above the best one's by this share and by so many standard
/// errors of the paired differences, overlap taken into account.
const STOP_EXCESS: f64 = 0.05;
const STOP_ERRORS: f64 = 3.0;
/// Stages of the selection windows.
const STAGES: usize = 3;

/// How a candidate stands while the race runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RunningScore {
    pub model: ModelName,
    /// Mean over the origins so far; `None` before a scale exists.
    #[cfg_attr(feature = "schema", schema(required))]
    pub mase: Option<f64>,
    pub origins: usize,
    pub stopped: bool,
}

/// What a watcher is told at the end of each stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RaceProgress {
    /// Stages done, of how many.
    pub stage: usize,
    pub stages: usize,
    /// Candidates, best first.
    pub scores: Vec<RunningScore>,
}

/// Called after each stage; a break ends the race.
pub type Watcher<'a> = &'a (dyn Fn(&RaceProgress) -> ControlFlow<()> + Sync);

/// Why a model left the race.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = StoppedCandidate))]
pub struct Stopped {
    /// Selection windows it ran.
    pub windows: usize,
    /// Error above the best candidate on them, as a share.
    pub excess: f64,
}

/// A candidate after the race.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) track: Track,
    pub(crate) stopped: Option<Stopped>,
}

pub(crate) struct Contest<'a> {
    pub(crate) history: &'a History,
    pub(crate) settings: &'a Settings,
    pub(crate) plan: &'a Plan,
    /// Candidates and benchmarks, simplest first.
    pub(crate) models: &'a [ModelName],
}

/// A watcher asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cancelled;

/// A model under way.
struct Lane<'a> {
    runner: Runner<'a>,
    stopped: Option<Stopped>,
}

impl Contest<'_> {
    /// Runs everyone and returns one entry per model of `models`, in their order.
    pub(crate) fn run(&self, scales: &Scales, watch: Watcher<'_>) -> Result<Vec<Entry>, Cancelled> {
        let (single, ensembles): (Vec<ModelName>, Vec<ModelName>) = self
            .models
            .iter()
            .partition(|model| model.members().is_empty());
        // Members run even when they are no candidates themselves.
        let mut running = single;
        for member in ensembles.iter().flat_map(|ensemble| ensemble.members()) {
            if !running.contains(member) {
                running.push(*member);
            }
        }
        let mut lanes: Vec<Lane<'_>> = running.iter().map(|&model| self.lane(model)).collect();
        let selection = &self.plan.selection;
        let first = selection
            .len()
            .div_ceil(STAGES)
            .max(MIN_ORIGINS.min(selection.len()));
        let rest = selection.len() - first;
        let second = first + rest.div_ceil(2);
        let stages = STAGES + 1;
        let mut done = 0;
        for (stage, end) in [first, second, selection.len()].into_iter().enumerate() {
            lanes
                .par_iter_mut()
                .filter(|lane| lane.stopped.is_none())
                .for_each(|lane| lane.runner.run(&selection[done..end]));
            done = end;
            if matches!(self.settings.models, ModelChoice::Automatic) && end >= MIN_ORIGINS {
                self.stop_losers(&mut lanes, &ensembles, &selection[..end], scales);
            }
            self.report(
                &lanes,
                scales,
                &selection[..end],
                (stage + 1, stages),
                watch,
            )?;
        }
        let others: Vec<usize> = self
            .plan
            .all()
            .into_iter()
            .filter(|origin| selection.binary_search(origin).is_err())
            .collect();
        lanes
            .par_iter_mut()
            .filter(|lane| lane.stopped.is_none())
            .for_each(|lane| lane.runner.run(&others));
        self.report(&lanes, scales, selection, (stages, stages), watch)?;
        Ok(self.entries(&lanes))
    }

    fn lane(&self, model: ModelName) -> Lane<'_> {
        let training = training(self.history, self.settings);
        let budget_us = self.settings.budget_ms as f64 * 1e3 / self.models.len() as f64;
        let refit_every = refit_interval(
            model,
            training.values.len(),
            training.season_length,
            self.plan.all().len(),
            budget_us,
        );
        Lane {
            runner: Runner::new(model, training, self.settings.horizon, refit_every),
            stopped: None,
        }
    }

    /// Stops models whose loss is clearly above the best one's. Naive and the members of an
    /// ensemble stay.
    fn stop_losers(
        &self,
        lanes: &mut [Lane<'_>],
        ensembles: &[ModelName],
        origins: &[usize],
        scales: &Scales,
    ) {
        let y = self.history.values();
        let losses: Vec<Vec<(usize, f64)>> = lanes
            .iter()
            .map(|lane| {
                errors(&lane.runner.track, y, scales, origins)
                    .iter()
                    .filter_map(|origin| Some((origin.cut_off, origin.scaled_loss()?)))
                    .collect()
            })
            .collect();
        let complete = |at: usize| losses[at].len() == origins.len();
        let average = |at: usize| mean(losses[at].iter().map(|loss| loss.1));
        let best = (0..lanes.len())
            .filter(|&at| lanes[at].stopped.is_none() && complete(at))
            .filter_map(|at| Some((at, average(at)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((best, lowest)) = best.filter(|best| best.1 > 0.0) else {
            return;
        };
        for at in 0..lanes.len() {
            let model = lanes[at].runner.track.model;
            let stays = model == ModelName::Naive
                || at == best
                || lanes[at].stopped.is_some()
                || !complete(at)
                || ensembles
                    .iter()
                    .any(|ensemble| ensemble.members().contains(&model));
            if stays {
                continue;
            }
            let differences: Vec<f64> = losses[at]
                .iter()
                .zip(&losses[best])
                .map(|(own, best)| own.1 - best.1)
                .collect();
            let Some(excess) = mean(differences.iter().copied()) else {
                continue;
            };
            let n = differences.len() as f64;
            let variance = differences
                .iter()
                .map(|d| (d - excess).powi(2))
                .sum::<f64>()
                / (n - 1.0);
            let error = (variance / n * self.plan.overlap() as f64).sqrt();
            if excess > STOP_EXCESS * lowest && excess > STOP_ERRORS * error {
                lanes[at].stopped = Some(Stopped {
                    windows: origins.len(),
                    excess: excess / lowest,
                });
            }
        }
    }

    fn report(
        &self,
        lanes: &[Lane<'_>],
        scales: &Scales,
        origins: &[usize],
        (stage, stages): (usize, usize),
        watch: Watcher<'_>,
    ) -> Result<(), Cancelled> {
        let y = self.history.values();
        let mut scores: Vec<RunningScore> = self
            .models
            .par_iter()
            .map(|&model| {
                let (track, stopped) = track_of(model, lanes);
                let own = errors(&track, y, scales, origins);
                RunningScore {
                    model,
                    mase: mean(
                        own.iter()
                            .filter_map(crate::race::OriginErrors::scaled_loss),
                    ),
                    origins: own.len(),
                    stopped: stopped.is_some(),
                }
            })
            .collect();
        scores.sort_by(|a, b| {
            let key = |score: &RunningScore| (score.stopped, score.mase.unwrap_or(f64::INFINITY));
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let progress = RaceProgress {
            stage,
            stages,
            scores,
        };
        match watch(&progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Cancelled),
        }
    }

    fn entries(&self, lanes: &[Lane<'_>]) -> Vec<Entry> {
        self.models
            .iter()
            .map(|&model| {
                let (track, stopped) = track_of(model, lanes);
                Entry {
                    track: track.into_owned(),
                    stopped,
                }
            })
            .collect()
    }
}

/// The track of a model and why it stopped; that of an ensemble comes from its members, which never stop.
fn track_of<'l>(model: ModelName, lanes: &'l [Lane<'_>]) -> (Cow<'l, Track>, Option<Stopped>) {
    if let Some(lane) = lanes.iter().find(|lane| lane.runner.track.model == model) {
        return (Cow::Borrowed(&lane.runner.track), lane.stopped);
    }
    let members: Vec<&Track> = lanes
        .iter()
        .map(|lane| &lane.runner.track)
        .filter(|track| model.members().contains(&track.model))
        .collect();
    let combination = Combination::new(model, &first_variances(&members));
    (Cow::Owned(combined(model, &members, &combination)), None)
}

/// The variances that the members gave their first forecast's first step; infinite without one.
fn first_variances(members: &[&Track]) -> Vec<f64> {
    members
        .iter()
        .map(|track| {
            let first = track.forecasts.iter().flatten().next();
            first.map_or(f64::INFINITY, |outlook| outlook.steps[0].1.powi(2))
        })
        .collect()
}

/// What the models are fitted to.
pub(crate) fn training<'a>(history: &'a History, settings: &Settings) -> Training<'a> {
    Training {
        adjustment: settings.seasonal_adjustment,
        transform: settings.transform.resolve(history.values()),
        regressors: history.regressors(),
        more_seasons: history.more_seasons(),
        ..Training::new(history.values(), history.season_length())
    }
}
