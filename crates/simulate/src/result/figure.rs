//! A single number with its unit, or the reason why there is none.

use serde::{Deserialize, Serialize};

use crate::economics::Reason;

/// A value, or null with one reason code; never NaN, infinity or zero in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ProjectFigure))]
pub struct Figure {
    #[cfg_attr(feature = "schema", schema(required))]
    pub value: Option<f64>,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    pub unit: String,
}

impl Figure {
    pub fn new(value: Result<f64, Reason>, unit: &str) -> Self {
        match value {
            Ok(value) => Self {
                value: Some(value),
                reason: None,
                unit: unit.to_owned(),
            },
            Err(reason) => Self {
                value: None,
                reason: Some(reason),
                unit: unit.to_owned(),
            },
        }
    }
}
