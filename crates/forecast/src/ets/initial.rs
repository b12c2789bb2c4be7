//! Where the search for the initial states begins, and how free states become a whole state.

use super::form::{Form, Seasonality};
use super::state::{EtsState, Weights};
use crate::season::{SeasonKind, classical};
use crate::summation::mean;

/// Indices smaller than this cannot be divided by.
const INDEX_MIN: f64 = 0.01;

/// Level, trend and m − 1 seasons from a classical decomposition and a line through the first values
/// (Hyndman et al. 2008, section 2.6.1). `None` where a season has no complete window.
pub(super) fn free_states(y: &[f64], m: usize, form: Form) -> Option<Vec<f64>> {
    let season = match form.season() {
        Seasonality::None => None,
        Seasonality::Additive => Some(classical(y, m, SeasonKind::Additive)?),
        Seasonality::Multiplicative => {
            let season = classical(y, m, SeasonKind::Multiplicative)?;
            if season.indices.iter().any(|&index| index < INDEX_MIN) {
                return None;
            }
            Some(season)
        }
    };
    let first = y.len().min((2 * m).max(10));
    let adjusted: Vec<(f64, f64)> = y[..first]
        .iter()
        .enumerate()
        .filter(|(_, value)| value.is_finite())
        .map(|(t, &value)| {
            let value = match &season {
                Some(season) => season.without(value, t),
                None => value,
            };
            (t as f64 + 1.0, value)
        })
        .collect();
    let centre_t = mean(adjusted.iter().map(|point| point.0))?;
    let centre = mean(adjusted.iter().map(|point| point.1))?;
    let (mut tt, mut ty) = (0.0, 0.0);
    for (t, value) in &adjusted {
        tt += (t - centre_t).powi(2);
        ty += (t - centre_t) * (value - centre);
    }
    let slope = if tt > 0.0 { ty / tt } else { 0.0 };
    let mut states = Vec::with_capacity(form.free_states(m));
    if form.has_trend() {
        let level = centre - slope * centre_t;
        // A steep line may reach below zero, where a multiplicative model cannot start.
        if form.needs_positive() && level <= 0.0 {
            states.extend([0.5 * centre, 0.0]);
        } else {
            states.extend([level, slope]);
        }
    } else {
        states.push(centre);
    }
    if let Some(season) = season {
        states.extend_from_slice(&season.indices[..m - 1]);
    }
    Some(states)
}

/// The state before the data from free states; the last season is what makes their sum 0, or their
/// mean 1.
pub(super) fn full_state(form: Form, weights: Weights, x0: &[f64], m: usize) -> EtsState {
    let (trend, first_season) = if form.has_trend() {
        (x0[1], 2)
    } else {
        (0.0, 1)
    };
    let mut seasons = Vec::new();
    if form.is_seasonal() {
        seasons.extend_from_slice(&x0[first_season..]);
        let known: f64 = seasons.iter().sum();
        let total = match form.season() {
            Seasonality::Multiplicative => m as f64,
            Seasonality::None | Seasonality::Additive => 0.0,
        };
        seasons.push(total - known);
    }
    EtsState::new(form, weights, x0[0], trend, seasons)
}
