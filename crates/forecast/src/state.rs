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

    /// Relative variances of the next `horizon` observations, nothing known in between, where they
    /// are cheaper to have than by moving a copy through a gap.
    fn variances_ahead(&self, _horizon: usize) -> Option<Vec<f64>> {
        None
    }

    /// Extra variance at `step` (from 1) from parameters estimated in the fit, in units of the
    /// innovation variance.
    fn parameter_variance(&self, _step: usize) -> f64 {
        0.0
    }

    /// Whether the parts fit together, so that no other operation can fail. States that a fit made
    /// are consistent; one that was read from a file may hold anything.
    fn is_consistent(&self) -> bool {
        true
    }
}

/// Longest gap, in periods, that a state read from a file may stand in: some states walk through it
/// again for each variance. Eleven years of hours.
pub(crate) const LONGEST_GAP: usize = 100_000;

/// Farthest step from the first value that a state read from a file may stand at, far from where
/// counting steps would overflow.
pub(crate) const FARTHEST_STEP: usize = u32::MAX as usize;

/// Means and relative variances of the next `horizon` observations.
pub fn ahead<S: State + Clone>(state: &S, horizon: usize) -> Vec<(f64, f64)> {
    let variances = state.variances_ahead(horizon);
    let mut state = state.clone();
    (1..=horizon)
        .map(|step| {
            let variance = match &variances {
                Some(variances) => variances[step - 1],
                None => state.next_variance(),
            };
            let mean = state.next_mean();
            // With the variances known, a value equal to its mean moves the state as a gap does
            // and spares its covariance.
            state.advance(if variances.is_some() { mean } else { f64::NAN });
            (mean, variance + state.parameter_variance(step))
        })
        .collect()
}

/// Relative variances of the next `horizon` observations of a state whose mean is linear in the
/// data: sums of squares of what a unit error now means for each step.
pub(crate) fn impulse_variances<S: State + Clone>(state: &S, horizon: usize) -> Vec<f64> {
    let (mut plain, mut moved) = (state.clone(), state.clone());
    let mut variance = 0.0;
    (0..horizon)
        .map(|step| {
            let (mean, shifted) = (plain.next_mean(), moved.next_mean());
            let effect = if step == 0 { 1.0 } else { shifted - mean };
            variance += effect * effect;
            plain.advance(mean);
            moved.advance(if step == 0 { shifted + 1.0 } else { shifted });
            variance
        })
        .collect()
}
