//! Conditional volatility of returns: GARCH (Bollerslev 1986), GJR-GARCH (Glosten, Jagannathan &
//! Runkle 1993) and EGARCH (Nelson 1991), each of order one with a constant mean, and prices that
//! walk at random with such returns.
//!
//! Estimated by maximum likelihood with normal errors, which is consistent whatever the errors are
//! (Bollerslev & Wooldridge 1992), or Student's t. The variance before the first return and the
//! likelihood are those of Python's `arch`, so that results compare. Not for the mean of returns:
//! it is a constant.

mod coordinates;
mod fit;
mod likelihood;
mod matrix;
mod process;
mod quasi_newton;
mod shocks;
mod state;
mod walk;

pub use fit::{StandardErrors, VolatilityFit, fit_returns};
pub use process::{Errors, Kind, Parameters, Process};
pub use state::VolatilityState;
pub use walk::{WalkFit, fit_prices, fit_walk};
