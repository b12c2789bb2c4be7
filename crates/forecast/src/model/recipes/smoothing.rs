//! Exponential smoothing without a season, estimated by least squares.

use super::{Parts, named};
use crate::criteria::{Criteria, concentrated_log_likelihood};
use crate::exponential_smoothing::{SmoothingState, filter};
use crate::model::name::ModelName;
use crate::model::structure::Structure;
use crate::refusal::ModelRefusal;
use crate::smoothing_fit;
use crate::summation::{mean, sum};

/// Data shifted to mean 0 and scaled to unit variance, so that one optimiser setting suits all.
pub(super) struct Standardised {
    pub(super) values: Vec<f64>,
    pub(super) shift: f64,
    pub(super) scale: f64,
}

pub(super) fn standardised(y: &[f64]) -> Result<Standardised, ModelRefusal> {
    let observed = || y.iter().copied().filter(|value| value.is_finite());
    let shift = mean(observed()).unwrap_or(0.0);
    let scale = mean(observed().map(|value| (value - shift).powi(2)))
        .unwrap_or(0.0)
        .sqrt();
    if scale <= f64::EPSILON * 16.0 * shift.abs() {
        return Err(ModelRefusal::Constant);
    }
    Ok(Standardised {
        values: y.iter().map(|value| (value - shift) / scale).collect(),
        shift,
        scale,
    })
}

pub(super) fn smoothing(model: ModelName, y: &[f64]) -> Result<Parts, ModelRefusal> {
    let Standardised {
        values,
        shift,
        scale,
    } = standardised(y)?;
    let has_gaps = values.iter().any(|value| !value.is_finite());
    let fit = match model {
        ModelName::Holt => smoothing_fit::holt(&values, has_gaps),
        ModelName::DampedHolt => smoothing_fit::damped(&values, has_gaps),
        _ => smoothing_fit::simple(&values, has_gaps),
    };
    let (level, trend) = (fit.level * scale + shift, fit.trend * scale);
    let mut state = SmoothingState::new(fit.weights, level, trend);
    let (errors, log_variances) = filter(&mut state, y);
    let sse = sum(errors.iter().map(|error| error * error));
    let mut parameters = named([("alpha", fit.weights.alpha), ("l0", level)]);
    if model != ModelName::Ses {
        parameters.extend(named([("beta", fit.weights.beta), ("b0", trend)]));
    }
    if model == ModelName::DampedHolt {
        parameters.extend(named([("phi", fit.weights.phi)]));
    }
    let free = parameters.len();
    let criteria = (sse > 0.0).then(|| {
        let log_likelihood = concentrated_log_likelihood(sse, errors.len(), log_variances);
        Criteria::new(log_likelihood, free + 1, errors.len())
    });
    Ok(Parts {
        parameters,
        criteria,
        ..Parts::new(Structure::Smoothing(state), errors, free)
    })
}
