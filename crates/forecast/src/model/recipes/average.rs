//! One family's own fits averaged with weights.

use super::Parts;
use crate::model::structure::{Average, Structure, Weighted};
use crate::state::State;
use crate::summation::sum;
use std::collections::BTreeMap;

/// Standard deviation of errors with `free` parameters taken off.
fn sigma_of(errors: &[f64], free: usize) -> f64 {
    let sse = sum(errors.iter().map(|error| error * error));
    (sse / errors.len().saturating_sub(free).max(1) as f64).sqrt()
}

/// Members of an average with weights; their errors in units of their own σ are averaged.
pub(super) fn average(members: Vec<(f64, Parts)>, of: &str) -> Parts {
    // Errors that are relative to the mean count by the size of the next value.
    let sigmas: Vec<f64> = members
        .iter()
        .map(|(_, parts)| sigma_of(&parts.errors, parts.free) * parts.state.next_variance().sqrt())
        .collect();
    let pooled: f64 = members
        .iter()
        .zip(&sigmas)
        .map(|((weight, _), sigma)| weight * sigma * sigma)
        .sum::<f64>()
        .sqrt();
    let shortest = members
        .iter()
        .map(|(_, parts)| parts.errors.len())
        .min()
        .unwrap_or(0);
    let mut errors = vec![0.0; shortest];
    let mut parameters = BTreeMap::new();
    let mut forms = Vec::new();
    let mut states = Vec::with_capacity(members.len());
    let mut criteria = None;
    for ((weight, parts), sigma) in members.into_iter().zip(sigmas) {
        let own = sigma_of(&parts.errors, parts.free);
        let skip = parts.errors.len() - shortest;
        for (error, value) in errors.iter_mut().zip(&parts.errors[skip..]) {
            *error += weight * value / own * pooled;
        }
        if let Some(form) = parts.form {
            parameters.insert(format!("weight of {form}"), weight);
            forms.push(form);
        }
        criteria = criteria.or(parts.criteria);
        let unit = parts.state.next_variance().sqrt();
        states.push(Weighted {
            weight,
            relative_sigma: sigma / pooled / unit,
            state: parts.state,
        });
    }
    Parts {
        form: Some(format!("{} {of}, first {}", forms.len(), forms[0])),
        parameters,
        criteria,
        sigma: Some(pooled),
        ..Parts::new(Structure::Average(Average { members: states }), errors, 0)
    }
}
