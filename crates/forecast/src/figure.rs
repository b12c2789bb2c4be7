//! A reported number or the reason why there is none.

use serde::{Deserialize, Serialize};

/// Why a figure is unavailable. The names are the reason codes used everywhere in the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ForecastReason))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    #[error("there is no data")]
    NoData,
    #[error("there are too few observations")]
    TooFewObservations,
    #[error("the denominator is zero")]
    DivisionByZero,
    #[error("the values do not vary")]
    ZeroVariance,
    #[error("the long-run variance estimate is not positive")]
    NonPositiveLongRunVariance,
    #[error("there are too few calibration windows for this level")]
    InsufficientCalibration,
    #[error("the result is outside the range of finite numbers")]
    OutOfDomain,
}

/// A value, or null with one reason code; never NaN, infinity or a stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ForecastFigure))]
pub struct Figure {
    #[cfg_attr(feature = "schema", schema(required))]
    pub value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl Figure {
    pub fn available(value: f64) -> Self {
        if value.is_finite() {
            Self {
                value: Some(value),
                reason: None,
            }
        } else {
            Self::unavailable(Reason::OutOfDomain)
        }
    }

    pub fn unavailable(reason: Reason) -> Self {
        Self {
            value: None,
            reason: Some(reason),
        }
    }
}

impl From<Result<f64, Reason>> for Figure {
    fn from(outcome: Result<f64, Reason>) -> Self {
        match outcome {
            Ok(value) => Self::available(value),
            Err(reason) => Self::unavailable(reason),
        }
    }
}
