//! The state of any model, and the states that are made of others: averages over forms, ensembles,
//! regressors in front of a model.

use super::fitted::FittedModel;
use super::name::ModelName;
use crate::arima::ArimaState;
use crate::ces::CesState;
use crate::ets::EtsState;
use crate::exponential_smoothing::SmoothingState;
use crate::harmonic::HarmonicState;
use crate::intermittent::IntermittentState;
use crate::mean_state::MeanState;
use crate::naive_family::{DriftState, SeasonalNaiveState};
use crate::state::{FARTHEST_STEP, State};
use crate::theta::{DynamicTheta, ThetaState};
use crate::trend_season::TrendSeasonState;
use crate::volatility::VolatilityState;
use serde::{Deserialize, Serialize};

/// State of any model. A new model adds a variant here and an arm to `state_of`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Structure {
    Smoothing(SmoothingState),
    Drift(DriftState),
    SeasonalNaive(SeasonalNaiveState),
    Mean(MeanState),
    Theta(ThetaState),
    DynamicTheta(DynamicTheta),
    Ets(EtsState),
    Ces(CesState),
    Arima(ArimaState),
    Volatility(VolatilityState),
    Intermittent(IntermittentState),
    Regressed(Regressed),
    Harmonic(HarmonicState),
    TrendSeason(TrendSeasonState),
    Average(Average),
    Ensemble(Ensemble),
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Structure {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "Where the model stands. Only an engine that reads its `format` can tell more than \
                 the kind",
            ))
            .property("kind", ObjectBuilder::new().schema_type(Type::String))
            .required("kind")
            .build()
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Structure {
    fn name() -> std::borrow::Cow<'static, str> {
        "ModelState".into()
    }
}

/// The one list of the variants, for shared and exclusive references alike.
macro_rules! state_of {
    ($structure:expr) => {
        match $structure {
            Structure::Smoothing(state) => state,
            Structure::Drift(state) => state,
            Structure::SeasonalNaive(state) => state,
            Structure::Mean(state) => state,
            Structure::Theta(state) => state,
            Structure::DynamicTheta(state) => state,
            Structure::Ets(state) => state,
            Structure::Ces(state) => state,
            Structure::Arima(state) => state,
            Structure::Volatility(state) => state,
            Structure::Intermittent(state) => state,
            Structure::Regressed(state) => state,
            Structure::Harmonic(state) => state,
            Structure::TrendSeason(state) => state,
            Structure::Average(state) => state,
            Structure::Ensemble(state) => state,
        }
    };
}

impl Structure {
    fn inner(&self) -> &dyn State {
        state_of!(self)
    }

    fn inner_mut(&mut self) -> &mut dyn State {
        state_of!(self)
    }
}

impl State for Structure {
    fn next_mean(&self) -> f64 {
        self.inner().next_mean()
    }

    fn next_variance(&self) -> f64 {
        self.inner().next_variance()
    }

    fn advance(&mut self, y: f64) {
        self.inner_mut().advance(y);
    }

    fn absorb(&mut self, y: f64) {
        self.inner_mut().absorb(y);
    }

    fn parameter_variance(&self, step: usize) -> f64 {
        self.inner().parameter_variance(step)
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        self.inner().variances_ahead(horizon)
    }

    fn is_consistent(&self) -> bool {
        self.inner().is_consistent()
    }
}

/// A model of what regressors leave: y_t = β'x_t + n_t.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regressed {
    pub(super) errors: ArimaState,
    pub(super) coefficients: Vec<f64>,
    /// Values of the regressors in the periods to come, one row per period. Beyond them the mean is
    /// missing.
    pub(super) rows: Vec<Vec<f64>>,
    pub(super) next: usize,
}

impl Regressed {
    fn known(&self) -> f64 {
        match self.rows.get(self.next) {
            Some(row) => row.iter().zip(&self.coefficients).map(|(x, b)| x * b).sum(),
            None => f64::NAN,
        }
    }
}

impl State for Regressed {
    fn next_mean(&self) -> f64 {
        self.known() + self.errors.next_mean()
    }

    fn next_variance(&self) -> f64 {
        self.errors.next_variance()
    }

    fn advance(&mut self, y: f64) {
        // Without its regressors a value says nothing about the rest.
        self.errors.advance(y - self.known());
        self.next += 1;
    }

    fn is_consistent(&self) -> bool {
        self.errors.is_consistent() && self.next <= FARTHEST_STEP
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        self.errors.variances_ahead(horizon)
    }
}

/// One form in an average.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighted {
    pub weight: f64,
    /// Standard deviation of its own errors over that of the average's.
    pub relative_sigma: f64,
    pub state: Structure,
}

/// Weighted average of forms fitted to the same data: a mixture of their distributions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Average {
    pub(super) members: Vec<Weighted>,
}

impl Average {
    pub(crate) fn members(&self) -> &[Weighted] {
        &self.members
    }

    /// Within the forms, leaving their disagreement to `spread`.
    fn mixed(&self, variance: impl Fn(&Weighted) -> f64) -> f64 {
        self.members
            .iter()
            .map(|member| member.weight * member.relative_sigma.powi(2) * variance(member))
            .sum()
    }
}

