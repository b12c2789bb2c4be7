//! The models by name.

use crate::arima::Order;
use crate::ets::Form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Every model of the engine. The families that choose among forms have a name for the choice
/// (`ets`, `arima`), one for the average over forms weighted by AICc (`ets_average`), and one for
/// each single form (`ets:MAdM`, `arima:0-1-1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelName {
    Naive,
    SeasonalNaive,
    Naive2,
    Drift,
    WindowAverage,
    HistoricMean,
    Ses,
    Holt,
    DampedHolt,
    Ets,
    EtsAverage,
    EtsForm(Form),
    Theta,
    OptimisedTheta,
    DynamicTheta,
    DynamicOptimisedTheta,
    Ces,
    Arima,
    ArimaAverage,
    ArimaOrder(Order),
    MeanReverting,
    Garch,
    GjrGarch,
    Egarch,
    Harmonic,
    TrendSeason,
    Decomposed,
    Croston,
    CrostonSba,
    CrostonOptimised,
    Tsb,
    Adida,
    Imapa,
    EnsembleMean,
    EnsembleMedian,
    EnsembleWeighted,
    Scum,
}

/// Families, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    Naive,
    ExponentialSmoothing,
    Theta,
    Arima,
    MeanReverting,
    Volatility,
    ComplexSmoothing,
    Regression,
    Decomposition,
    Intermittent,
    Ensemble,
}

impl Family {
    pub fn title(self) -> &'static str {
        match self {
            Self::Naive => "Naive family",
            Self::ExponentialSmoothing => "Exponential smoothing",
            Self::Theta => "Theta",
            Self::Arima => "ARIMA",
            Self::MeanReverting => "Mean reverting",
            Self::Volatility => "Walks with moving volatility",
            Self::Intermittent => "Intermittent demand",
            Self::ComplexSmoothing => "Complex smoothing",
            Self::Regression => "Regression on seasons",
            Self::Decomposition => "Decomposition",
            Self::Ensemble => "Ensembles",
        }
    }
}

