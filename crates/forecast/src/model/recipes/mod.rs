//! How each family turns adjusted data into a state, its errors and its parameters.

mod arima;
mod average;
mod ces;
mod decomposition;
mod ensemble;
mod ets;
mod intermittent;
mod naive;
mod regression;
mod smoothing;
mod theta;
mod volatility;

pub(super) use decomposition::decomposed_seasons;
pub(super) use ensemble::ensemble;

use self::arima::{arima_average, arima_parts, mean_reverting};
use self::ces::ces_parts;
use self::ets::{ets_average, ets_parts};
use self::intermittent::{TSB, demand};
use self::naive::{average_of_past, drift, naive, seasonal_naive};
use self::regression::{harmonic_regression, trend_and_season};
use self::smoothing::smoothing;
use self::theta::{dynamic_theta, standard_theta};
use self::volatility::volatile;
use super::name::ModelName;
use super::structure::Structure;
use super::training::Training;
use crate::arima::Search;
use crate::criteria::Criteria;
use crate::ets::Estimation;
use crate::intermittent::Method;
use crate::refusal::ModelRefusal;
use crate::theta::ThetaLines;
use std::collections::BTreeMap;

/// What each family hands over.
pub(super) struct Parts {
    pub(super) state: Structure,
    /// One-step errors over their relative standard deviation.
    pub(super) errors: Vec<f64>,
    /// Parameters of the mean, taken off the degrees of freedom of σ².
    pub(super) free: usize,
    pub(super) form: Option<String>,
    pub(super) parameters: BTreeMap<String, f64>,
    pub(super) criteria: Option<Criteria>,
    /// σ where it does not follow from the errors.
    pub(super) sigma: Option<f64>,
}

impl Parts {
    pub(super) fn new(state: Structure, errors: Vec<f64>, free: usize) -> Self {
        Self {
            state,
            errors,
            free,
            form: None,
            parameters: BTreeMap::new(),
            criteria: None,
            sigma: None,
        }
    }
}

fn named<'a>(parameters: impl IntoIterator<Item = (&'a str, f64)>) -> BTreeMap<String, f64> {
    parameters
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// One model on adjusted data.
pub(super) fn single(
    model: ModelName,
    y: &[f64],
    training: &Training<'_>,
) -> Result<Parts, ModelRefusal> {
    let m = training.season_length;
    match model {
        ModelName::Naive | ModelName::Naive2 => Ok(naive(y)),
        ModelName::SeasonalNaive => Ok(seasonal_naive(y, m)),
        ModelName::Drift => drift(y),
        ModelName::WindowAverage => Ok(average_of_past(y, Some(m.max(5)))),
        ModelName::HistoricMean => Ok(average_of_past(y, None)),
        ModelName::Ses | ModelName::Holt | ModelName::DampedHolt => smoothing(model, y),
        ModelName::Theta => standard_theta(y),
        ModelName::OptimisedTheta => dynamic_theta(y, ThetaLines::Fixed, false),
        ModelName::DynamicTheta => dynamic_theta(y, ThetaLines::Dynamic, true),
        ModelName::DynamicOptimisedTheta => dynamic_theta(y, ThetaLines::Dynamic, false),
        ModelName::Ets => Ok(ets_parts(
            crate::ets::auto(y, m, Estimation::Shrunk)?.best(),
        )),
        ModelName::EtsForm(form) => {
            Ok(ets_parts(&crate::ets::fit(y, m, form, Estimation::Shrunk)?))
        }
        ModelName::EtsAverage => ets_average(y, m),
        // The season is taken off: what is left has none.
        ModelName::Decomposed => {
            let auto = crate::ets::auto(y, 1, Estimation::Shrunk)?;
            let best = auto.best();
            Ok(Parts {
                form: Some(format!("STL + {}", best.form)),
                ..ets_parts(best)
            })
        }
        ModelName::Ces => {
            let best = crate::ces::auto(y, m)?.fits.swap_remove(0);
            Ok(ces_parts(best))
        }
        ModelName::Arima | ModelName::ArimaAverage => {
            let columns = training.columns()?;
            let auto = crate::arima::auto(y, m, &columns, Search::Stepwise, Estimation::Shrunk)?;
            if model == ModelName::Arima {
                Ok(arima_parts(auto.best(), training))
            } else {
                Ok(arima_average(&auto, training))
            }
        }
        ModelName::ArimaOrder(order) => {
            let columns = training.columns()?;
            let fit = crate::arima::fit(y, order, &columns, Estimation::Shrunk)?;
            Ok(arima_parts(&fit, training))
        }
        ModelName::MeanReverting => mean_reverting(y),
        ModelName::Harmonic => harmonic_regression(y, training),
        ModelName::TrendSeason => trend_and_season(y, training),
        ModelName::Garch => volatile(y, crate::volatility::Kind::Garch),
        ModelName::GjrGarch => volatile(y, crate::volatility::Kind::GjrGarch),
        ModelName::Egarch => volatile(y, crate::volatility::Kind::Egarch),
        ModelName::Croston => demand(y, Method::Croston),
        ModelName::CrostonSba => demand(y, Method::CrostonSba),
        ModelName::CrostonOptimised => demand(y, Method::CrostonOptimised),
        ModelName::Tsb => demand(y, TSB),
        ModelName::Adida => demand(y, Method::Adida),
        ModelName::Imapa => demand(y, Method::Imapa),
        ModelName::EnsembleMean
        | ModelName::EnsembleMedian
        | ModelName::EnsembleWeighted
        | ModelName::Scum => unreachable!("ensembles are fitted by their members"),
    }
}
