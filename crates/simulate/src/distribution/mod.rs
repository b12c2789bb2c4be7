//! Distributions of uncertain inputs, all sampled by their inverse CDF (definitions B1).
//!
//! [`Distribution`] is what a scenario holds; [`Distribution::quantile`] checks it and gives a [`Quantile`], which maps
//! u in (0, 1) to a value. Because every draw is x = F⁻¹(u), Monte Carlo and Latin hypercube sampling work alike.

mod beta;
mod discrete;
mod gamma;
mod moments;
mod normal;
mod parameters;
mod prepare;
mod quantile;
mod table;

pub use beta::{beta_cdf, beta_quantile};
pub use normal::{normal_cdf, normal_density, normal_quantile};
pub(crate) use normal::{normal_probabilities, standard_normals};
pub use parameters::{Distribution, DistributionError};
pub use quantile::Quantile;
pub use table::{MAX_TABLE_ERROR, MonotoneTable};
