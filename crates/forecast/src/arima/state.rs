//! A fitted model at the end of its data, in state space.
//!
//! The state holds the ARMA part in Harvey's form and the last values that differencing needs. While
//! nothing is missing its covariance is that of the next shock alone, and a step is the innovations
//! recursion; after a gap the Kalman filter runs until it has converged back.

use super::filter::{Moments, covariance_with_first};
use super::polynomial::Polynomials;
use crate::state::State;
use serde::{Deserialize, Serialize};

/// Covariance further than this from the converged one still matters.
const NEGLIGIBLE: f64 = 1e-12;

/// Coefficients of the state's motion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Motion {
    /// φ, padded to the number of ARMA states.
    pub(super) phi: Vec<f64>,
    /// 1, θ_1, …, padded: what one shock moves.
    pub(super) shock: Vec<f64>,
    /// δ of the differencing.
    pub(super) delta: Vec<f64>,
}

impl Motion {
    pub(super) fn new(polynomials: &Polynomials, delta: Vec<f64>) -> Self {
        let r = super::filter::state_count(polynomials);
        let mut phi = polynomials.phi.clone();
        phi.resize(r, 0.0);
        let mut shock = vec![1.0];
        shock.extend_from_slice(&polynomials.theta);
        shock.resize(r, 0.0);
        Self { phi, shock, delta }
    }

    pub(super) fn dimension(&self) -> usize {
        self.phi.len() + self.delta.len()
    }

    /// Z x: the observation a state stands for.
    pub(super) fn observe(&self, x: &[f64]) -> f64 {
        let lags = &x[self.phi.len()..];
        x[0] + self
            .delta
            .iter()
            .zip(lags)
            .map(|(d, lag)| d * lag)
            .sum::<f64>()
    }

    /// T x in place; the newest lag becomes `newest`.
    fn carry_to(&self, x: &mut [f64], newest: f64) {
        let r = self.phi.len();
        let first = x[0];
        for i in 0..r {
            let next = if i + 1 < r { x[i + 1] } else { 0.0 };
            x[i] = self.phi[i] * first + next;
        }
        let lags = &mut x[r..];
        if !lags.is_empty() {
            lags.rotate_right(1);
            lags[0] = newest;
        }
    }

    pub(super) fn carry(&self, x: &mut [f64]) {
        let observed = self.observe(x);
        self.carry_to(x, observed);
    }

    /// P Z'.
    pub(super) fn along_observation(&self, p: &[f64]) -> Vec<f64> {
        p.chunks_exact(self.dimension())
            .map(|row| self.observe(row))
            .collect()
    }

    /// P' = T P T' + RR' − learnt.
    pub(super) fn carry_covariance(&self, p: &mut [f64], learnt: Option<(&[f64], f64)>) {
        let k = self.dimension();
        p.chunks_exact_mut(k).for_each(|row| self.carry(row));
        let mut column = vec![0.0; k];
        for j in 0..k {
            for (i, value) in column.iter_mut().enumerate() {
                *value = p[i * k + j];
            }
            self.carry(&mut column);
            for (i, value) in column.iter().enumerate() {
                p[i * k + j] = *value;
            }
        }
        for (i, a) in self.shock.iter().enumerate() {
            for (j, b) in self.shock.iter().enumerate() {
                p[i * k + j] += a * b;
            }
        }
        if let Some((gain, variance)) = learnt {
            for (row, a) in p.chunks_exact_mut(k).zip(gain) {
                for (value, b) in row.iter_mut().zip(gain) {
                    *value -= a * b * variance;
                }
            }
        }
    }

    /// Covariance of the state one step ahead when everything before is known.
    fn converged(&self) -> Vec<f64> {
        let k = self.dimension();
        let mut p = vec![0.0; k * k];
        for (i, a) in self.shock.iter().enumerate() {
            for (j, b) in self.shock.iter().enumerate() {
                p[i * k + j] = a * b;
            }
        }
        p
    }

    pub(super) fn has_converged(&self, p: &[f64]) -> bool {
        let target = self.converged();
        p.iter()
            .zip(target)
            .all(|(p, target)| (p - target).abs() <= NEGLIGIBLE)
    }

