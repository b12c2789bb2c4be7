//! A forecast: candidates raced on past origins, the winner fitted to all data, its bands measured
//! on past errors, and everything needed to explain, store, score and simulate it.

mod fallback;
mod past;
mod unusual;

use crate::bands::{
    Band, BandMethod, Banded, Bands, IntervalMethod, MeasuredCoverage, MissingBand,
};
use crate::candidate::{
    Accuracy, Candidate, CoverageRule, SIGNIFICANCE, Sets, Standing, against_naive, gain,
};
use crate::contest::{Contest, Entry, RaceProgress, Watcher, training};
use crate::diagnostics::Diagnostics;
use crate::diebold_mariano::holm;
use crate::figure::Figure;
use crate::history::History;
use crate::model::{FittedModel, ModelName, Point, Transform, fit};
use crate::race::{OriginErrors, Scales, errors};
use crate::refusal::{ForecastError, ModelRefusal};
use crate::settings::{ModelChoice, Settings};
use crate::verdict::{Evidence, Verdict, constant, untested};
use crate::windows::{Extent, Merged, Plan, min_train};
use crate::words::why_lost;
use prospect_series::{Frequency, Timestamp};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

pub use fallback::Fallback;
pub use past::PastForecast;
use past::past_forecasts;
pub use unusual::Anomaly;
use unusual::anomalies;

/// Gain on the selection windows that a rival needs to displace naive: choosing the best of several
/// models by chance alone gains about this much, and a random walk must not lose to luck.
pub const MIN_GAIN: f64 = 0.02;

/// Few past forecasts say little about which model is best, so the choice leans on what is known of
/// models in general: any single one is expected to have this much more error than the median
/// ensemble (as a logarithm), and that counts as much as so many past forecasts that do not overlap.
/// Mean MASE on M1, tourism and M3 (every third series): 1.554, 1.888 and 1.234; choosing by past
/// error alone 1.611, 1.991 and 1.303; always the ensemble 1.552, 1.909 and 1.216.
const PRIOR_EXCESS: f64 = 0.08;
const PRIOR_FORECASTS: f64 = 10.0;
/// From so many past forecasts that do not overlap on, they can tell whether naive is beaten.
const TELLING_FORECASTS: f64 = 8.0;

/// One set of windows, by the number of training values at its first and last origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WindowSet {
    pub windows: usize,
    pub first_origin: usize,
    pub last_origin: usize,
}

impl WindowSet {
    fn new(cut_offs: &[usize]) -> Self {
        Self {
            windows: cut_offs.len(),
            first_origin: cut_offs.first().copied().unwrap_or(0),
            last_origin: cut_offs.last().copied().unwrap_or(0),
        }
    }
}

/// Which past forecasts stand behind the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WindowReport {
    pub step: usize,
    pub selection: WindowSet,
    pub calibration: WindowSet,
    pub test: WindowSet,
    pub merged: Merged,
    /// Origins that a step of 1 would give over the whole series.
    pub available: usize,
    /// Windows behind the published bands.
    pub published: usize,
}

/// The result of [`forecast`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ForecastResult))]
pub struct Forecast {
    pub engine: String,
    pub model: ModelName,
    pub horizon: usize,
    pub frequency: Frequency,
    pub season_length: usize,
    pub seed: u64,
    /// Time of the newest value that the models saw.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime, required))]
    pub cut_off: Option<Timestamp>,
    pub n_used: usize,
    pub n_missing: usize,
    /// Times of the forecast values; empty when the history had none.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<chrono::DateTime<chrono::Utc>>))]
    pub times: Vec<Timestamp>,
    /// What the models were fitted to.
    pub transform: Transform,
    /// Point forecast by step: the median of the model's distribution, from which errors are
    /// measured.
    pub median: Vec<f64>,
    /// Mean by step; above the median under a logarithm or a power below 1.
    pub mean: Vec<f64>,
    /// Bands by ascending level.
    pub bands: Vec<Band>,
    pub missing_bands: Vec<MissingBand>,
    /// Bounds exchanged so that bands nest.
    pub crossings_removed: usize,
    /// The naive forecast of the same steps.
    pub naive: Vec<f64>,
    /// MASE denominator over all values.
    pub mase_scale: Figure,
    /// Measured coverage of the shown model, by ascending level; empty when nothing could be tested.
    pub coverage: Vec<MeasuredCoverage>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub windows: Option<WindowReport>,
    /// What is unusual in the newest values; the models see it as any other value.
    #[serde(default)]
    pub anomalies: Vec<Anomaly>,
    /// What the shown model would have said in the past, at origins spread over all windows.
    #[serde(default)]
    pub past: Vec<PastForecast>,
    /// Best first; the order in which the selection windows put them.
    pub candidates: Vec<Candidate>,
    pub verdict: Verdict,
    pub fallbacks: Vec<Fallback>,
    pub diagnostics: Diagnostics,
    pub fitted: FittedModel,
}

