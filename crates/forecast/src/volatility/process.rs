//! The recursions of the conditional variance and what they say about the future.

use super::shocks::Shocks;
use serde::{Deserialize, Serialize};

/// Persistence closer to 1 than this has no unconditional variance worth the name.
const UNIT_ROOT: f64 = 1e-6;
/// E|z| of a standard normal, the centre of |z| in EGARCH whatever the errors.
pub(super) const MEAN_ABSOLUTE: f64 = 0.797_884_560_802_865_4;

/// How shocks move the variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// σ²' = ω + αe² + βσ².
    Garch,
    /// σ²' = ω + (α + γ·1{e < 0})e² + βσ².
    GjrGarch,
    /// ln σ²' = ω + α(|z| − √(2/π)) + γz + β ln σ², z = e/σ.
    Egarch,
}

/// Distribution of the shocks z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errors {
    Normal,
    /// Student's t scaled to unit variance.
    StudentT,
}

/// Parameters by their usual symbols, in units of the returns. γ is zero for GARCH.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// μ.
    pub mean: f64,
    pub omega: f64,
    pub alpha: f64,
    pub gamma: f64,
    pub beta: f64,
    /// ν of Student's t.
    pub nu: Option<f64>,
}

/// A volatility process with its parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Process {
    pub kind: Kind,
    pub parameters: Parameters,
    /// Distribution of z, over which EGARCH has to average. Student's t would not do: the
    /// exponential of its |z| has no mean (Nelson 1991). Absent for the other kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shocks: Option<Shocks>,
}

impl Process {
    /// Share of a shock to the variance (to its logarithm for EGARCH) that is left a period later.
    pub fn persistence(&self) -> f64 {
        let p = &self.parameters;
        match self.kind {
            Kind::Garch | Kind::GjrGarch => p.alpha + 0.5 * p.gamma + p.beta,
            Kind::Egarch => p.beta,
        }
    }

    fn is_stationary(&self) -> bool {
        self.persistence() < 1.0 - UNIT_ROOT
    }

    /// Periods until half of a shock to the variance is gone; nothing where shocks stay for good.
    pub fn half_life(&self) -> Option<f64> {
        let persistence = self.persistence();
        if !self.is_stationary() {
            None
        } else if persistence <= 0.0 {
            Some(0.0)
        } else {
            Some(0.5_f64.ln() / persistence.ln())
        }
    }

    /// The variance that forecasts return to; nothing where shocks stay for good.
    pub fn unconditional_variance(&self) -> Option<f64> {
        if !self.is_stationary() {
            return None;
        }
        let p = &self.parameters;
        let variance = match self.kind {
            Kind::Garch | Kind::GjrGarch => p.omega / (1.0 - self.persistence()),
            Kind::Egarch => (p.omega / (1.0 - p.beta) + self.total_log_factor()).exp(),
        };
        variance.is_finite().then_some(variance)
    }

    /// The variance after one of `variance` with shock `z`.
    #[inline]
    pub(super) fn step(&self, variance: f64, z: f64) -> f64 {
        let p = &self.parameters;
        match self.kind {
            Kind::Garch | Kind::GjrGarch => {
                let slope = if z < 0.0 { p.alpha + p.gamma } else { p.alpha };
                p.omega + (slope * z * z + p.beta) * variance
            }
            Kind::Egarch => {
                let news = p.alpha * (z.abs() - MEAN_ABSOLUTE) + p.gamma * z;
                // Far beyond any price, still finite when squared.
                (p.omega + news + p.beta * variance.ln())
                    .clamp(-300.0, 300.0)
                    .exp()
            }
        }
    }

    /// Expected variances of the next `horizon` periods when that of the first is `next`.
    ///
    /// GARCH and GJR: f' = ω + (α + γ/2 + β)f. EGARCH: with g(z) = α(|z| − √(2/π)) + γz,
    /// f_h = exp(ω(1 + β + … + β^{h−2}) + β^{h−1} ln f_1)·∏_{i=0}^{h−2} E exp(β^i g(z)).
    pub fn variances_ahead(&self, next: f64, horizon: usize) -> Vec<f64> {
        let p = &self.parameters;
        let mut variances = Vec::with_capacity(horizon);
        match self.kind {
            Kind::Garch | Kind::GjrGarch => {
                let persistence = self.persistence();
                let mut variance = next;
                for _ in 0..horizon {
                    variances.push(variance);
                    variance = p.omega + persistence * variance;
                }
            }
            Kind::Egarch => {
                let (mut location, mut factor, mut power) = (next.ln(), 0.0, 1.0);
                for _ in 0..horizon {
                    variances.push((location + factor).min(700.0).exp());
                    location = p.omega + p.beta * location;
                    factor += self.mean_exponential(power).ln();
                    power *= p.beta;
                }
            }
        }
        variances
    }

    /// E f(g(z)).
    fn average(&self, f: impl Fn(f64) -> f64) -> f64 {
        let p = &self.parameters;
        match &self.shocks {
            Some(shocks) => shocks.average(p.alpha, p.gamma, f),
            None => f(0.0),
        }
    }

    /// E exp(b·g(z)).
    fn mean_exponential(&self, b: f64) -> f64 {
        self.average(|g| (b * g).exp())
    }

    /// Σ_{i≥0} ln E exp(β^i g(z)): term by term while β^i is large, by three cumulants beyond.
    fn total_log_factor(&self) -> f64 {
        const SMALL: f64 = 0.05;
        let beta = self.parameters.beta;
        let (mut total, mut power) = (0.0, 1.0);
        while power > SMALL {
            total += self.mean_exponential(power).ln();
            power *= beta;
        }
        let first = self.average(|g| g);
        let second = self.average(|g| (g - first).powi(2));
        let third = self.average(|g| (g - first).powi(3));
        total
            + first * power / (1.0 - beta)
            + second * power.powi(2) / (2.0 * (1.0 - beta.powi(2)))
            + third * power.powi(3) / (6.0 * (1.0 - beta.powi(3)))
    }
}
