//! Merton (1976): geometric Brownian motion with lognormal jumps at Poisson times, compensated so that µ stays the growth
//! of the mean.

use crate::distribution::normal_cdf;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JumpDiffusion {
    pub start: f64,
    pub drift: f64,
    pub volatility: f64,
    /// Jumps per year.
    pub intensity: f64,
    pub jump_mean_ln: f64,
    pub jump_sd_ln: f64,
}

impl JumpDiffusion {
    /// k = e^(m+δ²/2) - 1: the mean relative jump.
    pub fn mean_jump(&self) -> f64 {
        (self.jump_mean_ln + self.jump_sd_ln * self.jump_sd_ln / 2.0).exp_m1()
    }

    /// The price `dt` years after `price` with `jumps` jumps and two standard normals.
    pub fn step(&self, price: f64, dt: f64, jumps: u32, z: [f64; 2]) -> f64 {
        let n = f64::from(jumps);
        price
            * (self.continuous_drift() * dt
                + self.volatility * dt.sqrt() * z[0]
                + n * self.jump_mean_ln
                + n.sqrt() * self.jump_sd_ln * z[1])
                .exp()
    }

    pub fn mean(&self, t: f64) -> f64 {
        self.start * (self.drift * t).exp()
    }

    pub fn mean_ln_return(&self, t: f64) -> f64 {
        (self.continuous_drift() + self.intensity * self.jump_mean_ln) * t
    }

    pub fn sd_ln(&self, t: f64) -> f64 {
        let jump = self.jump_mean_ln.powi(2) + self.jump_sd_ln.powi(2);
        ((self.volatility.powi(2) + self.intensity * jump) * t).sqrt()
    }

    /// P(S(t) < price): the Poisson mixture of normals.
    pub fn probability_below(&self, price: f64, t: f64) -> f64 {
        let expected = self.intensity * t;
        let target = (price / self.start).ln();
        let mut weight = (-expected).exp();
        let mut total = 0.0;
        for n in 0..1_000_u32 {
            let jumps = f64::from(n);
            let mean = self.continuous_drift() * t + jumps * self.jump_mean_ln;
            let sd = (self.volatility.powi(2) * t + jumps * self.jump_sd_ln.powi(2)).sqrt();
            total += weight * normal_cdf((target - mean) / sd);
            weight *= expected / (jumps + 1.0);
            if weight < 1e-18 && jumps > expected {
                break;
            }
        }
        total
    }

    fn continuous_drift(&self) -> f64 {
        self.drift - self.intensity * self.mean_jump() - self.volatility.powi(2) / 2.0
    }
}
