//! A fitted model at the end of its data, and the one step that all of them share.
//!
//! With e = y − μ every model moves by x' = f(x) + G(x)e, where f is linear and G holds the weights
//! (divided by the season or the level where those multiply). A multiplicative error only changes
//! the variance of e, from σ² to (σμ)². Gaps are handled by the Kalman filter of that step: exact
//! for additive models, linearised at the current state for the others.

use super::form::{ErrorKind, Form, Seasonality};
use crate::state::State;
use serde::{Deserialize, Serialize};

/// Smoothing weights; β and γ multiply the error. Parts a model lacks are 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    /// Damping: 1 for an undamped trend.
    pub phi: f64,
}

/// Level, trend and seasons after the data seen so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EtsState {
    pub form: Form,
    pub weights: Weights,
    pub level: f64,
    pub trend: f64,
    /// State of each season; empty without a season.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<f64>,
    /// Season of the next observation.
    #[serde(default)]
    pub next: usize,
    /// Covariance of (level, trend, seasons) in units of σ², by rows; empty while it is zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    covariance: Vec<f64>,
}

/// One-step mean with what a step needs of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mean {
    /// Level with the trend added.
    pub(super) base: f64,
    pub(super) season: f64,
    pub(super) value: f64,
}

impl EtsState {
    /// Before the first of a series whose index 0 is season 0. `seasons` is empty or complete.
    pub fn new(form: Form, weights: Weights, level: f64, trend: f64, seasons: Vec<f64>) -> Self {
        Self {
            form,
            weights,
            level,
            trend,
            seasons,
            next: 0,
            covariance: Vec::new(),
        }
    }

    pub(super) fn mean(&self) -> Mean {
        let base = self.level + self.weights.phi * self.trend;
        let season = self.seasons.get(self.next).copied().unwrap_or(0.0);
        let value = match self.form.season() {
            Seasonality::None => base,
            Seasonality::Additive => base + season,
            Seasonality::Multiplicative => base * season,
        };
        Mean {
            base,
            season,
            value,
        }
    }

    /// Standard deviation of the error in units of σ: 1, or the mean itself.
    pub(super) fn spread(&self, mean: f64) -> f64 {
        match self.form.error() {
            ErrorKind::Additive => 1.0,
            ErrorKind::Multiplicative => mean,
        }
    }

    /// What one unit of error moves: level, trend, season.
    pub(super) fn gains(&self, at: &Mean) -> [f64; 3] {
        let w = &self.weights;
        let (along_level, along_season) = match self.form.season() {
            Seasonality::Multiplicative => (at.season, at.base),
            Seasonality::None | Seasonality::Additive => (1.0, 1.0),
        };
        [
            w.alpha / along_level,
            w.beta / along_level,
            w.gamma / along_season,
        ]
    }

    /// Scales a state fitted on (y − shift)/scale to y.
    pub(super) fn rescale(&mut self, scale: f64, shift: f64) {
        self.level = self.level * scale + shift;
        self.trend *= scale;
        if self.form.season() == Seasonality::Additive {
            for season in &mut self.seasons {
                *season *= scale;
            }
        }
        // Covariances are in units of σ²: of the level per additive error, of the season per
        // relative one. Only states without uncertainty are rescaled.
        debug_assert!(self.covariance.is_empty());
    }

    fn dimension(&self) -> usize {
        2 + self.seasons.len()
    }

    /// Gradient of the mean as (index, value) pairs of the states it depends on.
    fn gradient(&self, at: &Mean) -> ([(usize, f64); 3], usize) {
        let season = 2 + self.next;
        let phi = self.weights.phi;
        match self.form.season() {
            Seasonality::None => ([(0, 1.0), (1, phi), (0, 0.0)], 2),
            Seasonality::Additive => ([(0, 1.0), (1, phi), (season, 1.0)], 3),
            Seasonality::Multiplicative => {
                ([(0, at.season), (1, phi * at.season), (season, at.base)], 3)
            }
        }
    }

    /// P·w: covariance of the states with the mean.
    fn along_mean(&self, at: &Mean) -> Vec<f64> {
        let k = self.dimension();
        let (gradient, used) = self.gradient(at);
        (0..k)
            .map(|row| {
                gradient[..used]
                    .iter()
                    .map(|&(column, value)| self.covariance[row * k + column] * value)
                    .sum()
            })
            .collect()
    }

    fn variance_at(&self, at: &Mean) -> f64 {
        let spread = self.spread(at.value);
        let own = spread * spread;
        if self.covariance.is_empty() {
            return own;
        }
        let along = self.along_mean(at);
        let (gradient, used) = self.gradient(at);
        own + gradient[..used]
            .iter()
            .map(|&(column, value)| along[column] * value)
            .sum::<f64>()
    }

    /// The states after f: trend added to the level and damped. Applies to a vector of the states.
    fn carry(&self, states: &mut [f64]) {
        states[1] *= self.weights.phi;
        states[0] += states[1];
    }

