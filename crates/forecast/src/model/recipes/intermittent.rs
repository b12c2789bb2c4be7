//! Demand that is mostly nil.

use super::Parts;
use crate::intermittent::{self, Method};
use crate::model::structure::Structure;
use crate::refusal::ModelRefusal;

/// Weights of TSB for sizes and for the probability of a demand, as Teunter, Syntetos & Babai (2011)
/// find good over their panels.
pub(super) const TSB: Method = Method::Tsb {
    alpha_d: 0.2,
    alpha_p: 0.1,
};

pub(super) fn demand(y: &[f64], method: Method) -> Result<Parts, ModelRefusal> {
    let fit = intermittent::fit(y, method)?;
    let free = fit.parameters.len();
    Ok(Parts {
        parameters: fit.parameters,
        ..Parts::new(Structure::Intermittent(fit.state), fit.errors, free)
    })
}
