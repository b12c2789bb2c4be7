//! One row of the candidate table: how a model did on the windows that chose and on those that
//! test, against naive, and why it lost.

use crate::bands::{IntervalMethod, MeasuredCoverage, measured_coverage};
use crate::contest::Stopped;
use crate::diebold_mariano::{DieboldMariano, diebold_mariano};
use crate::figure::{Figure, Reason};
use crate::model::ModelName;
use crate::race::OriginErrors;
use crate::refusal::ModelRefusal;
use crate::summation::mean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Significance at which a model beats naive.
pub const SIGNIFICANCE: f64 = 0.05;

/// Accuracy over a set of windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Accuracy {
    pub windows: usize,
    /// Mean over windows of the mean absolute scaled error over the horizon.
    pub mase: Figure,
    pub mase_by_step: Vec<Figure>,
    /// Mean over windows, 0–200.
    pub smape: Figure,
}

impl Accuracy {
    pub(crate) fn new(origins: &[OriginErrors], horizon: usize) -> Self {
        let unscaled = if origins.is_empty() {
            Reason::NoData
        } else {
            Reason::ZeroVariance
        };
        let losses = origins.iter().filter_map(OriginErrors::scaled_loss);
        let mase_by_step = (0..horizon)
            .map(|step| {
                let scaled = origins.iter().filter_map(|origin| {
                    let error = origin.errors.get(step).filter(|error| error.is_finite())?;
                    Some(error.abs() / origin.scale?)
                });
                mean(scaled).ok_or(unscaled).into()
            })
            .collect();
        let smape = origins.iter().filter_map(OriginErrors::smape);
        Self {
            windows: origins.len(),
            mase: mean(losses).ok_or(unscaled).into(),
            mase_by_step,
            smape: mean(smape).ok_or(Reason::NoData).into(),
        }
    }
}

/// Where a candidate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Chosen,
    Lost,
    /// Left the race early: it could not win any more.
    Stopped,
    Refused,
    /// Shown for comparison, not among the models asked for.
    Benchmark,
}

/// One model's row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Candidate {
    pub model: ModelName,
    pub standing: Standing,
    /// On the windows that choose.
    pub selection: Accuracy,
    /// On the windows that report.
    pub test: Accuracy,
    /// 1 − MASE / MASE of naive on the test windows; positive is better.
    pub gain_on_naive: Figure,
    /// Against naive on the test windows; null for naive itself.
    #[cfg_attr(feature = "schema", schema(required))]
    pub diebold_mariano: Option<DieboldMariano>,
    /// p adjusted by Holm's method over all rivals.
    #[cfg_attr(feature = "schema", schema(required))]
    pub p_holm: Option<f64>,
    /// Lower mean loss and p < 0.05.
    pub beats_naive: bool,
    pub coverage: Vec<MeasuredCoverage>,
    /// Weights at the last refit.
    pub parameters: BTreeMap<String, f64>,
    pub refits: usize,
    /// Every how many origins the weights were re-estimated; the state moved on in between.
    pub refit_every: usize,
    /// Form at the last refit, within a family that chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ModelRefusal>,
    /// Why it lost, in words; empty for the chosen model.
    pub why: String,
}

/// Errors of one model on the three sets.
pub(crate) struct Sets {
    pub(crate) selection: Vec<OriginErrors>,
    pub(crate) calibration: Vec<OriginErrors>,
    pub(crate) test: Vec<OriginErrors>,
}

/// How coverage is measured.
pub(crate) struct CoverageRule<'a> {
    pub(crate) horizon: usize,
    pub(crate) levels: &'a [f64],
    pub(crate) method: IntervalMethod,
    pub(crate) leave_one_out: bool,
}

impl Sets {
    pub(crate) fn coverage(&self, rule: &CoverageRule<'_>) -> Vec<MeasuredCoverage> {
        rule.levels
            .iter()
            .filter_map(|&level| {
                measured_coverage(
                    &self.calibration,
                    &self.test,
                    rule.horizon,
                    level,
                    rule.method,
                    rule.leave_one_out,
                )
                .ok()
            })
            .collect()
    }
}

/// Loss differences model − naive over the test windows both have.
pub(crate) fn against_naive(
    model: &[OriginErrors],
    naive: &[OriginErrors],
    overlap: usize,
) -> DieboldMariano {
    let differences: Vec<f64> = model
        .iter()
        .filter_map(|own| {
            let at = naive
                .binary_search_by_key(&own.cut_off, |origin| origin.cut_off)
                .ok()?;
            Some(own.scaled_loss()? - naive[at].scaled_loss()?)
        })
        .collect();
    diebold_mariano(&differences, overlap)
}

/// 1 − a/b, unavailable where either is or where b is 0.
pub(crate) fn gain(own: Figure, naive: Figure) -> Figure {
    match (own.value, naive.value) {
        (Some(_), Some(0.0)) => Figure::unavailable(Reason::DivisionByZero),
        (Some(own), Some(naive)) => Figure::available(1.0 - own / naive),
        _ => Figure::unavailable(own.reason.or(naive.reason).unwrap_or(Reason::NoData)),
    }
}
