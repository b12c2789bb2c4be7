//! What a project uses: a quantity per unit of another quantity, its price, and what it emits.

use serde::{Deserialize, Serialize};

use super::{Amount, CostCategory, Source};

/// Diesel, power, water, reagents, labour: intensity × driver, at a price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Consumption {
    pub id: String,
    pub name: String,
    pub category: CostCategory,
    /// `schedule` id, `<product>.in_product` or `<product>.payable`.
    pub driver: String,
    /// Used per unit of the driver: `L/t`, `kWh/t`, `h/t`.
    pub intensity: Amount,
    /// Unit of the quantity used: `ML`, `GWh`, `t`.
    pub unit: String,
    /// Money per unit of the quantity used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Amount>,
    /// Instead of `unit_price`: id of a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Real yearly escalation of `unit_price` over inflation, as a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<f64>,
    /// Overrides what the category says about C1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_c1: Option<bool>,
    /// CO2 equivalent per unit of the quantity used: `kg/L`, `kg/kWh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emission_factor: Option<Amount>,
    /// 1 for what the project burns itself, 2 for bought energy, 3 for the rest of the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}
