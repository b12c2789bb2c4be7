//! Outliers, level shifts, passing disturbances and changes of scatter in a history.
//!
//! The season is taken off by robust STL where there is one, an ARIMA model is fitted to the rest, and
//! its residuals are searched for the traces that each kind of effect would leave (Chen & Liu 1993).
//! Effects found are estimated together, those that do not hold are dropped, the model is fitted again
//! to the cleaned data, and the search repeats until nothing changes. Changes of scatter come from
//! cumulative sums of squared residuals (Inclán & Tiao 1994 in the form of Sansó, Aragó & Carrion
//! 2004, which fat tails do not mislead); residuals are judged by the scatter of their own time.
//!
//! Effects are additive: prices that grew many times over belong here as logarithms. Not for deciding
//! what happened: a finding says where the values leave the model and by how much.

mod effects;
mod residuals;
mod scatter;
mod sentence;
mod tail;

use crate::arima::{self, Search};
use crate::ets::Estimation;
use crate::refusal::ModelRefusal;
use crate::stl::{Stl, mstl};
use effects::{Effect, Scan};
use residuals::Whitening;
use serde::{Deserialize, Serialize};

/// Fewer values do not show what is usual.
const MIN_VALUES: usize = 20;
/// Values beyond this cannot be squared and summed without overflow.
const LARGEST: f64 = 1e100;
/// Rounds of fitting and searching.
const ROUNDS: usize = 4;
/// Share of the variation about the trend that a season must explain to be taken off: STL finds a
/// third in noise.
const SEASONAL: f64 = 0.45;
/// Cycles over which a season is smoothed, more than for a decomposition: a season that bends to each
/// value takes part of an outlier with it.
const SEASON_SPAN: usize = 21;

/// What kind of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AnomalyKind))]
pub enum Kind {
    /// One value alone (additive outlier).
    Outlier,
    /// All values from here on.
    LevelShift,
    /// A jump that fades by [`TEMPORARY_DECAY`] a step.
    TemporaryChange,
    /// The scatter of the values from here on.
    VarianceChange,
}

/// What is left of a temporary change after one step (Chen & Liu 1993, section 1.1).
pub const TEMPORARY_DECAY: f64 = 0.7;

/// One effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AnomalyFinding))]
pub struct Finding {
    pub kind: Kind,
    /// Index of the first value concerned.
    pub at: usize,
    /// In units of the data; of a change of scatter, the standard deviation after over that before.
    pub size: f64,
    /// Estimate over its standard error; of a change of scatter, that of the logarithm.
    pub t_statistic: f64,
    pub sentence: String,
}

/// How strict the search is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AnomalySettings {
    /// Chance of finding anything in a history without anomalies, spread over all places and kinds.
    pub false_alarm: f64,
}

impl Default for AnomalySettings {
    fn default() -> Self {
        Self { false_alarm: 0.01 }
    }
}

/// What a search found, and what it judged by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anomalies {
    /// In order of time.
    pub findings: Vec<Finding>,
    /// The model whose residuals were searched: `STL + ARIMA(0,1,1)`.
    pub model: String,
    /// Size of the t statistic above which an effect counts.
    pub critical: f64,
    /// Scale of the one-step errors in units of the data.
    pub sigma: f64,
    /// Degrees of freedom of the errors' tails where they are fatter than normal: jumps are usual then,
    /// and only larger ones count.
    pub tail: Option<f64>,
}

