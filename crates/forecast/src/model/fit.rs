//! Fitting a model by name: transform, seasonal adjustment, the family's own fit, and what they
//! leave assembled into a [`FittedModel`].

use super::fitted::{FITTED_FORMAT, FittedModel};
use super::innovations::Innovations;
use super::name::{Family, ModelName};
use super::recipes::{self, Parts};
use super::structure::Structure;
use super::training::Training;
use super::transform::Transform;
use crate::refusal::ModelRefusal;
use crate::season::{Season, SeasonalAdjustment, adjustment};
use crate::state::State;
use crate::summation::{mean, sum};
use std::borrow::Cow;

/// Fits `model` to the data. Theta, SES, Holt and their relatives are fitted on data adjusted by the
/// rule of `training`, Naive2 by its own; the other families bring their own seasons.
pub fn fit(model: ModelName, training: &Training<'_>) -> Result<FittedModel, ModelRefusal> {
    let missing_first = training
        .values
        .iter()
        .take_while(|value| !value.is_finite())
        .count();
    let training = &shortened(training, missing_first)?;
    let (y, m) = (training.values, training.season_length);
    let n_used = y.iter().filter(|value| value.is_finite()).count();
    if model == ModelName::SeasonalNaive && m < 2 {
        return Err(ModelRefusal::NoSeason);
    }
    let needed = model.needed(m);
    if n_used < needed {
        return Err(ModelRefusal::TooShort {
            have: n_used,
            needed,
        });
    }
    let n_missing = y.len() - n_used + missing_first;
    let transform = match model {
        // Schwartz's one-factor model is a mean-reverting logarithm, and volatility is one of returns;
        // prices at or below zero revert and walk in levels.
        _ if [Family::MeanReverting, Family::Volatility].contains(&model.family())
            && y.iter().all(|value| !(*value <= 0.0)) =>
        {
            Transform::Log
        }
        // Demand is a rate: its mean is what counts, also where most values are zero.
        _ if model.family() == Family::Intermittent => Transform::None,
        _ if [Family::MeanReverting, Family::Volatility].contains(&model.family()) => {
            Transform::None
        }
        // A benchmark is the same whatever the others are fitted to.
        _ if model.family() == Family::Naive => Transform::None,
        _ => training.transform,
    };
    let transformed: Cow<'_, [f64]> = match transform {
        Transform::None => Cow::Borrowed(y),
        transform => Cow::Owned(transform.apply(y)?),
    };
    if !model.members().is_empty() {
        // The members see transformed data, so that what they combine is one scale.
        let inner = Training {
            values: &transformed,
            transform: Transform::None,
            ..*training
        };
        let ensemble = recipes::ensemble(model, &inner)?;
        return Ok(FittedModel {
            transform,
            n_used,
            n_missing,
            ..ensemble
        });
    }
    let (seasons, adjusted) = seasons(model, training, &transformed)?;
    let data = adjusted.as_deref().unwrap_or(&transformed);
    let parts = recipes::single(model, data, training)?;
    // Relative errors are in units of the next value.
    let unit = parts.state.next_variance().sqrt();
    let floor = smallest_sigma(data) / unit;
    let mut fitted = assemble(parts, model, transform, seasons, [n_used, n_missing]);
    fitted.sigma = fitted.sigma.max(floor);
    if fitted.sigma.is_finite() && fitted.state.next_mean().is_finite() {
        Ok(fitted)
    } else {
        Err(ModelRefusal::NotFinite)
    }
}

/// Without the missing values at the front, which say nothing.
fn shortened<'a>(training: &Training<'a>, front: usize) -> Result<Training<'a>, ModelRefusal> {
    if front == 0 {
        return Ok(*training);
    }
    if !training.regressors.is_empty() {
        return Err(ModelRefusal::MissingAtFront);
    }
    Ok(Training {
        values: &training.values[front..],
        ..*training
    })
}

/// Seasons to remove before the fit, and the data without them.
fn seasons(
    model: ModelName,
    training: &Training<'_>,
    y: &[f64],
) -> Result<(Vec<Season>, Option<Vec<f64>>), ModelRefusal> {
    let m = training.season_length;
    let rule = match model {
        ModelName::Naive2 => SeasonalAdjustment::Naive2Rule,
        ModelName::Ses
        | ModelName::Holt
        | ModelName::DampedHolt
        | ModelName::Theta
        | ModelName::OptimisedTheta
        | ModelName::DynamicTheta
        | ModelName::DynamicOptimisedTheta => training.adjustment,
        ModelName::Decomposed => return recipes::decomposed_seasons(y, training),
        _ => SeasonalAdjustment::None,
    };
    Ok(match adjustment(y, m, rule) {
        Some((season, adjusted)) => (vec![season], Some(adjusted)),
        None => (Vec::new(), None),
    })
}

/// σ below this share of the root mean square change of the data is a fit that copied them.
const SIGMA_FLOOR: f64 = 0.02;

fn smallest_sigma(y: &[f64]) -> f64 {
    let changes = y.windows(2).map(|pair| pair[1] - pair[0]);
    let squares = changes
        .filter(|change| change.is_finite())
        .map(|change| change * change);
    SIGMA_FLOOR * mean(squares).unwrap_or(0.0).sqrt()
}

fn assemble(
    parts: Parts,
    model: ModelName,
    transform: Transform,
    seasons: Vec<Season>,
    [n_used, n_missing]: [usize; 2],
) -> FittedModel {
    let sse = sum(parts.errors.iter().map(|error| error * error));
    let freedom = parts.errors.len().saturating_sub(parts.free).max(1);
    FittedModel {
        format: FITTED_FORMAT,
        model,
        form: parts.form,
        parameters: parts.parameters,
        transform,
        seasons,
        state: parts.state,
        sigma: parts.sigma.unwrap_or((sse / freedom as f64).sqrt()),
        innovations: Innovations::new(&parts.errors),
        criteria: parts.criteria,
        n_used,
        n_missing,
        residuals: parts.errors,
    }
}

/// Ensemble of fitted members, as [`recipes::ensemble`] combines them.
pub(super) fn assemble_ensemble(
    model: ModelName,
    state: Structure,
    form: String,
    sigma: f64,
    residuals: Vec<f64>,
) -> FittedModel {
    let parts = Parts {
        form: Some(form),
        sigma: Some(sigma),
        ..Parts::new(state, residuals, 0)
    };
    assemble(parts, model, Transform::None, Vec::new(), [0, 0])
}
