//! A forecast: candidates raced on past origins, the winner fitted to all data, its bands measured
//! on past errors, and everything needed to explain, store, score and simulate it.

use crate::bands::{Band, MeasuredCoverage, MissingBand, bands};
use crate::candidate::{
    Accuracy, Candidate, CoverageRule, SIGNIFICANCE, Sets, Standing, against_naive, gain,
};
use crate::diagnostics::Diagnostics;
use crate::diebold_mariano::holm;
use crate::figure::Figure;
use crate::history::History;
use crate::model::{FittedModel, ModelName, Point, fit};
use crate::race::{Scales, Track, errors, refit_interval, track};
use crate::refusal::ForecastError;
use crate::settings::{ModelChoice, Settings};
use crate::verdict::{Evidence, Verdict, constant, untested};
use crate::windows::{Extent, Merged, Plan, min_train};
use crate::words::why_lost;
use prospect_series::{Frequency, Timestamp};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Gain on the selection windows that a rival needs to displace naive: choosing the best of several
/// models by chance alone gains about this much, and a random walk must not lose to luck.
pub const MIN_GAIN: f64 = 0.02;

/// Something that did not go the usual way; never silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// All values are equal; naive is shown.
    Constant,
    /// No past forecast fits; models were not compared.
    TooShortToTest,
    /// At least one band comes from the model instead of past errors.
    AnalyticBands,
    /// At least one band cannot be given.
    NoBands,
    /// Sets of windows were merged.
    MergedWindows,
    /// The state moved on between refits instead of refitting at each origin.
    LimitedRefits,
    /// Windows were spread or cut to the given number instead of using every origin.
    LimitedWindows,
}

/// One set of windows, by the number of training values at its first and last origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct WindowReport {
    pub step: usize,
    pub selection: WindowSet,
    pub calibration: WindowSet,
    pub test: WindowSet,
    pub merged: Merged,
    /// Origins that a step of 1 would give over the whole series.
    pub available: usize,
    /// Weights are re-estimated at every so many origins; the state is updated at each.
    pub refit_every: usize,
    /// Windows behind the published bands.
    pub published: usize,
}

/// The result of [`forecast`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub engine: String,
    pub model: ModelName,
    pub horizon: usize,
    pub frequency: Frequency,
    pub season_length: usize,
    pub seed: u64,
    /// Time of the newest value that the models saw.
    pub cut_off: Option<Timestamp>,
    pub n_used: usize,
    pub n_missing: usize,
    /// Times of the forecast values; empty when the history had none.
    pub times: Vec<Timestamp>,
    /// Point forecast by step.
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
    pub windows: Option<WindowReport>,
    /// Best first; the order in which the selection windows put them.
    pub candidates: Vec<Candidate>,
    pub verdict: Verdict,
    pub fallbacks: Vec<Fallback>,
    pub diagnostics: Diagnostics,
    pub fitted: FittedModel,
}

/// Forecasts `history` as `settings` ask.
pub fn forecast(history: &History, settings: &Settings) -> Result<Forecast, ForecastError> {
    settings.check()?;
    let asked = settings.candidates();
    let y = history.values();
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
        y.len(),
        settings.horizon,
        history.season_length(),
        &Extent {
            windows: settings.max_windows,
            reach: history.reach(),
            level: planned_level,
        },
    );
    let shown = match plan {
        Some(plan) => raced(history, settings, &asked, &levels, &plan)?,
        None => unraced(history, settings, &asked)?,
    };
    Ok(assemble(history, settings, &levels, shown))
}

