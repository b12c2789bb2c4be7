//! Which inputs an output depends on (definitions B6): estimators over outputs that are already there. Running a plan for
//! them is [`crate::engine::sobol`].

mod shapley;
mod sobol_indices;

pub use shapley::{MAX_SHAPLEY_INPUTS, linear_shapley};
pub use sobol_indices::{SobolIndex, sobol_indices};
