//! Prices as a random walk with a volatility of its own.

use super::fit::{VolatilityFit, fit_returns};
use super::process::{Errors, Kind};
use super::state::VolatilityState;
use crate::model::Transform;
use crate::refusal::ModelRefusal;
use crate::state::State;
use crate::summation::{mean, sum};

/// A fitted walk.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkFit {
    pub volatility: VolatilityFit,
    /// After the last value.
    pub state: VolatilityState,
    /// One-step errors of the observed values but the first, over their relative standard deviation:
    /// shocks z times `sigma`.
    pub errors: Vec<f64>,
    /// The innovation standard deviation that the variances of `state` are relative to: the root mean
    /// square of the changes less their mean.
    pub sigma: f64,
}

/// Fits the walk to values on the scale on which it walks (logarithms of prices, say). Missing values
/// (NaN) are passed over: for the parameters, the change across a gap counts as one period's, as
/// most gaps are days without trade; see [`VolatilityState`] for what the state makes of one.
pub fn fit_walk(y: &[f64], kind: Kind, errors: Errors) -> Result<WalkFit, ModelRefusal> {
    let observed: Vec<f64> = y.iter().copied().filter(|v| v.is_finite()).collect();
    let changes: Vec<f64> = observed.windows(2).map(|w| w[1] - w[0]).collect();
    let volatility = fit_returns(&changes, kind, errors)?;
    let drift = volatility.parameters().mean;
    let unit = mean(changes.iter().map(|change| (change - drift).powi(2)))
        .filter(|unit| unit.is_finite() && *unit > 0.0)
        .ok_or(ModelRefusal::NotFinite)?;
    // Without curvature to tell it by: that of a mean of equally weighted changes.
    let mean_variance = volatility
        .standard_errors
        .map(|errors| errors.robust.mean.powi(2) / unit)
        .filter(|variance| variance.is_finite())
        .unwrap_or(1.0 / changes.len() as f64);
    let mut state = VolatilityState::new(
        volatility.process.clone(),
        observed[0],
        volatility.conditional_variances[0],
        unit,
        mean_variance,
    );
    let first = y.iter().position(|value| value.is_finite()).unwrap_or(0);
    let mut errors = Vec::with_capacity(changes.len());
    for &value in &y[first + 1..] {
        if value.is_finite() {
            errors.push((value - state.next_mean()) / state.next_variance().sqrt());
        }
        state.absorb(value);
    }
    if !(sum(errors.iter().copied()).is_finite() && state.next_variance().is_finite()) {
        return Err(ModelRefusal::NotFinite);
    }
    Ok(WalkFit {
        volatility,
        state,
        errors,
        sigma: unit.sqrt(),
    })
}

/// As [`fit_walk`] for prices: in logarithms where all are above zero, as they are otherwise. The
/// state works after the transform.
pub fn fit_prices(
    prices: &[f64],
    kind: Kind,
    errors: Errors,
) -> Result<(Transform, WalkFit), ModelRefusal> {
    let transform = if prices.iter().any(|price| *price <= 0.0) {
        Transform::None
    } else {
        Transform::Log
    };
    let fit = fit_walk(&transform.apply(prices)?, kind, errors)?;
    Ok((transform, fit))
}