impl ModelName {
    /// The models without a form of their own, simplest first. Ties in accuracy go to the earlier
    /// one.
    pub const ALL: [Self; 35] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::Naive2,
        Self::Drift,
        Self::WindowAverage,
        Self::HistoricMean,
        Self::Ses,
        Self::Theta,
        Self::DynamicTheta,
        Self::Holt,
        Self::MeanReverting,
        Self::Croston,
        Self::CrostonSba,
        Self::CrostonOptimised,
        Self::Tsb,
        Self::Adida,
        Self::Imapa,
        Self::Garch,
        Self::GjrGarch,
        Self::Egarch,
        Self::DampedHolt,
        Self::OptimisedTheta,
        Self::DynamicOptimisedTheta,
        Self::Ces,
        Self::Ets,
        Self::Arima,
        Self::TrendSeason,
        Self::Harmonic,
        Self::Decomposed,
        Self::EtsAverage,
        Self::ArimaAverage,
        Self::EnsembleMedian,
        Self::EnsembleMean,
        Self::EnsembleWeighted,
        Self::Scum,
    ];

    /// The candidates of the automatic choice, simplest first. Benchmarks (Naive2) and relatives of
    /// a candidate are left out, and averages over forms stand for their families, being the more
    /// accurate: every further candidate costs time and makes the choice noisier.
    pub const AUTOMATIC: [Self; 12] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::Drift,
        Self::Ses,
        Self::Theta,
        Self::MeanReverting,
        Self::DampedHolt,
        Self::DynamicOptimisedTheta,
        Self::Ces,
        Self::EtsAverage,
        Self::ArimaAverage,
        Self::EnsembleMedian,
    ];

    /// Members of the ensembles but SCUM.
    pub const MEMBERS: [Self; 4] = [
        Self::EtsAverage,
        Self::DynamicOptimisedTheta,
        Self::Theta,
        Self::ArimaAverage,
    ];

    /// Members of the median of Petropoulos & Svetunkov (2020).
    pub const SCUM_MEMBERS: [Self; 4] = [
        Self::Ets,
        Self::Ces,
        Self::Arima,
        Self::DynamicOptimisedTheta,
    ];

    /// The name in code, files and the API.
    pub fn code(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal_naive",
            Self::Naive2 => "naive2",
            Self::Drift => "drift",
            Self::WindowAverage => "window_average",
            Self::HistoricMean => "historic_mean",
            Self::Ses => "ses",
            Self::Holt => "holt",
            Self::DampedHolt => "damped_holt",
            Self::Ets => "ets",
            Self::EtsAverage => "ets_average",
            Self::Theta => "theta",
            Self::OptimisedTheta => "optimised_theta",
            Self::DynamicTheta => "dynamic_theta",
            Self::DynamicOptimisedTheta => "dynamic_optimised_theta",
            Self::Ces => "ces",
            Self::Arima => "arima",
            Self::ArimaAverage => "arima_average",
            Self::MeanReverting => "mean_reverting",
            Self::Harmonic => "harmonic",
            Self::TrendSeason => "trend_season",
            Self::Garch => "garch",
            Self::GjrGarch => "gjr_garch",
            Self::Egarch => "egarch",
            Self::Croston => "croston",
            Self::CrostonSba => "croston_sba",
            Self::CrostonOptimised => "croston_optimised",
            Self::Tsb => "tsb",
            Self::Adida => "adida",
            Self::Imapa => "imapa",
            Self::Decomposed => "decomposed",
            Self::EnsembleMean => "ensemble_mean",
            Self::EnsembleMedian => "ensemble_median",
            Self::EnsembleWeighted => "ensemble_weighted",
            Self::Scum => "scum",
            Self::EtsForm(form) => return Cow::Owned(format!("ets:{}", form.letters())),
            Self::ArimaOrder(order) => return Cow::Owned(format!("arima:{}", order.code())),
        })
    }

    /// The model named by [`ModelName::code`] or as it is displayed.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(letters) = name.strip_prefix("ets:") {
            return Form::parse(letters).map(Self::EtsForm);
        }
        if let Some(code) = name.strip_prefix("arima:") {
            return Order::parse(code).map(Self::ArimaOrder);
        }
        Self::ALL
            .into_iter()
            .find(|model| model.code() == name || model.to_string() == name)
    }

    pub fn family(self) -> Family {
        match self {
            Self::Naive
            | Self::SeasonalNaive
            | Self::Naive2
            | Self::Drift
            | Self::WindowAverage
            | Self::HistoricMean => Family::Naive,
            Self::Ses
            | Self::Holt
            | Self::DampedHolt
            | Self::Ets
            | Self::EtsAverage
            | Self::EtsForm(_) => Family::ExponentialSmoothing,
            Self::Theta
            | Self::OptimisedTheta
            | Self::DynamicTheta
            | Self::DynamicOptimisedTheta => Family::Theta,
            Self::Arima | Self::ArimaAverage | Self::ArimaOrder(_) => Family::Arima,
            Self::MeanReverting => Family::MeanReverting,
            Self::Garch | Self::GjrGarch | Self::Egarch => Family::Volatility,
            Self::Croston
            | Self::CrostonSba
            | Self::CrostonOptimised
            | Self::Tsb
            | Self::Adida
            | Self::Imapa => Family::Intermittent,
            Self::Ces => Family::ComplexSmoothing,
            Self::Harmonic | Self::TrendSeason => Family::Regression,
            Self::Decomposed => Family::Decomposition,
            Self::EnsembleMean | Self::EnsembleMedian | Self::EnsembleWeighted | Self::Scum => {
                Family::Ensemble
            }
        }
    }

    /// Members whose forecasts an ensemble combines; empty for a single model.
    pub fn members(self) -> &'static [Self] {
        match self {
            Self::EnsembleMean | Self::EnsembleMedian | Self::EnsembleWeighted => &Self::MEMBERS,
            Self::Scum => &Self::SCUM_MEMBERS,
            _ => &[],
        }
    }

    /// Takes regressors into account; an ensemble does when a member does.
    pub fn uses_regressors(self) -> bool {
        [Family::Arima, Family::Regression].contains(&self.family())
            || self.members().iter().any(|member| member.uses_regressors())
    }

    /// Place in [`ModelName::ALL`]; single forms come after their family's choice.
    pub(crate) fn simplicity(self) -> usize {
        let stands_for = match self {
            Self::EtsForm(_) => Self::Ets,
            Self::ArimaOrder(_) => Self::Arima,
            other => other,
        };
        Self::ALL
            .into_iter()
            .position(|model| model == stands_for)
            .unwrap_or(Self::ALL.len())
    }

    /// Fewest observations for a fit.
    pub(super) fn needed(self, m: usize) -> usize {
        match self {
            Self::Naive | Self::Naive2 | Self::WindowAverage | Self::HistoricMean => 1,
            Self::SeasonalNaive => m,
            Self::Drift => 2,
            Self::Ses | Self::Theta | Self::DynamicTheta => 4,
            Self::OptimisedTheta | Self::DynamicOptimisedTheta => 5,
            Self::Holt | Self::MeanReverting => 6,
            Self::DampedHolt => 7,
            // These count for themselves, by form.
            _ => 3,
        }
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal naive",
            Self::Naive2 => "Naive2",
            Self::Drift => "drift",
            Self::WindowAverage => "window average",
            Self::HistoricMean => "historic mean",
            Self::Ses => "SES",
            Self::Holt => "Holt",
            Self::DampedHolt => "damped Holt",
            Self::Ets => "ETS",
            Self::EtsAverage => "ETS average",
            Self::Theta => "Theta",
            Self::OptimisedTheta => "optimised Theta",
            Self::DynamicTheta => "dynamic Theta",
            Self::DynamicOptimisedTheta => "dynamic optimised Theta",
            Self::Ces => "CES",
            Self::Arima => "ARIMA",
            Self::ArimaAverage => "ARIMA average",
            Self::MeanReverting => "mean reverting",
            Self::Harmonic => "harmonic regression",
            Self::TrendSeason => "trend and season",
            Self::Garch => "GARCH",
            Self::GjrGarch => "GJR-GARCH",
            Self::Egarch => "EGARCH",
            Self::Croston => "Croston",
            Self::CrostonSba => "Croston SBA",
            Self::CrostonOptimised => "optimised Croston",
            Self::Tsb => "TSB",
            Self::Adida => "ADIDA",
            Self::Imapa => "IMAPA",
            Self::Decomposed => "STL with ETS",
            Self::EnsembleMean => "mean ensemble",
            Self::EnsembleMedian => "median ensemble",
            Self::EnsembleWeighted => "weighted ensemble",
            Self::Scum => "SCUM median",
            Self::EtsForm(form) => return write!(f, "{form}"),
            Self::ArimaOrder(order) => return write!(f, "{order}"),
        })
    }
}

