//! The scenario file: one version of a project's assumptions, as people type and read it.
//!
//! The shape is the same in TOML (files) and JSON (the API). It holds what was typed, with units and sources, and
//! nothing computed: [`crate::plan`] checks it and turns it into something that runs.
//!
//! Signs: receipts and costs are both typed positive; the section a row stands in says which way it counts.

mod amount;
mod consumption;
mod content_hash;
mod correlation;
mod locate;
mod price;
mod read;
mod rows;
mod uncertain;

pub use amount::{Amount, Values};
pub use consumption::Consumption;
pub use correlation::{CorrelatedPair, Correlation, DependenceMethod};
pub use locate::line_of;
pub use price::{Beyond, Deck, Price, PricePath};
pub use read::{ScenarioError, ScenarioErrors};
pub use rows::{
    Capital, CapitalKind, Closure, Cost, CostCategory, Depreciation, DepreciationMethod, FromFeed,
    LossRule, Product, Response, Royalty, ScheduleRow, Subtotal, Tax, TierMode, Tiers,
    WorkingCapital, WorkingCapitalSide,
};
use serde::{Deserialize, Serialize};
pub use uncertain::{Uncertain, UncertainKind};

/// The only version of the file this engine reads.
pub const SCHEMA_VERSION: u32 = 1;

/// One version of a project's assumptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Always [`SCHEMA_VERSION`].
    pub schema_version: u32,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    pub basis: Basis,
    pub periods: Periods,
    pub discount: Discount,
    /// Physical quantities per period that costs are driven by (ore, waste, feed, …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<ScheduleRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<Price>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Product>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Cost>,
    /// What is used, what it costs and what it emits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumption: Vec<Consumption>,
    /// Named sums of other rows, to be used as the base of a royalty, a tax or a response.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subtotals: Vec<Subtotal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub royalties: Vec<Royalty>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depreciation: Vec<Depreciation>,
    /// Income taxes: the rows between cash flow before tax and after tax.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<Tax>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capital: Vec<Capital>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closure: Vec<Closure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub working_capital: Vec<WorkingCapital>,
    /// Unit costs to print; without any, C1 and AISC over all periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_costs: Vec<UnitCost>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncertain: Vec<Uncertain>,
    /// Rank correlations between uncertain inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Correlation>,
    /// Figures a study prints, to be set beside the computed ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reported: Vec<Reported>,
}

/// Where a figure comes from. Any row may carry one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// "Table 22.6, p. 357".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The money the scenario is told in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The unit of every money row in the results: `k US$`, `M US$`, `US$`.
    pub money: String,
    pub terms: Terms,
    /// The year whose prices the real figures are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_year: Option<i32>,
    /// Yearly inflation as a decimal; needed as soon as real and nominal rows meet, or for a nominal scenario with escalation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inflation: Option<f64>,
    /// Years from the price base to the valuation date; 0 when they coincide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_lead_years: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Real (constant money of the base year) or nominal (money of the day).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    Real,
    Nominal,
}

impl std::fmt::Display for Terms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Real => "real",
            Self::Nominal => "nominal",
        })
    }
}

/// The time axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Periods {
    pub labels: Vec<Label>,
    /// One length for all, or one per period, in years.
    pub length_years: Values,
    /// First day of the first period, `YYYY-MM-DD`; the valuation date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
}

/// A period's name; integers in a file read as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "LabelText", into = "String")]
pub struct Label(pub String);

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Label {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Integer]))
            .description(Some("A period's name; an integer is kept as text"))
            .examples(["2027"])
            .build()
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Label {
    fn name() -> std::borrow::Cow<'static, str> {
        "PeriodLabel".into()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum LabelText {
    Number(i64),
    Text(String),
}

impl From<LabelText> for Label {
    fn from(text: LabelText) -> Self {
        match text {
            LabelText::Number(number) => Self(number.to_string()),
            LabelText::Text(text) => Self(text),
        }
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

/// A named stretch of periods, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub name: String,
    pub from: Label,
    pub to: Label,
}

/// The yearly effective rate and when in a period its flow falls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Discount {
    /// Decimal per year: 0.08 is 8 %.
    pub rate: f64,
    pub timing: Timing,
    /// Must agree with the basis when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// When in its period a flow falls (definitions A1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    Start,
    Mid,
    End,
}

impl Timing {
    pub const ALL: [Self; 3] = [Self::Start, Self::Mid, Self::End];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Mid => "mid",
            Self::End => "end",
        }
    }
}

impl std::fmt::Display for Timing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A cost per payable unit of the main product, over a stated stretch of periods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitCost {
    pub id: String,
    pub name: String,
    pub measure: UnitCostMeasure,
    pub over: Window,
    /// `US$/lb`, `US$/oz`.
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Which costs count (definitions A6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnitCostMeasure {
    C1,
    TotalCashCost,
    Aisc,
    Aic,
}

/// The periods a unit cost is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = UnitCostWindow))]
#[serde(rename_all = "snake_case")]
pub enum Window {
    All,
    /// From the first period with sales of the main product to the end: operating costs before it are capital for unit
    /// costs, those of winding down are not.
    Production,
    /// The first that many periods with sales of the main product.
    FirstProduction(u32),
}

/// A figure printed by a study. The base case shows it beside the computed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// `npv_after_tax`, `npv_before_tax` (also with `.start`, `.mid`, `.end`), `irr_after_tax`, `irr_before_tax`,
    /// `payback`, `payback_from_production`, `discounted_payback`, `profitability_index`, `peak_funding`,
    /// `break_even.<price id>`, `unit_cost.<id>`, `row.<id>`.
    pub figure: String,
    /// One value, or one per period for a row.
    pub value: Values,
    pub unit: String,
    /// Absolute, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// Relative to the reported value, as a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative_tolerance: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
