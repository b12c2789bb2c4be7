//! Blocks of iterations run together: one array element per iteration.

use crate::exponential::exp;
use crate::widest::widest;

/// Iterations in a block. Even, because the generator draws iterations in pairs; a power of two so that loops vectorise.
pub(crate) const LANES: usize = 64;

/// One number per iteration of a block.
pub(crate) type Lanes = [f64; LANES];

widest! {
    /// e^x for every lane.
    pub(crate) fn exp_lanes(values: &mut Lanes) {
        for value in values.iter_mut() {
            *value = exp(*value);
        }
    }
}
