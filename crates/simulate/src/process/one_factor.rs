//! Schwartz (1997), model 1: X = ln S reverts to α = µ - σ²/2κ.

use super::Moments;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneFactor {
    pub start: f64,
    /// κ per year.
    pub reversion: f64,
    pub mu: f64,
    pub volatility: f64,
}

impl OneFactor {
    /// The level the logarithm reverts to.
    pub fn alpha(&self) -> f64 {
        self.mu - self.volatility * self.volatility / (2.0 * self.reversion)
    }

    /// µ for which the mean price tends to `long_run_mean`: ln E S(∞) = α + σ²/4κ = µ - σ²/4κ.
    pub fn mu_of_long_run_mean(long_run_mean: f64, reversion: f64, volatility: f64) -> f64 {
        long_run_mean.ln() + volatility * volatility / (4.0 * reversion)
    }

    /// The price `dt` years after `price` for a standard normal `z`.
    pub fn step(&self, price: f64, dt: f64, z: f64) -> f64 {
        let alpha = self.alpha();
        (alpha + (price.ln() - alpha) * (-self.reversion * dt).exp() + self.step_sd(dt) * z).exp()
    }

    /// σ√((1-e^(-2κΔ))/2κ).
    pub fn step_sd(&self, dt: f64) -> f64 {
        self.volatility * (-(-2.0 * self.reversion * dt).exp_m1() / (2.0 * self.reversion)).sqrt()
    }

    /// `t` years ahead.
    pub fn moments(&self, t: f64) -> Moments {
        let alpha = self.alpha();
        let mean_ln = alpha + (self.start.ln() - alpha) * (-self.reversion * t).exp();
        let sd_ln = self.step_sd(t);
        Moments {
            mean: (mean_ln + sd_ln * sd_ln / 2.0).exp(),
            median: mean_ln.exp(),
            sd_ln,
        }
    }
}
