//! The deterministic case: every row of the cash-flow table and the figures read from it.

use serde::{Deserialize, Serialize};

use super::Figure;
use crate::economics::{Irr, Payback, PeakFunding};
use crate::scenario::{Source, Terms, Timing, UnitCostMeasure, Values, Window};

/// The scenario with every uncertain input at its base value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BaseCase {
    pub engine_version: String,
    pub scenario_name: String,
    /// Unit of every money row and of every NPV.
    pub money_unit: String,
    pub terms: Terms,
    #[cfg_attr(feature = "schema", schema(required))]
    pub base_year: Option<i32>,
    /// Decimal per year.
    pub discount_rate: f64,
    /// The headline timing.
    pub timing: Timing,
    pub periods: Vec<PeriodInfo>,
    /// In the order a report prints them.
    pub rows: Vec<Row>,
    pub figures: Figures,
    /// Printed figures beside the computed ones.
    pub reconciliation: Vec<Reconciliation>,
    pub warnings: Vec<String>,
    /// What is assumed about given rows in a simulation, one sentence each.
    pub assumptions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PeriodInfo {
    pub label: String,
    /// Years from the valuation date to the start of the period.
    pub start_years: f64,
    pub length_years: f64,
    #[cfg_attr(feature = "schema", schema(required))]
    pub phase: Option<String>,
    /// First day of the period where the scenario gives a start date.
    #[cfg_attr(feature = "schema", schema(required))]
    pub start_date: Option<String>,
}

/// One line of the cash-flow table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = CashFlowRow))]
pub struct Row {
    pub id: String,
    pub name: String,
    pub section: Section,
    pub kind: RowKind,
    /// +1 counts for the cash flow, -1 against it, 0 is information.
    pub sign: i8,
    pub unit: String,
    /// One per period; costs are positive.
    pub values: Vec<f64>,
    /// Sum over the periods; null for prices and ratios.
    #[cfg_attr(feature = "schema", schema(required))]
    pub total: Option<f64>,
    /// How it was computed, in words.
    pub formula: String,
    /// JSON pointer to the input, for rows that were typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Schedule,
    Prices,
    Products,
    Revenue,
    Selling,
    Costs,
    Royalties,
    Subtotals,
    WorkingCapital,
    Capital,
    Closure,
    Depreciation,
    Taxes,
    CashFlow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Typed per period.
    Given,
    /// Computed from other rows.
    Computed,
    /// A sum of rows.
    Total,
}

/// One value per timing convention (definitions A1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ByTiming {
    pub start: f64,
    pub mid: f64,
    pub end: f64,
}

impl ByTiming {
    pub fn get(&self, timing: Timing) -> f64 {
        match timing {
            Timing::Start => self.start,
            Timing::Mid => self.mid,
            Timing::End => self.end,
        }
    }
}

/// The figures of definitions A2, A3 and A6.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Figures {
    /// After tax, headline timing.
    pub npv: Figure,
    pub npv_after_tax: ByTiming,
    pub npv_before_tax: ByTiming,
    pub irr_after_tax: Irr,
    pub irr_before_tax: Irr,
    /// Finance and reinvestment both at the discount rate.
    pub mirr: Figure,
    /// Spread convention, from the start of the first period.
    pub payback: Payback,
    pub payback_from_production: Figure,
    pub discounted_payback: Payback,
    pub profitability_index: Figure,
    pub peak_funding: PeakFunding,
    #[cfg_attr(feature = "schema", schema(required))]
    pub peak_funding_label: Option<String>,
    pub unit_costs: Vec<UnitCostFigure>,
    pub break_even: Vec<BreakEven>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UnitCostFigure {
    pub id: String,
    pub name: String,
    pub measure: UnitCostMeasure,
    pub over: Window,
    pub value: Figure,
    /// Rows that count, with a minus for credits.
    pub rows: Vec<String>,
}

/// The level of one price at which NPV is zero, other prices held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BreakEven {
    pub price: String,
    pub name: String,
    /// On the after-tax flow. The level itself for a flat deck; null for a deck by period, where only the factor means
    /// something.
    pub after_tax: Figure,
    pub before_tax: Figure,
    /// Factor on the deck.
    pub after_tax_factor: Figure,
    pub before_tax_factor: Figure,
}

/// A printed figure beside the computed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Reconciliation {
    pub figure: String,
    pub name: String,
    pub unit: String,
    pub reported: Values,
    /// Null where the engine has no such figure for this case.
    #[cfg_attr(feature = "schema", schema(required))]
    pub computed: Option<Values>,
    /// Computed less reported; for a row the gap of largest size.
    #[cfg_attr(feature = "schema", schema(required))]
    pub gap: Option<f64>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub gap_relative: Option<f64>,
    /// Label of the period of the largest gap, for a row.
    #[cfg_attr(feature = "schema", schema(required))]
    pub gap_period: Option<String>,
    /// The absolute tolerance applied.
    pub tolerance: f64,
    pub agrees: bool,
    #[cfg_attr(feature = "schema", schema(required))]
    pub note: Option<String>,
    #[cfg_attr(feature = "schema", schema(required))]
    pub source: Option<Source>,
}
