//! How a simulation is drawn.

use serde::{Deserialize, Serialize};

use crate::sampling::Sampling;

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
    #[error("{iterations} iterations were asked for; between 1 and {MAX_ITERATIONS} are possible")]
    Iterations { iterations: u64 },
}

impl SimulationSettings {
    pub fn check(&self) -> Result<(), SettingsError> {
        if (1..=MAX_ITERATIONS).contains(&self.iterations) {
            Ok(())
        } else {
            Err(SettingsError::Iterations {
                iterations: self.iterations,
            })
        }
    }
}
