//! Geometric Brownian motion: S·exp((µ-σ²/2)Δ + σ√Δ z), µ the growth of the mean.

use super::Moments;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gbm {
    pub start: f64,
    /// Yearly growth of the mean.
    pub drift: f64,
    /// Per √year.
    pub volatility: f64,
}

impl Gbm {
    /// The price `dt` years after `price` for a standard normal `z`.
    pub fn step(&self, price: f64, dt: f64, z: f64) -> f64 {
        price
            * ((self.drift - self.volatility * self.volatility / 2.0) * dt
                + self.volatility * dt.sqrt() * z)
                .exp()
    }

    /// `t` years ahead.
    pub fn moments(&self, t: f64) -> Moments {
        let mean = self.start * (self.drift * t).exp();
        let sd_ln = self.volatility * t.sqrt();
        Moments {
            mean,
            median: mean * (-sd_ln * sd_ln / 2.0).exp(),
            sd_ln,
        }
    }
}
