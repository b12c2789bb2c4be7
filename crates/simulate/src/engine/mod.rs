//! Running a plan over many iterations and reading the results.
//!
//! Blocks of [`crate::plan::LANES`] iterations are independent: their draws depend on the seed and the iteration number
//! only. They run on the current rayon pool, write to their own part of the output columns, and everything read from the
//! columns is computed in iteration order or on integers, so the digits do not depend on the number of threads.

mod blocks;
mod compare;
mod dependence;
mod drivers;
mod export;
mod settings;
mod simulate;
mod sobol;
mod summary;

pub use compare::compare;
pub use export::{iteration, iterations};
pub use settings::{MAX_ITERATIONS, SettingsError, SimulationSettings};
pub use simulate::{Progress, simulate};
pub use sobol::{MAX_SOBOL_POINTS, sobol};
