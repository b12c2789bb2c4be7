//! ARIMA and seasonal ARIMA with regressors, by exact Gaussian likelihood.
//!
//! φ(B)Φ(Bᵐ)(1 − B)^d(1 − Bᵐ)^D (y_t − β'x_t) = θ(B)Θ(Bᵐ)ε_t, a constant being the regressor 1 and a
//! drift the regressor t. Likelihoods are those of the differenced data; only models of the same
//! differencing compare. Missing values go through the Kalman filter and are never filled in.
//! Not for forecasting the regressors themselves.

mod filter;
mod fit;
mod gapped;
mod multistart;
mod order;
mod polynomial;
mod search;
mod state;
mod unit_root;

pub use fit::{ArimaFit, fit, log_likelihood};
pub use order::Order;
pub use search::{ArimaAuto, Search, auto};
pub use state::ArimaState;
pub use unit_root::{KPSS_CRITICAL_0_1, KPSS_CRITICAL_5, kpss_level};