/// Searches `y` (NaN = missing) with season length `m`, 1 for none.
pub fn find(y: &[f64], m: usize, settings: &AnomalySettings) -> Result<Anomalies, ModelRefusal> {
    let observed: Vec<f64> = y.iter().copied().filter(|y| y.is_finite()).collect();
    if observed.len() < MIN_VALUES {
        return Err(ModelRefusal::TooShort {
            have: observed.len(),
            needed: MIN_VALUES,
        });
    }
    if y.iter().any(|y| y.is_infinite() || y.abs() > LARGEST) {
        return Err(ModelRefusal::NotFinite);
    }
    let (centre, unit) = centre_and_unit(&observed).ok_or(ModelRefusal::Constant)?;
    let y: Vec<f64> = y.iter().map(|y| (y - centre) / unit).collect();
    let mut effects: Vec<Effect> = Vec::new();
    let mut result = search(&y, m, None, *settings)?;
    for round in 1..ROUNDS {
        // The second round is due in any case: the first one's season is the robust one.
        if round > 1 && same_places(&effects, &result.effects) {
            break;
        }
        effects = std::mem::take(&mut result.effects);
        // A model that cannot be fitted to the cleaned data leaves what was found before.
        if let Ok(next) = search(&y, m, Some(&effects), *settings) {
            result = next;
        } else {
            result.effects = effects;
            break;
        }
    }
    let n = y.len();
    let (effects, tail) = result.judged(*settings);
    let mut findings: Vec<Finding> = effects
        .iter()
        .map(|effect| {
            let size = effect.size * unit;
            Finding {
                kind: effect.kind,
                at: effect.at,
                size,
                t_statistic: effect.t,
                sentence: sentence::of(effect.kind, effect.at, n, size, effect.t),
            }
        })
        .collect();
    findings.extend(result.changes.iter().map(|change| Finding {
        kind: Kind::VarianceChange,
        at: change.at,
        size: change.ratio,
        t_statistic: change.t,
        sentence: sentence::of(Kind::VarianceChange, change.at, n, change.ratio, change.t),
    }));
    findings.sort_by_key(|finding| finding.at);
    Ok(Anomalies {
        findings,
        model: result.model,
        critical: tail.critical,
        sigma: tail.scale * unit,
        tail: tail.freedom,
    })
}

/// `y` without the effects found, for fitting a model. The newest level stands: a level shift moves
/// the values before it. Changes of scatter stay.
pub fn cleaned(y: &[f64], findings: &[Finding]) -> Vec<f64> {
    let mut clean = y.to_vec();
    for finding in findings {
        let (before, after) = clean.split_at_mut(finding.at.min(y.len()));
        match finding.kind {
            Kind::Outlier => {
                if let Some(value) = after.first_mut() {
                    *value -= finding.size;
                }
            }
            Kind::LevelShift => before.iter_mut().for_each(|value| *value += finding.size),
            Kind::TemporaryChange => {
                let mut left = finding.size;
                for value in after {
                    *value -= left;
                    left *= TEMPORARY_DECAY;
                }
            }
            Kind::VarianceChange => {}
        }
    }
    clean
}

/// Median and median absolute deviation, the mean one where half the values are equal. `None` for
/// values that do not vary.
fn centre_and_unit(observed: &[f64]) -> Option<(f64, f64)> {
    let centre = tail::median(observed)?;
    let deviations: Vec<f64> = observed.iter().map(|y| (y - centre).abs()).collect();
    let largest = deviations.iter().copied().fold(0.0, f64::max);
    if !(largest > 1e-12 * centre.abs()) {
        return None;
    }
    let middle = tail::median(&deviations)?;
    let unit = if middle > 0.0 {
        middle
    } else {
        deviations.iter().sum::<f64>() / deviations.len() as f64
    };
    // One value of quite another size must not put the others out of range.
    Some((centre, unit.max(1e-40 * largest)))
}

fn same_places(a: &[Effect], b: &[Effect]) -> bool {
    let places = |effects: &[Effect]| {
        let mut places: Vec<_> = effects.iter().map(|e| (e.at, e.kind as u8)).collect();
        places.sort_unstable();
        places
    };
    places(a) == places(b)
}

/// One round's result.
struct Round {
    effects: Vec<Effect>,
    changes: Vec<scatter::Change>,
    tail: tail::Tail,
    model: String,
    whitening: Whitening,
    errors: Vec<f64>,
    weights: Vec<f64>,
}

impl Round {
    /// The effects that are extreme among errors of these tails, which can be told only once the
    /// effects are known.
    fn judged(&self, settings: AnomalySettings) -> (Vec<Effect>, tail::Tail) {
        let scan = Scan::new(&self.whitening, &self.errors, &self.weights, &self.tail);
        let rest = standardised(&scan.without(&self.effects), &self.weights, &self.effects);
        match tail::fat(&rest, self.effects.len(), settings.false_alarm) {
            Some(tail) => {
                let scan = Scan::new(&self.whitening, &self.errors, &self.weights, &tail);
                (scan.effects(), tail)
            }
            None => (self.effects.clone(), self.tail),
        }
    }
}