/// Forecasts `history` as `settings` ask.
pub fn forecast(history: &History, settings: &Settings) -> Result<Forecast, ForecastError> {
    forecast_watched(history, settings, &|_: &RaceProgress| {
        ControlFlow::Continue(())
    })
}

/// As [`forecast`], telling `watch` how the race stands after each stage; a break cancels.
pub fn forecast_watched(
    history: &History,
    settings: &Settings,
    watch: Watcher<'_>,
) -> Result<Forecast, ForecastError> {
    settings.check()?;
    let asked = settings.candidates();
    reaches_ahead(history, settings, &asked)?;
    let levels = settings.sorted_levels();
    // Windows are planned for 95 % at most: 99 % needs 99 of them and falls back by itself.
    let planned_level = levels
        .iter()
        .copied()
        .filter(|&level| level <= 0.95)
        .fold(0.5, f64::max);
    if history.is_constant() {
        let shown = Shown {
            verdict: constant(history),
            fallbacks: vec![Fallback::Constant],
            ..Shown::bare(fit_shown(history, settings, ModelName::Naive)?)
        };
        return Ok(assemble(history, settings, &levels, shown));
    }
    let plan = Plan::new(
        history.values().len(),
        settings.horizon,
        history.season_length(),
        &Extent {
            windows: settings.max_windows,
            reach: history.reach(),
            level: planned_level,
        },
    );
    let shown = match plan {
        Some(plan) => raced(history, settings, &asked, &levels, &plan, watch)?,
        None => unraced(history, settings, &asked)?,
    };
    Ok(assemble(history, settings, &levels, shown))
}

/// A model with regressors says nothing about a period in which one of them is not known.
fn reaches_ahead(
    history: &History,
    settings: &Settings,
    asked: &[ModelName],
) -> Result<(), ForecastError> {
    let needed = history.values().len() + settings.horizon;
    let mut regressors = history.regressors().iter();
    match regressors.find(|regressor| regressor.values.len() < needed) {
        Some(short) if asked.iter().any(|model| model.uses_regressors()) => {
            Err(ForecastError::Regressor {
                name: short.name.clone(),
                needed,
            })
        }
        _ => Ok(()),
    }
}

/// What the race, or the lack of one, decided.
struct Shown {
    fitted: FittedModel,
    calibration: Vec<OriginErrors>,
    coverage: Vec<MeasuredCoverage>,
    windows: Option<WindowReport>,
    past: Vec<PastForecast>,
    candidates: Vec<Candidate>,
    banded: Option<Banded>,
    verdict: Verdict,
    fallbacks: Vec<Fallback>,
}

impl Shown {
    fn bare(fitted: FittedModel) -> Self {
        Self {
            fitted,
            calibration: Vec::new(),
            coverage: Vec::new(),
            windows: None,
            past: Vec::new(),
            candidates: Vec::new(),
            banded: None,
            verdict: Verdict {
                sentence: String::new(),
                remarks: Vec::new(),
                beats_naive: false,
            },
            fallbacks: Vec::new(),
        }
    }
}

