//! Dependence between inputs (definitions B2): rank correlations, their conversion and repair, copulas, Iman–Conover.

mod copula;
mod iman_conover;
mod matrix;
mod nearest;

pub(crate) use copula::Copula;
pub use copula::{kendall_of_pearson, pearson_of_spearman, spearman_of_pearson, tail_dependence};
pub use iman_conover::iman_conover;
pub use matrix::SymmetricMatrix;
pub use nearest::{is_correlation, nearest_correlation};