/// Errors in units of their own time, without the places of `effects`.
fn standardised(errors: &[f64], weights: &[f64], effects: &[Effect]) -> Vec<f64> {
    errors
        .iter()
        .zip(weights)
        .enumerate()
        .filter(|(t, (_, weight))| **weight > 0.0 && effects.iter().all(|e| e.at != *t))
        .map(|(_, (error, weight))| error * weight.sqrt())
        .collect()
}

/// One round: season and model from the data without the effects `known`, then a search of all the
/// data. While none are known the season is fitted robustly. Once they are it is not: robust weights
/// fit the middle of the data better than its edges, and what they leave looks fat-tailed.
fn search(
    y: &[f64],
    m: usize,
    known: Option<&[Effect]>,
    settings: AnomalySettings,
) -> Result<Round, ModelRefusal> {
    let mut clean = y.to_vec();
    for effect in known.unwrap_or_default() {
        for (value, trace) in clean[effect.at..].iter_mut().zip(effect.course()) {
            *value -= effect.size * trace;
        }
    }
    let season = season_of(&clean, m, known.is_none());
    let without = |values: &[f64]| -> Vec<f64> {
        match &season {
            Some(season) => values.iter().zip(season).map(|(y, s)| y - s).collect(),
            None => values.to_vec(),
        }
    };
    let (whitening, name) = match arima::auto(
        &without(&clean),
        1,
        &[],
        Search::Stepwise,
        Estimation::Shrunk,
    ) {
        Ok(auto) => {
            let best = auto.best();
            (
                Whitening::new(&best.ar, &best.ma, best.order.d),
                best.order.to_string(),
            )
        }
        // Nothing but the effects and a straight line or a constant.
        Err(ModelRefusal::Deterministic | ModelRefusal::Constant) => {
            (Whitening::new(&[], &[], 1), "changes".to_owned())
        }
        Err(reason) => return Err(reason),
    };
    let used: Vec<bool> = y
        .iter()
        .enumerate()
        .map(|(t, y)| y.is_finite() && t >= whitening.lost())
        .collect();
    let of_clean = whitening.residuals(&residuals::filled(&without(&clean)));
    let changes = scatter::changes(&of_clean, &used);
    let weights = scatter::weights(&changes, &used);
    let errors = whitening.residuals(&residuals::filled(&without(y)));
    let all = standardised(&errors, &weights, &[]);
    let tail = tail::normal(&all, settings.false_alarm).ok_or(ModelRefusal::Constant)?;
    let effects = Scan::new(&whitening, &errors, &weights, &tail).effects();
    let prefix = if season.is_some() { "STL + " } else { "" };
    Ok(Round {
        effects,
        changes,
        tail,
        model: format!("{prefix}{name}"),
        whitening,
        errors,
        weights,
    })
}

/// The season of STL, where it is strong. Its strength is measured by medians: an outlier
/// must not hide it.
fn season_of(y: &[f64], m: usize, robust: bool) -> Option<Vec<f64>> {
    if m < 2 || y.len() < 3 * m {
        return None;
    }
    let settings = Stl {
        seasonal_window: SEASON_SPAN,
        outer: if robust { 6 } else { 0 },
        ..Stl::default()
    };
    let parts = mstl(y, &[m], &settings)?;
    let season = parts.seasons.into_iter().next()?;
    let spread = |values: Vec<f64>| {
        let sizes: Vec<f64> = values
            .into_iter()
            .filter(|value| value.is_finite())
            .map(f64::abs)
            .collect();
        tail::median(&sizes)
    };
    let both = parts.remainder.iter().zip(&season).map(|(r, s)| r + s);
    let (rest, both) = (spread(parts.remainder.clone())?, spread(both.collect())?);
    (both > 0.0 && 1.0 - (rest / both).powi(2) > SEASONAL).then_some(season)
}
