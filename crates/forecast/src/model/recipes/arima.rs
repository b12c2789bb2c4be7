//! ARIMA, with regressors where the data have them, and the return to a mean.

use super::average::average;
use super::{Parts, named};
use crate::arima::{self, ArimaFit, Order};
use crate::ets::Estimation;
use crate::model::structure::{Regressed, Structure};
use crate::model::training::Training;
use crate::refusal::ModelRefusal;
use std::collections::BTreeMap;

pub(super) fn arima_parts(fit: &ArimaFit, training: &Training<'_>) -> Parts {
    let mut parameters = BTreeMap::new();
    let groups = [
        ("ar", &fit.ar),
        ("ma", &fit.ma),
        ("seasonal_ar", &fit.seasonal_ar),
        ("seasonal_ma", &fit.seasonal_ma),
    ];
    for (group, coefficients) in groups {
        for (i, value) in coefficients.iter().enumerate() {
            parameters.insert(format!("{group}_{}", i + 1), *value);
        }
    }
    if let Some(constant) = fit.constant {
        let differenced = fit.order.d + fit.order.seasonal_d > 0;
        let name = if differenced { "drift" } else { "mean" };
        parameters.insert(name.to_owned(), constant);
    }
    for (regressor, value) in training.regressors.iter().zip(&fit.regressors) {
        parameters.insert(regressor.name.clone(), *value);
    }
    let state = if fit.regressors.is_empty() {
        Structure::Arima(fit.state.clone())
    } else {
        Structure::Regressed(Regressed {
            errors: fit.state.clone(),
            coefficients: fit.regressors.clone(),
            rows: training.rows_ahead(),
            next: 0,
        })
    };
    Parts {
        form: Some(fit.order.to_string()),
        parameters,
        criteria: Some(fit.criteria),
        ..Parts::new(state, fit.errors.clone(), fit.criteria.k - 1)
    }
}

pub(super) fn arima_average(auto: &arima::ArimaAuto, training: &Training<'_>) -> Parts {
    let weighted = auto.weighted().into_iter();
    average(
        weighted
            .map(|(weight, fit)| (weight, arima_parts(fit, training)))
            .collect(),
        "ARIMA orders",
    )
}

pub(super) fn mean_reverting(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let fit = arima::fit(
        y,
        Order::new(1, 0, 0).with_constant(),
        &[],
        Estimation::Likelihood,
    )?;
    let slope = fit.ar[0];
    // A return that takes longer than the history was never seen.
    let half_life = f64::ln(0.5) / slope.ln();
    if !(slope > 0.0 && half_life < y.len() as f64) {
        return Err(ModelRefusal::NoMeanReversion);
    }
    let mut parameters = named([("slope", slope), ("half_life", half_life)]);
    parameters.extend(fit.constant.map(|mean| ("mean".to_owned(), mean)));
    Ok(Parts {
        parameters,
        criteria: Some(fit.criteria),
        ..Parts::new(Structure::Arima(fit.state), fit.errors, 2)
    })
}
