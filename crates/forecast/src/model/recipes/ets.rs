//! Innovations state space models of exponential smoothing.

use super::average::average;
use super::{Parts, named};
use crate::ets::{self, Estimation, EtsFit};
use crate::model::structure::Structure;
use crate::refusal::ModelRefusal;
use std::collections::BTreeMap;

fn ets_parameters(fit: &EtsFit) -> BTreeMap<String, f64> {
    let w = fit.weights;
    let mut parameters = named([("alpha", w.alpha), ("l0", fit.initial.level)]);
    if fit.form.has_trend() {
        parameters.extend(named([("beta", w.beta), ("b0", fit.initial.trend)]));
    }
    if fit.form.is_seasonal() {
        parameters.extend(named([("gamma", w.gamma)]));
    }
    if fit.form.is_damped() {
        parameters.extend(named([("phi", w.phi)]));
    }
    parameters
}

pub(super) fn ets_parts(fit: &EtsFit) -> Parts {
    let free = fit.criteria.k - 1;
    Parts {
        form: Some(fit.form.to_string()),
        parameters: ets_parameters(fit),
        criteria: Some(fit.criteria),
        ..Parts::new(Structure::Ets(fit.state.clone()), fit.errors.clone(), free)
    }
}

pub(super) fn ets_average(y: &[f64], m: usize) -> Result<Parts, ModelRefusal> {
    let auto = ets::auto(y, m, Estimation::Shrunk)?;
    let weighted = auto.weighted().into_iter();
    Ok(average(
        weighted
            .map(|(weight, fit)| (weight, ets_parts(fit)))
            .collect(),
        "ETS forms",
    ))
}
