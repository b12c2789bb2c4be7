//! Fitting a process to a series of prices at equal steps (definitions B5, calibration).

use crate::economics::Reason;
use crate::statistics::mean_and_sd;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GbmFit {
    /// Growth of the mean per year.
    pub drift: f64,
    pub volatility: f64,
}

/// σ = sd(n-1) of log changes / √Δ, µ = mean/Δ + σ²/2.
pub fn fit_gbm(prices: &[f64], dt_years: f64) -> Result<GbmFit, Reason> {
    let logs = logarithms(prices)?;
    let changes: Vec<f64> = logs.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if changes.len() < 2 {
        return Err(Reason::TooFewObservations);
    }
    let (mean, sd) = mean_and_sd(&changes);
    let volatility = sd / dt_years.sqrt();
    Ok(GbmFit {
        drift: mean / dt_years + volatility * volatility / 2.0,
        volatility,
    })
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneFactorFit {
    /// κ per year.
    pub reversion: f64,
    /// The level the logarithm reverts to.
    pub alpha: f64,
    pub volatility: f64,
    pub half_life_years: f64,
    /// By how much κ is likely too high (Tang & Chen 2009).
    pub reversion_bias: f64,
}

/// Exact AR(1) likelihood of the logarithms by least squares.
pub fn fit_one_factor(prices: &[f64], dt_years: f64) -> Result<OneFactorFit, Reason> {
    let logs = logarithms(prices)?;
    if logs.len() < 4 {
        return Err(Reason::TooFewObservations);
    }
    let (x, y) = (&logs[..logs.len() - 1], &logs[1..]);
    let n = x.len() as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let xx: f64 = x.iter().map(|x| (x - mean_x).powi(2)).sum();
    let xy: f64 = x
        .iter()
        .zip(y)
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    if xx <= 0.0 {
        return Err(Reason::ZeroVariance);
    }
    let slope = xy / xx;
    if slope >= 1.0 || slope <= 0.0 {
        return Err(Reason::NoMeanReversion);
    }
    let intercept = mean_y - slope * mean_x;
    let residual = x
        .iter()
        .zip(y)
        .map(|(x, y)| (y - intercept - slope * x).powi(2))
        .sum::<f64>()
        / n;
    let reversion = -slope.ln() / dt_years;
    let growth = (reversion * dt_years).exp();
    Ok(OneFactorFit {
        reversion,
        alpha: intercept / (1.0 - slope),
        volatility: (2.0 * reversion * residual / (1.0 - slope * slope)).sqrt(),
        half_life_years: std::f64::consts::LN_2 / reversion,
        reversion_bias: (5.0 + 2.0 * growth + growth * growth) / (2.0 * n * dt_years),
    })
}

/// Working (1960): changes of period averages have two thirds of the variance of spot changes.
pub fn spot_volatility_of_monthly_averages(volatility_of_averages: f64) -> f64 {
    volatility_of_averages / (2.0_f64 / 3.0).sqrt()
}

fn logarithms(prices: &[f64]) -> Result<Vec<f64>, Reason> {
    if prices.iter().any(|price| price.is_nan() || *price <= 0.0) {
        return Err(Reason::NonPositivePrice);
    }
    Ok(prices.iter().map(|price| price.ln()).collect())
}
