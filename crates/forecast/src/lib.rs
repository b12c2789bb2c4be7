//! Forecasting: models, selection by rolling-origin accuracy, intervals, evaluation, sample paths.
//!
//! Pure and seeded: no clock, no global generator, no I/O. Values are `f64` with NaN for missing;
//! what each reported number means is laid down in the definitions (part C).
//! Not for calendars and frequencies (crate `series`) or storage.

pub mod accuracy;
pub mod conformal;
pub mod criteria;
pub mod diebold_mariano;
pub mod exponential_smoothing;
pub mod figure;
pub mod interval_score;
mod minimise;
pub mod model;
pub mod naive_family;
pub mod refusal;
pub mod rolling_origin;
pub mod season;
mod smoothing_fit;
pub mod state;
pub mod summation;
pub mod theta;

pub use figure::{Figure, Reason};
pub use model::{FittedModel, ModelName};
pub use refusal::{ForecastError, ModelRefusal};

/// Version of the engine, recorded in every result.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
