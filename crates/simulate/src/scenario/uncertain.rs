//! Which inputs are uncertain, and how.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::distribution::Distribution;

/// One uncertain input: a distribution on a scalar, or a factor on a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Uncertain {
    pub id: String,
    pub label: String,
    /// What it acts on: `prices.copper`, `products.copper`, `products.copper.payable`, `products.copper.payable_fraction`,
    /// `products.copper.grade`, `products.copper.recovery` (clipped to 0 … 1 after the draw),
    /// `schedule.ore`, `costs.mining`, `costs.mining.unit_cost`, `costs` (all of them), `capital.initial`, `capital`,
    /// `closure.site`, `royalties.nsr.rate`, `taxes.income.rate`, `discount.rate`, `working_capital.stock`, ….
    pub target: String,
    pub kind: UncertainKind,
    pub distribution: Distribution,
    /// Unit of a `value`; a factor has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// How the draw acts on its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UncertainKind {
    /// The draw replaces the value.
    Value,
    /// The draw multiplies the value, or every period of the row.
    Factor,
}