fn fit_shown(
    history: &History,
    settings: &Settings,
    model: ModelName,
) -> Result<FittedModel, ForecastError> {
    let refused = |refusal| ForecastError::ModelRefused { model, refusal };
    let fitted = fit(model, &training(history, settings)).map_err(refused)?;
    // The mean of a lognormal variable overflows long before its logarithm does.
    let points = fitted.ahead(settings.horizon);
    let finite = |point: &Point| point.mean.is_finite() && point.median.is_finite();
    if points.iter().all(finite) {
        Ok(fitted)
    } else {
        Err(refused(ModelRefusal::NotFinite))
    }
}

/// No past forecast fits: the first model asked for, or naive when it was left to us.
fn unraced(
    history: &History,
    settings: &Settings,
    asked: &[ModelName],
) -> Result<Shown, ForecastError> {
    let model = match (&settings.models, asked) {
        (ModelChoice::Only(_), [only]) => *only,
        _ => ModelName::Naive,
    };
    let needed = min_train(history.season_length()) + settings.horizon;
    Ok(Shown {
        verdict: untested(history, settings.horizon, model, needed),
        fallbacks: vec![Fallback::TooShortToTest],
        ..Shown::bare(fit_shown(history, settings, model)?)
    })
}

fn raced(
    history: &History,
    settings: &Settings,
    asked: &[ModelName],
    levels: &[f64],
    plan: &Plan,
    watch: Watcher<'_>,
) -> Result<Shown, ForecastError> {
    let (y, m) = (history.values(), history.season_length());
    let horizon = settings.horizon;
    let mut models = asked.to_vec();
    if !models.contains(&ModelName::Naive) {
        models.insert(0, ModelName::Naive);
    }
    let scales = Scales::new(y, m);
    let contest = Contest {
        history,
        settings,
        plan,
        models: &models,
    };
    let entries = contest
        .run(&scales, watch)
        .map_err(|_| ForecastError::Cancelled)?;
    let sets: Vec<Sets> = entries
        .iter()
        .map(|entry| {
            let over = |wanted: &[usize]| errors(&entry.track, y, &scales, wanted);
            Sets {
                selection: over(&plan.selection),
                calibration: over(&plan.calibration),
                test: over(&plan.test),
            }
        })
        .collect();
    let rule = CoverageRule {
        horizon,
        levels,
        method: settings.intervals,
        leave_one_out: plan.merged == Merged::All,
    };
    let mut candidates = rows(&entries, &sets, asked, plan, &rule);
    let chosen_at = choose(&candidates, plan)?;
    candidates[chosen_at].standing = Standing::Chosen;
    let winner = candidates[chosen_at].clone();
    let fitted = fit_shown(history, settings, winner.model)?;
    let published = plan.published();
    let calibration = errors(&entries[chosen_at].track, y, &scales, &published);
    for candidate in &mut candidates {
        if candidate.standing != Standing::Chosen {
            candidate.why = why_lost(candidate, &winner, MIN_GAIN);
        }
    }
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate| {
            (
                c.standing != Standing::Chosen,
                c.standing == Standing::Stopped,
                c.selection.mase.value.unwrap_or(f64::INFINITY),
            )
        };
        let (a, b) = (key(a), key(b));
        (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2))
    });
    let banded = Bands {
        fitted: &fitted,
        calibration: &calibration,
        horizon,
        method: settings.intervals,
        seed: settings.seed,
    }
    .draw(levels);
    let verdict = Evidence {
        history,
        horizon,
        chosen: &winner,
        candidates: &candidates,
        bands: &banded.bands,
        coverage: &winner.coverage,
        merged: plan.merged,
        published: calibration.len(),
        overlap: plan.overlap(),
    }
    .verdict();
    let mut fallbacks = Vec::new();
    let mut note = |happened: bool, fallback: Fallback| {
        if happened {
            fallbacks.push(fallback);
        }
    };
    note(plan.merged != Merged::None, Fallback::MergedWindows);
    let limited = entries.iter().any(|entry| entry.track.refit_every > 1);
    note(limited, Fallback::LimitedRefits);
    let origins = plan.all().len();
    let every_origin = plan.merged == Merged::All && origins == plan.available;
    note(!every_origin, Fallback::LimitedWindows);
    let stopped = entries.iter().any(|entry| entry.stopped.is_some());
    note(stopped, Fallback::EarlyStopping);
    let ignored =
        !history.regressors().is_empty() && asked.iter().any(|model| !model.uses_regressors());
    note(ignored, Fallback::RegressorsIgnored);
    Ok(Shown {
        coverage: winner.coverage,
        windows: Some(WindowReport {
            step: plan.step,
            selection: WindowSet::new(&plan.selection),
            calibration: WindowSet::new(&plan.calibration),
            test: WindowSet::new(&plan.test),
            merged: plan.merged,
            available: plan.available,
            published: calibration.len(),
        }),
        past: past_forecasts(&entries[chosen_at].track, history),
        banded: Some(banded),
        calibration,
        candidates,
        verdict,
        fallbacks,
        fitted,
    })
}