impl Serialize for ModelName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for ModelName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        // Not a closed list: models are added, and clients must go on reading answers.
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "The code of a model, or of a single form such as `ets:MAdM`",
            ))
            .examples(["theta", "ets:MAdM", "arima:0-1-1"])
            .build()
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for ModelName {}

impl<'de> Deserialize<'de> for ModelName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("no model {name}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        let forms = [
            ModelName::EtsForm(Form::parse("MAdM").expect("admissible")),
            ModelName::ArimaOrder(Order::new(1, 1, 2).with_constant()),
            ModelName::ArimaOrder(Order::new(0, 1, 1).seasonal(0, 1, 1, 12)),
        ];
        for model in ModelName::ALL.into_iter().chain(forms) {
            assert_eq!(ModelName::parse(&model.code()), Some(model));
        }
        for model in ModelName::ALL {
            assert_eq!(ModelName::parse(&model.to_string()), Some(model));
        }
        assert_eq!(ModelName::parse("ets:AAM"), None);
        assert_eq!(ModelName::parse("arima:1"), None);
        assert_eq!(forms[2].code(), "arima:0-1-1-0-1-1-12");
    }

    #[test]
    fn automatic_candidates_are_ordered_by_simplicity() {
        assert!(ModelName::AUTOMATIC.is_sorted_by_key(|model| model.simplicity()));
    }
}
