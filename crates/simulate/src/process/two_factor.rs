//! Schwartz & Smith (2000): ln S = χ + ξ, a reverting deviation and a level that drifts.

use super::Moments;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoFactor {
    /// κ per year, of χ.
    pub reversion: f64,
    pub volatility_chi: f64,
    pub volatility_xi: f64,
    pub correlation: f64,
    /// µ_ξ per year.
    pub drift_xi: f64,
    pub chi: f64,
    pub xi: f64,
}

/// Covariance of (χ, ξ) after a step (equation 3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoFactorCovariance {
    pub chi: f64,
    pub xi: f64,
    pub cross: f64,
}

impl TwoFactor {
    pub fn covariance(&self, dt: f64) -> TwoFactorCovariance {
        let k = self.reversion;
        TwoFactorCovariance {
            chi: -self.volatility_chi.powi(2) * (-2.0 * k * dt).exp_m1() / (2.0 * k),
            xi: self.volatility_xi.powi(2) * dt,
            cross: -self.correlation
                * self.volatility_chi
                * self.volatility_xi
                * (-k * dt).exp_m1()
                / k,
        }
    }

    /// (χ, ξ) `dt` years later for two independent standard normals.
    pub fn step(&self, chi: f64, xi: f64, dt: f64, z: [f64; 2]) -> (f64, f64) {
        let covariance = self.covariance(dt);
        let sd_chi = covariance.chi.sqrt();
        let slope = if sd_chi > 0.0 {
            covariance.cross / sd_chi
        } else {
            0.0
        };
        let rest = (covariance.xi - slope * slope).max(0.0).sqrt();
        (
            chi * (-self.reversion * dt).exp() + sd_chi * z[0],
            xi + self.drift_xi * dt + slope * z[0] + rest * z[1],
        )
    }

    /// `t` years ahead.
    pub fn moments(&self, t: f64) -> Moments {
        let covariance = self.covariance(t);
        let mean_ln = self.chi * (-self.reversion * t).exp() + self.xi + self.drift_xi * t;
        let variance = covariance.chi + covariance.xi + 2.0 * covariance.cross;
        Moments {
            mean: (mean_ln + variance / 2.0).exp(),
            median: mean_ln.exp(),
            sd_ln: variance.sqrt(),
        }
    }
}