impl State for Average {
    fn next_mean(&self) -> f64 {
        self.members
            .iter()
            .map(|member| member.weight * member.state.next_mean())
            .sum()
    }

    fn next_variance(&self) -> f64 {
        self.mixed(|member| member.state.next_variance())
    }

    fn advance(&mut self, y: f64) {
        for member in &mut self.members {
            member.state.advance(y);
        }
    }

    fn absorb(&mut self, y: f64) {
        for member in &mut self.members {
            member.state.absorb(y);
        }
    }

    fn is_consistent(&self) -> bool {
        let mut members = self.members.iter();
        !self.members.is_empty() && members.all(|member| member.state.is_consistent())
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        let all: Vec<Vec<f64>> = self
            .members
            .iter()
            .map(|member| member.state.variances_ahead(horizon))
            .collect::<Option<_>>()?;
        Some(
            (0..horizon)
                .map(|step| {
                    self.members
                        .iter()
                        .zip(&all)
                        .map(|(member, own)| {
                            member.weight * member.relative_sigma.powi(2) * own[step]
                        })
                        .sum()
                })
                .collect(),
        )
    }
}

/// How an ensemble combines the forecasts of its members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combination {
    Mean,
    Median,
    /// Weights that sum to 1.
    Weights(Vec<f64>),
}

/// Variances below this share of the largest one weigh as if they were it: a member that once copied
/// its data does not take all.
const SMALLEST_SHARE: f64 = 1e-9;

impl Combination {
    /// How an ensemble combines members whose next values have these variances.
    pub(crate) fn new(ensemble: ModelName, variances: &[f64]) -> Self {
        match ensemble {
            ModelName::EnsembleMean => Self::Mean,
            ModelName::EnsembleWeighted => Self::by_precision(variances),
            _ => Self::Median,
        }
    }

    /// Weights by inverse variance; none for an infinite one.
    fn by_precision(variances: &[f64]) -> Self {
        let finite = variances.iter().copied().filter(|v| v.is_finite());
        let floor = SMALLEST_SHARE * finite.fold(0.0, f64::max);
        let precision = |v: &f64| match (v.is_finite(), floor > 0.0) {
            (true, true) => 1.0 / v.max(floor),
            (true, false) => 1.0,
            (false, _) => 0.0,
        };
        Self::Weights(variances.iter().map(precision).collect()).normalised()
    }

    fn normalised(self) -> Self {
        match self {
            Self::Weights(weights) => {
                let total: f64 = weights.iter().sum();
                Self::Weights(weights.iter().map(|own| own / total).collect())
            }
            other => other,
        }
    }

    /// The combination of the members at these places only.
    pub(crate) fn among(&self, places: &[usize]) -> Self {
        match self {
            Self::Weights(weights) => {
                let kept = places.iter().filter_map(|&at| weights.get(at).copied());
                Self::Weights(kept.collect()).normalised()
            }
            other => other.clone(),
        }
    }

    /// The combined value of one per member.
    pub(crate) fn of(&self, values: &mut [f64]) -> f64 {
        match self {
            Self::Mean => values.iter().sum::<f64>() / values.len() as f64,
            Self::Weights(weights) => weights.iter().zip(values).map(|(w, v)| w * *v).sum(),
            Self::Median => {
                values.sort_by(f64::total_cmp);
                let middle = values.len() / 2;
                if values.len().is_multiple_of(2) {
                    0.5 * (values[middle - 1] + values[middle])
                } else {
                    values[middle]
                }
            }
        }
    }
}

/// Models of different families, each with its own season, on one scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ensemble {
    pub(super) members: Vec<FittedModel>,
    pub(super) combination: Combination,
    /// Mean variance of the members' next value when it was fitted: the unit of the variances.
    pub(super) unit: f64,
}

impl Ensemble {
    pub(crate) fn members(&self) -> &[FittedModel] {
        &self.members
    }

    fn combined(&self, of: impl Fn(&FittedModel) -> f64) -> f64 {
        let mut values: Vec<f64> = self.members.iter().map(of).collect();
        self.combination.of(&mut values)
    }

    fn mean_variance(&self, of: impl Fn(&FittedModel) -> f64) -> f64 {
        self.members.iter().map(of).sum::<f64>() / self.members.len() as f64 / self.unit
    }
}

impl State for Ensemble {
    fn next_mean(&self) -> f64 {
        self.combined(|member| member.next_location().0)
    }

    fn next_variance(&self) -> f64 {
        self.mean_variance(|member| member.next_location().1.powi(2))
    }

    fn advance(&mut self, y: f64) {
        for member in &mut self.members {
            member.advance(y);
        }
    }

    fn absorb(&mut self, y: f64) {
        for member in &mut self.members {
            member.absorb(y);
        }
    }

    fn is_consistent(&self) -> bool {
        let mut members = self.members.iter();
        !self.members.is_empty() && members.all(FittedModel::is_consistent)
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        let all: Vec<_> = self
            .members
            .iter()
            .map(|member| member.outlook(horizon).steps)
            .collect();
        Some(
            (0..horizon)
                .map(|step| {
                    let total: f64 = all.iter().map(|steps| steps[step].1.powi(2)).sum();
                    total / all.len() as f64 / self.unit
                })
                .collect(),
        )
    }
}