    /// Kalman gain, or G when the state is certain; the variance of the error in units of σ².
    pub(super) fn filter_gain(&self, at: &Mean) -> (Vec<f64>, f64) {
        let spread = self.spread(at.value);
        let mut gain = vec![0.0; self.dimension()];
        let [level, trend, season] = self.gains(at);
        gain[0] = level;
        gain[1] = trend;
        if self.form.is_seasonal() {
            gain[2 + self.next] = season;
        }
        if self.covariance.is_empty() {
            return (gain, spread * spread);
        }
        let variance = self.variance_at(at);
        let mut along = self.along_mean(at);
        self.carry(&mut along);
        for (gain, along) in gain.iter_mut().zip(along) {
            *gain = (*gain * spread * spread + along) / variance;
        }
        (gain, variance)
    }

    /// P after a step: F P F' + G G'r², less what the observation taught.
    fn spread_covariance(&mut self, at: &Mean, learnt: Option<(&[f64], f64)>) {
        let k = self.dimension();
        if self.covariance.is_empty() {
            self.covariance = vec![0.0; k * k];
        }
        let phi = self.weights.phi;
        let p = &mut self.covariance;
        // F is the identity but for its first two rows: level' = level + φ·trend, trend' = φ·trend.
        for column in 0..k {
            p[k + column] *= phi;
            p[column] += p[k + column];
        }
        for row in 0..k {
            p[row * k + 1] *= phi;
            p[row * k] += p[row * k + 1];
        }
        let spread = self.spread(at.value);
        let [level, trend, season] = self.gains(at);
        let mut moved = vec![0.0; k];
        moved[0] = level;
        moved[1] = trend;
        if self.form.is_seasonal() {
            moved[2 + self.next] = season;
        }
        let p = &mut self.covariance;
        for row in 0..k {
            for column in 0..k {
                p[row * k + column] += moved[row] * moved[column] * spread * spread;
                if let Some((gain, variance)) = learnt {
                    p[row * k + column] -= gain[row] * gain[column] * variance;
                }
            }
        }
        if learnt.is_some() && self.is_negligible(spread) {
            self.covariance = Vec::new();
        }
    }

    /// The filter has converged back to the plain recursion.
    fn is_negligible(&self, spread: f64) -> bool {
        let k = self.dimension();
        let limit = 1e-12 * spread * spread;
        (0..k).all(|i| self.covariance[i * k + i] <= limit)
    }

    fn turn(&mut self) {
        if !self.seasons.is_empty() {
            self.next = (self.next + 1) % self.seasons.len();
        }
    }

    fn step_certain(&mut self, at: &Mean, y: f64) {
        let error = y - at.value;
        let [level, trend, season] = self.gains(at);
        self.level = at.base + level * error;
        self.trend = self.weights.phi * self.trend + trend * error;
        if let Some(state) = self.seasons.get_mut(self.next) {
            *state += season * error;
        }
    }

    fn step_uncertain(&mut self, at: &Mean, y: f64) {
        let error = y - at.value;
        let (gain, variance) = self.filter_gain(at);
        self.spread_covariance(at, Some((&gain, variance)));
        self.trend *= self.weights.phi;
        self.level = at.base + gain[0] * error;
        self.trend += gain[1] * error;
        for (season, gain) in self.seasons.iter_mut().zip(&gain[2..]) {
            *season += gain * error;
        }
    }
}

impl State for EtsState {
    fn next_mean(&self) -> f64 {
        self.mean().value
    }

    fn next_variance(&self) -> f64 {
        self.variance_at(&self.mean())
    }

    fn advance(&mut self, y: f64) {
        let at = self.mean();
        if !y.is_finite() {
            self.spread_covariance(&at, None);
            self.trend *= self.weights.phi;
            self.level = at.base;
        } else if self.covariance.is_empty() {
            self.step_certain(&at, y);
        } else {
            self.step_uncertain(&at, y);
        }
        self.turn();
    }

    fn is_consistent(&self) -> bool {
        let k = self.dimension();
        self.form.is_seasonal() != self.seasons.is_empty()
            && self.next < self.seasons.len().max(1)
            && (self.covariance.is_empty() || self.covariance.len() == k * k)
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        if !self.covariance.is_empty() {
            return None;
        }
        let mut state = self.clone();
        let steps: Vec<Mean> = (0..horizon)
            .map(|_| {
                let at = state.mean();
                state.step_certain(&at, at.value);
                state.turn();
                at
            })
            .collect();
        let w = &self.weights;
        let m = self.seasons.len();
        let multiplied = self.form.season() == Seasonality::Multiplicative;
        // Effect on the line of a unit error that many steps before: α + β(1 + φ + … + φ^{j−1}).
        let mut along_line = vec![0.0; horizon];
        let (mut damping, mut damped) = (1.0, 0.0);
        for effect in along_line.iter_mut().skip(1) {
            damping *= w.phi;
            damped += damping;
            *effect = w.alpha + w.beta * damped;
        }
        let effect = |from: usize, to: usize| {
            let (a, b) = (&steps[from], &steps[to]);
            let line = along_line[to - from] * if multiplied { b.season / a.season } else { 1.0 };
            if m > 0 && (to - from).is_multiple_of(m) {
                line + w.gamma * if multiplied { b.base / a.base } else { 1.0 }
            } else {
                line
            }
        };
        let spreads: Vec<f64> = steps.iter().map(|at| self.spread(at.value)).collect();
        Some(
            (0..horizon)
                .map(|to| {
                    let before: f64 = (0..to)
                        .map(|from| (effect(from, to) * spreads[from]).powi(2))
                        .sum();
                    before + spreads[to] * spreads[to]
                })
                .collect(),
        )
    }
}
