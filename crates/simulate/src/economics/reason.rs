//! Why a figure is unavailable: the reason codes of the definitions, part 0.

use serde::{Deserialize, Serialize};

/// One reason code; the text form is what the API and exports show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ProjectReason))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NoData,
    TooFewObservations,
    DivisionByZero,
    NoSignChange,
    AllZero,
    NoRealRoot,
    SeveralRoots,
    TouchesOnly,
    NotRecovered,
    NoDebtService,
    ZeroVariance,
    NonPositivePrice,
    NoMeanReversion,
    OutOfDomain,
}

impl Reason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoData => "no_data",
            Self::TooFewObservations => "too_few_observations",
            Self::DivisionByZero => "division_by_zero",
            Self::NoSignChange => "no_sign_change",
            Self::AllZero => "all_zero",
            Self::NoRealRoot => "no_real_root",
            Self::SeveralRoots => "several_roots",
            Self::TouchesOnly => "touches_only",
            Self::NotRecovered => "not_recovered",
            Self::NoDebtService => "no_debt_service",
            Self::ZeroVariance => "zero_variance",
            Self::NoMeanReversion => "no_mean_reversion",
            Self::NonPositivePrice => "non_positive_price",
            Self::OutOfDomain => "out_of_domain",
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
