//! Joint sample paths of a fitted model: the dependence over the horizon is the model's own.
//!
//! Path i draws from stream i of the seed, so the paths do not depend on the number of threads, and
//! the first n of a larger set are the smaller set.

use crate::model::{FittedModel, Innovations as Distribution, Structure, Weighted};
use crate::refusal::ForecastError;
use crate::season::{Season, restored};
use crate::state::{State, ahead};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

/// Most numbers produced at once: 800 MB of them.
const MAX_VALUES: usize = 100_000_000;

/// Where the innovations of a path come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Innovations {
    /// Drawn from the smoothed distribution of the one-step errors, centred and scaled to σ.
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
    let innovations = if fitted.innovations.can_bootstrap() {
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
    let source = Source::of(fitted, horizon);
    let mut values = vec![0.0; n * horizon];
    values
        .par_chunks_mut(horizon)
        .enumerate()
        .for_each(|(path, row)| {
            let mut generator = ChaCha8Rng::seed_from_u64(seed);
            generator.set_stream(path as u64);
            source.draw(row, innovations, &mut generator);
            for value in row {
                *value = fitted.transform.back(*value);
            }
        });
    Ok(SamplePaths {
        horizon,
        seed,
        innovations,
        values,
    })
}

/// What a path is drawn from, before the transform is undone.
enum Source<'a> {
    One {
        state: &'a Structure,
        sigma: f64,
        innovations: &'a Distribution,
        seasons: &'a [Season],
    },
    /// One of several, drawn anew for each path and moved to the common centre: a mixture, whose
    /// variance at each step is the weighted mean of the members' variances, as the band's is.
    Mixture {
        members: Vec<Member<'a>>,
        seasons: &'a [Season],
    },
}

struct Member<'a> {
    /// Weights of the members up to and with this one.
    up_to: f64,
    /// The common centre less the member's own, by step.
    shift: Vec<f64>,
    source: Source<'a>,
}

impl<'a> Source<'a> {
    fn of(fitted: &'a FittedModel, horizon: usize) -> Self {
        Self::of_state(
            &fitted.state,
            fitted.sigma,
            &fitted.innovations,
            &fitted.seasons,
            horizon,
        )
    }

    fn of_state(
        state: &'a Structure,
        sigma: f64,
        innovations: &'a Distribution,
        seasons: &'a [Season],
        horizon: usize,
    ) -> Self {
        let centre = |state: &Structure| ahead(state, horizon).into_iter().map(|(mean, _)| mean);
        let common = || centre(state);
        let mut up_to = 0.0;
        let members = match state {
            Structure::Ensemble(ensemble) => {
                let weight = 1.0 / ensemble.members().len() as f64;
                let one = |member: &'a FittedModel| {
                    up_to += weight;
                    let own = member.outlook(horizon).steps;
                    Member {
                        up_to,
                        shift: common().zip(own).map(|(all, own)| all - own.0).collect(),
                        source: Self::of(member, horizon),
                    }
                };
                ensemble.members().iter().map(one).collect()
            }
            Structure::Average(average) => {
                let one = |member: &'a Weighted| {
                    up_to += member.weight;
                    let own = centre(&member.state);
                    let sigma = sigma * member.relative_sigma;
                    Member {
                        up_to,
                        shift: common().zip(own).map(|(all, own)| all - own).collect(),
                        source: Self::of_state(&member.state, sigma, innovations, &[], horizon),
                    }
                };
                average.members().iter().map(one).collect()
            }
            _ => {
                return Self::One {
                    state,
                    sigma,
                    innovations,
                    seasons,
                };
            }
        };
        Self::Mixture { members, seasons }
    }

    /// Fills `row` with one path.
    fn draw(&self, row: &mut [f64], innovations: Innovations, generator: &mut ChaCha8Rng) {
        let seasons = match self {
            Self::One {
                state,
                sigma,
                innovations: distribution,
                seasons,
            } => {
                let bootstrap =
                    innovations == Innovations::Bootstrap && distribution.can_bootstrap();
                let unit = Normal::standard();
                let mut state = (*state).clone();
                for value in row.iter_mut() {
                    let u: f64 = generator.random();
                    let innovation = if bootstrap {
                        distribution.at(u)
                    } else {
                        // 1 − u lies in (0, 1], so neither end of the quantile function is met.
                        unit.inverse_cdf((1.0 - u).min(1.0 - f64::EPSILON / 2.0))
                    };
                    *value = state.next_mean() + sigma * innovation * state.next_variance().sqrt();
                    state.advance(*value);
                }
                *seasons
            }
            Self::Mixture { members, seasons } => {
                let u: f64 = generator.random();
                let place = members.partition_point(|member| member.up_to <= u);
                let member = &members[place.min(members.len() - 1)];
                member.source.draw(row, innovations, generator);
                for (value, shift) in row.iter_mut().zip(&member.shift) {
                    *value += shift;
                }
                *seasons
            }
        };
        for (step, value) in row.iter_mut().enumerate() {
            *value = restored(seasons, *value, step);
        }
    }
}