/// What the race, or the lack of one, decided.
struct Shown {
    fitted: FittedModel,
    calibration: Vec<crate::race::OriginErrors>,
    coverage: Vec<MeasuredCoverage>,
    windows: Option<WindowReport>,
    candidates: Vec<Candidate>,
    bands: Option<(Vec<Band>, Vec<MissingBand>, usize)>,
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
            candidates: Vec::new(),
            bands: None,
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
    fit(
        model,
        history.values(),
        history.season_length(),
        settings.seasonal_adjustment,
    )
    .map_err(|refusal| ForecastError::ModelRefused { model, refusal })
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
) -> Result<Shown, ForecastError> {
    let (y, m) = (history.values(), history.season_length());
    let horizon = settings.horizon;
    let origins = plan.all();
    let refit_every = refit_interval(y.len(), origins.len());
    let mut models = asked.to_vec();
    if !models.contains(&ModelName::Naive) {
        models.insert(0, ModelName::Naive);
    }
    let tracks: Vec<Track> = models
        .par_iter()
        .map(|&model| {
            let rule = settings.seasonal_adjustment;
            track(model, y, m, rule, &origins, horizon, refit_every)
        })
        .collect();
    let scales = Scales::new(y, m);
    let sets: Vec<Sets> = tracks
        .iter()
        .map(|track| {
            let over = |wanted: &[usize]| errors(track, y, &scales, &origins, wanted);
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
        kind: settings.conformal,
        leave_one_out: plan.merged == Merged::All,
    };
    let mut candidates = rows(&tracks, &sets, asked, plan, &rule);
    let chosen_at = choose(&candidates)?;
    candidates[chosen_at].standing = Standing::Chosen;
    let winner = candidates[chosen_at].clone();
    let fitted = fit_shown(history, settings, winner.model)?;
    let published = plan.published();
    let calibration = errors(&tracks[chosen_at], y, &scales, &origins, &published);
    for candidate in &mut candidates {
        if candidate.standing != Standing::Chosen {
            candidate.why = why_lost(candidate, &winner, MIN_GAIN);
        }
    }
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate| {
            (
                c.standing != Standing::Chosen,
                c.selection.mase.value.unwrap_or(f64::INFINITY),
            )
        };
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let points = fitted.ahead(horizon);
    let banded = bands(
        &points,
        &calibration,
        levels,
        settings.conformal,
        analytic_possible(&fitted),
    );
    let verdict = Evidence {
        history,
        horizon,
        chosen: &winner,
        candidates: &candidates,
        bands: &banded.0,
        coverage: &winner.coverage,
        merged: plan.merged,
        published: calibration.len(),
        overlap: plan.overlap(),
    }
    .verdict();
    let mut fallbacks = Vec::new();
    if plan.merged != Merged::None {
        fallbacks.push(Fallback::MergedWindows);
    }
    if refit_every > 1 {
        fallbacks.push(Fallback::LimitedRefits);
    }
    let every_origin = plan.merged == Merged::All && origins.len() == plan.available;
    if !every_origin {
        fallbacks.push(Fallback::LimitedWindows);
    }
    Ok(Shown {
        coverage: winner.coverage,
        windows: Some(WindowReport {
            step: plan.step,
            selection: WindowSet::new(&plan.selection),
            calibration: WindowSet::new(&plan.calibration),
            test: WindowSet::new(&plan.test),
            merged: plan.merged,
            available: plan.available,
            refit_every,
            published: calibration.len(),
        }),
        bands: Some(banded),
        calibration,
        candidates,
        verdict,
        fallbacks,
        fitted,
    })
}

/// The candidate table in the order of `tracks`, nobody chosen yet.
fn rows(
    tracks: &[Track],
    sets: &[Sets],
    asked: &[ModelName],
    plan: &Plan,
    rule: &CoverageRule<'_>,
) -> Vec<Candidate> {
    let naive = tracks
        .iter()
        .position(|track| track.model == ModelName::Naive)
        .expect("naive always races");
    let naive_test = Accuracy::new(&sets[naive].test, plan.horizon);
    let mut rows: Vec<Candidate> = tracks
        .par_iter()
        .zip(sets)
        .map(|(track, own)| {
            let test = Accuracy::new(&own.test, plan.horizon);
            let complete = track.forecasts.iter().all(Option::is_some);
            let standing = if !asked.contains(&track.model) {
                Standing::Benchmark
            } else if complete {
                Standing::Lost
            } else {
                Standing::Refused
            };
            let rival = track.model != ModelName::Naive && complete;
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

/// Lowest selection MASE; naive stays unless it is beaten by [`MIN_GAIN`]. Ties go to the simpler.
fn choose(rows: &[Candidate]) -> Result<usize, ForecastError> {
    let eligible = || {
        rows.iter()
            .enumerate()
            .filter(|(_, row)| row.standing == Standing::Lost)
    };
    let mase = |row: &Candidate| row.selection.mase.value.unwrap_or(f64::INFINITY);
    let Some((best, row)) = eligible().min_by(|(_, a), (_, b)| mase(a).total_cmp(&mase(b))) else {
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
    let naive = eligible().find(|(_, row)| row.model == ModelName::Naive);
    Ok(match naive {
        Some((at, naive)) if mase(row) > (1.0 - MIN_GAIN) * mase(naive) => at,
        _ => best,
    })
}

/// Two residuals at least stand behind σ.
fn analytic_possible(fitted: &FittedModel) -> bool {
    fitted.residuals.len() >= 2
}

fn assemble(history: &History, settings: &Settings, levels: &[f64], shown: Shown) -> Forecast {
    let horizon = settings.horizon;
    let points: Vec<Point> = shown.fitted.ahead(horizon);
    let (bands, missing_bands, crossings_removed) = shown.bands.unwrap_or_else(|| {
        bands(
            &points,
            &shown.calibration,
            levels,
            settings.conformal,
            analytic_possible(&shown.fitted),
        )
    });
    let mut fallbacks = shown.fallbacks;
    if bands
        .iter()
        .any(|band| band.method == crate::bands::BandMethod::AnalyticNormal)
    {
        fallbacks.push(Fallback::AnalyticBands);
    }
    if !missing_bands.is_empty() {
        fallbacks.push(Fallback::NoBands);
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
        mean: points.iter().map(|point| point.mean).collect(),
        bands,
        missing_bands,
        crossings_removed,
        naive: vec![last; horizon],
        mase_scale: scale.into(),
        coverage: shown.coverage,
        windows: shown.windows,
        candidates: shown.candidates,
        verdict: shown.verdict,
        fallbacks,
        diagnostics: Diagnostics::new(&shown.fitted.residuals, history.season_length()),
        fitted: shown.fitted,
    }
}
