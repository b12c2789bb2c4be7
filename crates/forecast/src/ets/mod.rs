//! Exponential smoothing in innovations state-space form (Hyndman, Koehler, Ord & Snyder 2008):
//! the fifteen admissible models of additive or multiplicative error, no, additive or damped trend,
//! and no, additive or multiplicative season (definitions C4).
//!
//! Model letters are error, trend, season: `AAdM` has an additive error, a damped additive trend and
//! a multiplicative season. An additive error with a multiplicative season is left out (its variance
//! can be infinite), multiplicative trends are off.
//! Not for fixed seasonal indices (`season`) or one-parameter smoothing on adjusted data
//! (`exponential_smoothing`).

mod auto;
mod fit;
mod form;
mod gapped;
mod initial;
mod linear;
mod multiplicative;
mod state;
mod workspace;

pub use auto::{Auto, auto};
pub use fit::{Estimation, EtsFit, fit, log_likelihood};
pub use form::{ErrorKind, Form, Seasonality, TrendKind};
pub use state::{EtsState, Weights};
