//! Walks whose spread changes over time.

use super::{Parts, named};
use crate::model::structure::Structure;
use crate::refusal::ModelRefusal;
use crate::volatility;

/// A walk whose shocks have fat tails, as those of prices do.
pub(super) fn volatile(y: &[f64], kind: volatility::Kind) -> Result<Parts, ModelRefusal> {
    let walk = volatility::fit_walk(y, kind, volatility::Errors::StudentT)?;
    let p = walk.volatility.parameters();
    let mut parameters = named([
        ("mu", p.mean),
        ("omega", p.omega),
        ("alpha", p.alpha),
        ("beta", p.beta),
        ("persistence", walk.volatility.persistence()),
    ]);
    if kind != volatility::Kind::Garch {
        parameters.extend(named([("gamma", p.gamma)]));
    }
    parameters.extend(p.nu.map(|nu| ("nu".to_owned(), nu)));
    Ok(Parts {
        parameters,
        criteria: Some(walk.volatility.criteria),
        sigma: Some(walk.sigma),
        ..Parts::new(Structure::Volatility(walk.state), walk.errors, 0)
    })
}
