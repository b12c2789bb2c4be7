//! Price processes with exact steps (definitions B5). Prices here are positive; series that can be negative come as paths
//! of a stored forecast.

mod calibration;
mod gbm;
mod jump_diffusion;
mod one_factor;
mod two_factor;

pub use calibration::{
    GbmFit, OneFactorFit, fit_gbm, fit_one_factor, spot_volatility_of_monthly_averages,
};
pub use gbm::Gbm;
pub use jump_diffusion::JumpDiffusion;
pub use one_factor::OneFactor;
pub use two_factor::{TwoFactor, TwoFactorCovariance};

/// Mean, median and standard deviation of the logarithm at a time ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    pub mean: f64,
    pub median: f64,
    pub sd_ln: f64,
}