    /// Covariance before the first value: stationary for the ARMA part, `diffuse` for the lags.
    pub(super) fn before_data(
        &self,
        polynomials: &Polynomials,
        moments: &Moments,
        diffuse: f64,
    ) -> Vec<f64> {
        let (r, k) = (self.phi.len(), self.dimension());
        let with_first = covariance_with_first(polynomials, moments, r);
        let mut p = vec![0.0; k * k];
        // Stationarity links each entry to the one below and right of it.
        for i in (0..r).rev() {
            for j in (0..r).rev() {
                let at = |row: usize, column: usize| match (row < r, column < r) {
                    (true, true) => p[row * k + column],
                    _ => 0.0,
                };
                p[i * k + j] = self.phi[i] * self.phi[j] * with_first[0]
                    + self.phi[i] * with_first[j + 1]
                    + self.phi[j] * with_first[i + 1]
                    + at(i + 1, j + 1)
                    + self.shock[i] * self.shock[j];
            }
        }
        for lag in r..k {
            p[lag * k + lag] = diffuse;
        }
        p
    }
}

/// Level of the regressors that need no data: a mean, or a drift by time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Offset {
    pub(super) mean: f64,
    pub(super) drift: f64,
}

/// The state before the next value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArimaState {
    motion: Motion,
    offset: Offset,
    /// Periods since the first value, from 1.
    time: f64,
    x: Vec<f64>,
    /// By rows; empty while it is the converged one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    covariance: Vec<f64>,
}

impl ArimaState {
    pub(super) fn new(motion: Motion, offset: Offset, time: f64, x: Vec<f64>, p: Vec<f64>) -> Self {
        let covariance = if p.is_empty() || motion.has_converged(&p) {
            Vec::new()
        } else {
            p
        };
        Self {
            motion,
            offset,
            time,
            x,
            covariance,
        }
    }

    fn offset(&self) -> f64 {
        self.offset.mean + self.offset.drift * self.time
    }
}

impl State for ArimaState {
    fn next_mean(&self) -> f64 {
        self.offset() + self.motion.observe(&self.x)
    }

    fn next_variance(&self) -> f64 {
        if self.covariance.is_empty() {
            1.0
        } else {
            let along = self.motion.along_observation(&self.covariance);
            self.motion.observe(&along)
        }
    }

    fn advance(&mut self, y: f64) {
        let motion = &self.motion;
        let predicted = motion.observe(&self.x);
        let value = y - (self.offset.mean + self.offset.drift * self.time);
        if !value.is_finite() {
            if self.covariance.is_empty() {
                self.covariance = motion.converged();
            }
            motion.carry_covariance(&mut self.covariance, None);
            motion.carry_to(&mut self.x, predicted);
        } else if self.covariance.is_empty() {
            let error = value - predicted;
            // A shock that is known moves the states behind the first one by φ + θ.
            self.x[0] += error;
            let r = motion.phi.len();
            for (state, shock) in self.x[1..r].iter_mut().zip(&motion.shock[1..]) {
                *state += shock * error;
            }
            motion.carry_to(&mut self.x, value);
        } else {
            let error = value - predicted;
            let mut gain = motion.along_observation(&self.covariance);
            let variance = motion.observe(&gain);
            motion.carry(&mut gain);
            for gain in &mut gain {
                *gain /= variance;
            }
            motion.carry_covariance(&mut self.covariance, Some((&gain, variance)));
            motion.carry_to(&mut self.x, predicted);
            for (state, gain) in self.x.iter_mut().zip(&gain) {
                *state += gain * error;
            }
            if motion.has_converged(&self.covariance) {
                self.covariance = Vec::new();
            }
        }
        self.time += 1.0;
    }

    fn is_consistent(&self) -> bool {
        let (k, p) = (self.motion.dimension(), self.covariance.len());
        let states = self.motion.phi.len();
        states > 0
            && self.motion.shock.len() == states
            && self.x.len() == k
            && (p == 0 || p == k * k)
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        if !self.covariance.is_empty() {
            return None;
        }
        // ψ weights: what a unit shock now means for each step.
        let mut x = self.motion.shock.clone();
        x.resize(self.motion.dimension(), 0.0);
        let mut variance = 0.0;
        Some(
            (0..horizon)
                .map(|_| {
                    let psi = self.motion.observe(&x);
                    variance += psi * psi;
                    self.motion.carry(&mut x);
                    variance
                })
                .collect(),
        )
    }
}
