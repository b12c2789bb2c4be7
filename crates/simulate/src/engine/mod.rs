//! Running a plan over many iterations and reading the results.

mod settings;

pub use settings::{MAX_ITERATIONS, SettingsError, SimulationSettings};
