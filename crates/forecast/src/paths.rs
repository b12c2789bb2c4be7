//! Joint sample paths of a fitted model: the dependence over the horizon is the model's own.
//!
//! Path i draws from stream i of the seed, so the paths do not depend on the number of threads, and
//! the first n of a larger set are the smaller set.

use crate::model::FittedModel;
use crate::refusal::ForecastError;
use crate::state::State;
use crate::summation::mean;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

/// Most numbers produced at once: 800 MB of them.
const MAX_VALUES: usize = 100_000_000;
/// Residuals below which a bootstrap would repeat a handful of values.
const MIN_BOOTSTRAP: usize = 30;

/// Where the innovations of a path come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Innovations {
    /// Drawn with replacement from the one-step residuals, centred and scaled to σ.
    Bootstrap,
    /// Normal with standard deviation σ.
    Gaussian,
}

/// Sample paths, one row per path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SamplePaths {
    pub horizon: usize,
    pub seed: u64,
    pub innovations: Innovations,
    /// Row-major: path by step.
    values: Vec<f64>,
}

impl SamplePaths {
    /// Number of paths.
    pub fn len(&self) -> usize {
        self.values.len() / self.horizon
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The paths in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.horizon)
    }

    /// The paths as owned rows.
    pub fn rows(&self) -> Vec<Vec<f64>> {
        self.iter().map(<[f64]>::to_vec).collect()
    }

    /// Quantile of the paths at each step (inverted empirical distribution).
    pub fn quantile(&self, probability: f64) -> Vec<f64> {
        let n = self.len();
        let rank = ((probability * n as f64).ceil() as usize).clamp(1, n.max(1));
        (0..self.horizon)
            .map(|step| {
                let mut at_step: Vec<f64> = self.iter().map(|path| path[step]).collect();
                *at_step.select_nth_unstable_by(rank - 1, f64::total_cmp).1
            })
            .collect()
    }
}

/// `n` joint paths of `horizon` steps; bootstrapped innovations where 30 residuals exist, Gaussian
/// ones otherwise, as the result says.
pub fn sample_paths(
    fitted: &FittedModel,
    horizon: usize,
    n: usize,
    seed: u64,
) -> Result<SamplePaths, ForecastError> {
    let innovations = if fitted.residuals.len() >= MIN_BOOTSTRAP {
        Innovations::Bootstrap
    } else {
        Innovations::Gaussian
    };
    sample_paths_from(fitted, horizon, n, seed, innovations)
}

/// As [`sample_paths`] with the innovations named.
pub fn sample_paths_from(
    fitted: &FittedModel,
    horizon: usize,
    n: usize,
    seed: u64,
    innovations: Innovations,
) -> Result<SamplePaths, ForecastError> {
    fitted.check_format()?;
    if horizon == 0 {
        return Err(ForecastError::HorizonZero);
    }
    if n.checked_mul(horizon)
        .is_none_or(|count| count > MAX_VALUES)
    {
        return Err(ForecastError::TooManyPaths {
            asked: n,
            horizon,
            max: MAX_VALUES,
        });
    }
    let pool = match innovations {
        Innovations::Bootstrap => centred(&fitted.residuals, fitted.sigma),
        Innovations::Gaussian => Vec::new(),
    };
    let unit = Normal::standard();
    let mut values = vec![0.0; n * horizon];
    values
        .par_chunks_mut(horizon)
        .enumerate()
        .for_each(|(path, row)| {
            let mut generator = ChaCha8Rng::seed_from_u64(seed);
            generator.set_stream(path as u64);
            let mut state = fitted.state.clone();
            for (step, value) in row.iter_mut().enumerate() {
                let innovation = if pool.is_empty() {
                    // 1 − u lies in (0, 1], so neither end of the quantile function is met.
                    let u: f64 = generator.random();
                    fitted.sigma * unit.inverse_cdf((1.0 - u).min(1.0 - f64::EPSILON / 2.0))
                } else {
                    pool[generator.random_range(0..pool.len())]
                };
                let y = state.next_mean() + innovation * state.next_variance().sqrt();
                state.advance(y);
                *value = match &fitted.season {
                    Some(season) => season.restore(y, step),
                    None => y,
                };
            }
        });
    Ok(SamplePaths {
        horizon,
        seed,
        innovations,
        values,
    })
}

/// Residuals without their mean and with root mean square σ, so that the paths spread around the
/// point forecast as widely as the model says.
fn centred(residuals: &[f64], sigma: f64) -> Vec<f64> {
    let centre = mean(residuals.iter().copied()).unwrap_or(0.0);
    let spread = mean(residuals.iter().map(|r| (r - centre).powi(2)))
        .unwrap_or(0.0)
        .sqrt();
    let factor = if spread > 0.0 { sigma / spread } else { 0.0 };
    residuals
        .iter()
        .map(|residual| (residual - centre) * factor)
        .collect()
}