/// The candidate table in the order of `entries`, nobody chosen yet.
fn rows(
    entries: &[Entry],
    sets: &[Sets],
    asked: &[ModelName],
    plan: &Plan,
    rule: &CoverageRule<'_>,
) -> Vec<Candidate> {
    let naive = entries
        .iter()
        .position(|entry| entry.track.model == ModelName::Naive)
        .expect("naive always races");
    let naive_test = Accuracy::new(&sets[naive].test, plan.horizon);
    let mut rows: Vec<Candidate> = entries
        .par_iter()
        .zip(sets)
        .map(|(entry, own)| {
            let track = &entry.track;
            let test = Accuracy::new(&own.test, plan.horizon);
            let complete = track.forecasts.iter().all(Option::is_some);
            let standing = if !asked.contains(&track.model) {
                Standing::Benchmark
            } else if !complete {
                Standing::Refused
            } else if entry.stopped.is_some() {
                Standing::Stopped
            } else {
                Standing::Lost
            };
            let rival = track.model != ModelName::Naive && complete && !own.test.is_empty();
            let comparison =
                rival.then(|| against_naive(&own.test, &sets[naive].test, plan.overlap()));
            Candidate {
                model: track.model,
                standing,
                selection: Accuracy::new(&own.selection, plan.horizon),
                gain_on_naive: gain(test.mase, naive_test.mase),
                test,
                beats_naive: comparison.as_ref().is_some_and(|test| {
                    test.mean_difference < 0.0 && test.p.is_some_and(|p| p < SIGNIFICANCE)
                }),
                diebold_mariano: comparison,
                p_holm: None,
                coverage: own.coverage(rule),
                parameters: track.parameters.clone(),
                refits: track.refits,
                refit_every: track.refit_every,
                form: track.form.clone(),
                stopped: entry.stopped,
                refusal: track.refusal.clone(),
                why: String::new(),
            }
        })
        .collect();
    let tested: Vec<(usize, f64)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.diebold_mariano.as_ref()?.p?)))
        .collect();
    let raw: Vec<f64> = tested.iter().map(|&(_, p)| p).collect();
    for (&(at, _), adjusted) in tested.iter().zip(holm(&raw)) {
        rows[at].p_holm = Some(adjusted);
    }
    rows
}

