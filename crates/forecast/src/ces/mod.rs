//! Complex exponential smoothing (Svetunkov, Kourentzes & Ord 2022): level and "information
//! potential" move together by one complex weight, which covers series with and without trend.
//!
//! With e = y − mean: l' = l − (1 − α₁)c + (α₀ − α₁)e and c' = l + (1 − α₀)c + (α₀ + α₁)e. The season is
//! absent, the only part (simple), additive (partial) or a complex pair of its own (full).

mod fit;
mod state;

pub use fit::{CesAuto, CesFit, auto, fit};
pub use state::{CesState, Kind, Weights};
