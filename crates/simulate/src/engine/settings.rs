//! How a simulation is drawn.

use serde::{Deserialize, Serialize};

use crate::plan::Plan;
use crate::sampling::{SOBOL_DIMENSIONS, Sampling, StreamPlace, UniformStream};

/// More than this is refused: outputs of all iterations are held in memory.
pub const MAX_ITERATIONS: u64 = 10_000_000;

/// Together with the scenario version and the engine version these determine every digit of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulationSettings {
    #[serde(default = "usual_iterations")]
    pub iterations: u64,
    #[serde(default = "usual_seed")]
    pub seed: u64,
    #[serde(default)]
    pub sampling: Sampling,
}

impl Default for SimulationSettings {
    fn default() -> Self {
        Self {
            iterations: usual_iterations(),
            seed: usual_seed(),
            sampling: Sampling::default(),
        }
    }
}

fn usual_iterations() -> u64 {
    10_000
}

fn usual_seed() -> u64 {
    42
}

/// Why settings are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("{iterations} iterations were asked for; between 1 and {most} are possible")]
    Iterations { iterations: u64, most: u64 },
    #[error(
        "{iterations} iterations were asked for; Sobol points are even in powers of two only, such as {below} or {above}"
    )]
    NotAPowerOfTwo {
        iterations: u64,
        below: u64,
        above: u64,
    },
    #[error(
        "the scenario draws {dimensions} random numbers per iteration; Sobol points have {SOBOL_DIMENSIONS} dimensions at most, so choose latin_hypercube"
    )]
    Dimensions { dimensions: usize },
    #[error(
        "the inputs are correlated and Sobol indices assume independent ones; the Shapley shares of a simulation hold for both"
    )]
    Correlated,
    #[error(
        "A is told in {a} and B in {b}, and neither converts to the other; scenarios are compared in one money"
    )]
    Money { a: String, b: String },
    #[error("nothing in the scenario is uncertain, so there is no variance to share out")]
    NothingUncertain,
}

impl SimulationSettings {
    pub fn check(&self) -> Result<(), SettingsError> {
        let iterations = self.iterations;
        if !(1..=MAX_ITERATIONS).contains(&iterations) {
            return Err(SettingsError::Iterations {
                iterations,
                most: MAX_ITERATIONS,
            });
        }
        if self.sampling == Sampling::Sobol && !iterations.is_power_of_two() {
            let above = iterations.next_power_of_two();
            return Err(SettingsError::NotAPowerOfTwo {
                iterations,
                below: above / 2,
                above,
            });
        }
        Ok(())
    }

    /// The random input of this name and place.
    pub(super) fn stream(&self, stream: u32, dimension: usize) -> UniformStream {
        let place = StreamPlace { stream, dimension };
        UniformStream::new(self.sampling, self.seed, place, self.iterations)
    }

    /// As [`Self::check`], and whether this sampling can draw all that so many samples of the plan need.
    pub(super) fn check_for(&self, plan: &Plan, samples: usize) -> Result<(), SettingsError> {
        self.check()?;
        let dimensions = samples * plan.dimensions();
        if self.sampling == Sampling::Sobol && dimensions > SOBOL_DIMENSIONS {
            return Err(SettingsError::Dimensions { dimensions });
        }
        Ok(())
    }
}
