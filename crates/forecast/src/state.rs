//! The one trait every model's state implements.
//!
//! A state stands at the end of the data it has seen. Forecasting, variances over the horizon,
//! sample paths and updating all follow from four small operations, so a new model (or a global
//! one that hands out a state per series) needs nothing else.

/// A model positioned at the end of its data, on the scale it was fitted on.
pub trait State {
    /// Mean of the next observation.
    fn next_mean(&self) -> f64;

    /// Variance of the next observation in units of the innovation variance: 1 unless the last
    /// observations were missing.
    fn next_variance(&self) -> f64;

    /// Moves one period on with every parameter held. NaN is a gap: the state moves, nothing is
    /// learnt and uncertainty grows.
    fn advance(&mut self, y: f64);

    /// As [`State::advance`], and lets slow quantities (a drift, a regression slope) take in the
    /// new observation. Smoothing parameters stay.
    fn absorb(&mut self, y: f64) {
        self.advance(y);
    }

    /// Extra variance at `step` (from 1) from parameters estimated in the fit, in units of the
    /// innovation variance.
    fn parameter_variance(&self, _step: usize) -> f64 {
        0.0
    }
}

/// Means and relative variances of the next `horizon` observations.
pub fn ahead<S: State + Clone>(state: &S, horizon: usize) -> Vec<(f64, f64)> {
    let mut state = state.clone();
    (1..=horizon)
        .map(|step| {
            let point = (
                state.next_mean(),
                state.next_variance() + state.parameter_variance(step),
            );
            state.advance(f64::NAN);
            point
        })
        .collect()
}
