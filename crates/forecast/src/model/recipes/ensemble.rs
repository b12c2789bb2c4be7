//! Models fitted side by side whose forecasts are combined.

use crate::model::fit::{assemble_ensemble, fit};
use crate::model::fitted::FittedModel;
use crate::model::name::ModelName;
use crate::model::structure::{Combination, Ensemble, Structure};
use crate::model::training::Training;
use crate::refusal::ModelRefusal;
use crate::summation::mean;

/// Fits the members on the data as they are and combines their forecasts. Members that refuse the
/// data are left out; with none left the first refusal stands.
pub(in crate::model) fn ensemble(
    model: ModelName,
    training: &Training<'_>,
) -> Result<FittedModel, ModelRefusal> {
    let mut members: Vec<FittedModel> = Vec::new();
    let mut refusal = None;
    for &member in model.members() {
        match fit(member, training) {
            Ok(fitted) => members.push(fitted),
            Err(reason) => {
                refusal.get_or_insert(reason);
            }
        }
    }
    if members.is_empty() {
        return Err(refusal.unwrap_or(ModelRefusal::NotFinite));
    }
    let variances: Vec<f64> = members
        .iter()
        .map(|member| member.next_location().1.powi(2))
        .collect();
    let unit = mean(variances.iter().copied()).unwrap_or(f64::NAN);
    if !(unit > 0.0) {
        return Err(ModelRefusal::Constant);
    }
    let combination = Combination::new(model, &variances);
    let names: Vec<String> = members
        .iter()
        .map(|member| match &member.form {
            Some(form) => format!("{} ({form})", member.model),
            None => member.model.to_string(),
        })
        .collect();
    let shortest = members
        .iter()
        .map(|member| member.residuals.len())
        .min()
        .unwrap_or(0);
    let residuals = (0..shortest)
        .map(|t| {
            let scaled = members.iter().map(|member| {
                let skip = member.residuals.len() - shortest;
                member.residuals[skip + t] / member.sigma
            });
            mean(scaled).unwrap_or(f64::NAN) * unit.sqrt()
        })
        .collect();
    for member in &mut members {
        member.residuals.clear();
    }
    let state = Structure::Ensemble(Ensemble {
        members,
        combination,
        unit,
    });
    Ok(assemble_ensemble(
        model,
        state,
        names.join(", "),
        unit.sqrt(),
        residuals,
    ))
}