/// Lowest expected error; naive stays unless it is beaten by [`MIN_GAIN`]. Ties go to the simpler.
fn choose(rows: &[Candidate], plan: &Plan) -> Result<usize, ForecastError> {
    let eligible = || {
        rows.iter()
            .enumerate()
            .filter(|(_, row)| row.standing == Standing::Lost)
    };
    let mase = |row: &Candidate| row.selection.mase.value.unwrap_or(f64::INFINITY);
    let default = eligible().find(|(_, row)| row.model == ModelName::EnsembleMedian);
    let apart = plan.apart();
    // Expected error relative to the default, as a logarithm.
    let expected = |row: &Candidate| match default {
        Some((_, default)) if mase(default) > 0.0 && mase(default).is_finite() => {
            let prior = if row.model == default.model {
                0.0
            } else {
                PRIOR_EXCESS
            };
            let seen = (mase(row) / mase(default)).ln();
            (apart * seen + PRIOR_FORECASTS * prior) / (apart + PRIOR_FORECASTS)
        }
        _ => mase(row),
    };
    let best = eligible().min_by(|(_, a), (_, b)| expected(a).total_cmp(&expected(b)));
    let Some((best, row)) = best else {
        let row = rows
            .iter()
            .find(|row| row.standing == Standing::Refused)
            .ok_or(ForecastError::NoModels)?;
        return match &row.refusal {
            Some(refusal) => Err(ForecastError::ModelRefused {
                model: row.model,
                refusal: refusal.clone(),
            }),
            None => Err(ForecastError::NoModels),
        };
    };
    let can_tell = default.is_none() || apart >= TELLING_FORECASTS;
    let naive = eligible().find(|(_, row)| row.model == ModelName::Naive);
    Ok(match naive {
        Some((at, naive)) if can_tell && mase(row) > (1.0 - MIN_GAIN) * mase(naive) => at,
        _ => best,
    })
}

fn assemble(history: &History, settings: &Settings, levels: &[f64], shown: Shown) -> Forecast {
    let horizon = settings.horizon;
    let points = shown.fitted.ahead(horizon);
    let Banded {
        bands,
        missing: missing_bands,
        exchanged: crossings_removed,
    } = shown.banded.unwrap_or_else(|| {
        Bands {
            fitted: &shown.fitted,
            calibration: &shown.calibration,
            horizon,
            method: settings.intervals,
            seed: settings.seed,
        }
        .draw(levels)
    });
    let mut fallbacks = shown.fallbacks;
    let has = |method: BandMethod| bands.iter().any(|band| band.method == method);
    if has(BandMethod::Calibrated) && settings.intervals != IntervalMethod::Calibrated {
        fallbacks.push(Fallback::CalibratedBands);
    }
    if has(BandMethod::AnalyticNormal) && settings.intervals != IntervalMethod::Analytic {
        fallbacks.push(Fallback::AnalyticBands);
    }
    if !missing_bands.is_empty() {
        fallbacks.push(Fallback::NoBands);
    }
    if history.is_shortened() {
        fallbacks.push(Fallback::ShortenedHistory);
    }
    let members = shown.fitted.model.members().len();
    if shown
        .fitted
        .member_count()
        .is_some_and(|count| count < members)
    {
        fallbacks.push(Fallback::MemberRefused);
    }
    let y = history.values();
    let last = y
        .iter()
        .rfind(|value| !value.is_nan())
        .copied()
        .expect("a history has an observed value");
    let scale = crate::accuracy::mase_scale(y, history.season_length());
    let n_used = history.n_used();
    Forecast {
        engine: crate::ENGINE_VERSION.to_owned(),
        model: shown.fitted.model,
        horizon,
        frequency: history.frequency(),
        season_length: history.season_length(),
        seed: settings.seed,
        cut_off: history.cut_off(),
        n_used,
        n_missing: y.len() - n_used,
        times: history.next_times(horizon),
        transform: shown.fitted.transform,
        median: points.iter().map(|point| point.median).collect(),
        mean: points.iter().map(|point| point.mean).collect(),
        bands,
        missing_bands,
        crossings_removed,
        naive: vec![last; horizon],
        mase_scale: scale.into(),
        coverage: shown.coverage,
        windows: shown.windows,
        past: shown.past,
        anomalies: if settings.anomalies {
            anomalies(history)
        } else {
            Vec::new()
        },
        candidates: shown.candidates,
        verdict: shown.verdict,
        fallbacks,
        diagnostics: Diagnostics::new(&shown.fitted.residuals, history.season_length()),
        fitted: FittedModel {
            residuals: Vec::new(),
            ..shown.fitted
        },
    }
}
