//! Complex exponential smoothing.

use super::{Parts, named};
use crate::ces;
use crate::model::structure::Structure;

pub(super) fn ces_parts(fit: ces::CesFit) -> Parts {
    let w = fit.weights;
    let mut parameters = named([("alpha_0", w.alpha_0), ("alpha_1", w.alpha_1)]);
    match fit.kind {
        ces::Kind::None | ces::Kind::Simple => {}
        ces::Kind::Partial => parameters.extend(named([("beta", w.beta_0)])),
        ces::Kind::Full => {
            parameters.extend(named([("beta_0", w.beta_0), ("beta_1", w.beta_1)]));
        }
    }
    // Backcast states are set by the data as much as free ones are, but overfit less; the weights
    // and the two states of the line are taken off.
    let free = parameters.len() + 2;
    Parts {
        form: Some(fit.kind.to_string()),
        parameters,
        criteria: Some(fit.criteria),
        ..Parts::new(Structure::Ces(fit.state), fit.errors, free)
    }
}
