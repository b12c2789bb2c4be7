//! The rows of a scenario, section by section, in the order a technical report prints them.

use serde::{Deserialize, Serialize};

use super::{Amount, Source, Values};

/// A physical quantity per period: typed, another row times something, or a sum of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScheduleRow {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Instead of `amount`: the schedule row that is multiplied by `times`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Strip ratio, dilution, mining recovery, share of a ramp-up, hours of a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Amount>,
    /// Instead of `amount`: the schedule rows that are added up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Vec<String>>,
    /// Unit of a computed row; without it, that of the row it is computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Something sold: quantity in product, the part that is paid for, and its price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub id: String,
    pub name: String,
    /// The product unit costs are counted per; the others are by-products whose revenue is a credit. Default: the first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub main: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_product: Option<Amount>,
    /// Computes `in_product` instead: feed × grade × recovery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_feed: Option<FromFeed>,
    /// Given payable quantity, or leave it out and give `payable_fraction` of `in_product`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payable: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payable_fraction: Option<Values>,
    /// Id of the price.
    pub price: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Metal recovered from what is fed to the plant: feed × grade × recovery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FromFeed {
    /// Id of a schedule row.
    pub feed: String,
    /// Metal per unit of feed: `%`, `g/t`, `ppm`, `oz/t`.
    pub grade: Amount,
    /// Decimal share of the metal in the feed that reaches the product, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Values>,
    /// Instead of `recovery`: points `[grade in its unit, recovery]`, rising in grade; straight lines between them and the
    /// end values beyond.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_curve: Option<Vec<(f64, f64)>>,
    /// Unit of the metal in product: `t`, `oz`.
    pub unit: String,
}

/// An operating or selling cost: a row of money, or a unit cost times a named quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Cost {
    pub id: String,
    pub name: String,
    pub category: CostCategory,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Amount>,
    /// `schedule` id, `<product>.in_product` or `<product>.payable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<String>,
    /// Overrides what the category says about C1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_c1: Option<bool>,
    /// Decimal share added to the estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contingency: Option<f64>,
    /// Real yearly escalation over inflation, as a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<f64>,
    /// How a given row moves when the rest of the scenario moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// What a cost is for; decides whether it is a selling cost (above NSR) and whether it belongs to C1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CostCategory {
    Mining,
    Processing,
    Infrastructure,
    GeneralAndAdministration,
    /// Mining, processing and site G&A where a report prints only their sum.
    Operating,
    Treatment,
    Refining,
    Freight,
    Penalties,
    Marketing,
    Selling,
    CorporateGeneralAndAdministration,
    Exploration,
    Community,
    Finance,
    Other,
}

impl CostCategory {
    /// Deducted from gross revenue to give the net smelter return.
    pub fn is_selling(self) -> bool {
        matches!(
            self,
            Self::Treatment
                | Self::Refining
                | Self::Freight
                | Self::Penalties
                | Self::Marketing
                | Self::Selling
        )
    }

    /// Part of C1 unless the row says otherwise (definitions A6).
    pub fn in_c1(self) -> bool {
        self.is_selling()
            || matches!(
                self,
                Self::Mining
                    | Self::Processing
                    | Self::Infrastructure
                    | Self::GeneralAndAdministration
                    | Self::Operating
            )
    }
}

/// How a row given by a report moves in a simulation. A printed row holds for the printed case only; this says what is
/// assumed about it elsewhere, and the assumption is shown with the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RowResponse))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Response {
    /// Stays as typed.
    Given,
    /// Keeps, period by period, its base-case ratio to a quantity, row, group or subtotal.
    Proportional { to: String },
    /// Keeps, period by period, its base-case share of `max(0, base)`; nothing is due where that is zero.
    /// Periods whose base-case `base` is not positive keep the typed amount.
    EffectiveRate { base: String },
    /// The typed amount implies a taxable income (amount ÷ rate); the change of `base` against the base case is added to
    /// it and taxed at the rate. Deductions are thereby held as they were in the printed case.
    MarginalRate {
        base: String,
        rate: f64,
        /// Negative taxable income is carried forward without limit.
        #[serde(default)]
        loss_carry_forward: bool,
    },
}

/// A named sum: everything in `plus` less everything in `minus`. Entries are row ids, subtotal ids or the groups
/// `revenue`, `costs`, `selling`, `royalties`, `capital`, `closure`, `working_capital`, `taxes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Subtotal {
    pub id: String,
    pub name: String,
    pub plus: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minus: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A royalty or production tax: rate × base, price tiers × base, or a given row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Royalty {
    pub id: String,
    pub name: String,
    /// Decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Tiers>,
    /// `gross`, `nsr`, or the id of a row or subtotal. A negative base counts as zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Nothing more is due once this much has been paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cumulative_cap: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Rates that depend on a price. There is no default mode: laws differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// Id of the price.
    pub price: String,
    pub mode: TierMode,
    /// `[from price, rate]`, rising.
    pub steps: Vec<(f64, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TierMode {
    /// Each slice of the price pays its own rate.
    Marginal,
    /// The whole base pays the rate of the bracket the price falls in.
    Slab,
}

/// Tax depreciation of one or more capital rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Depreciation {
    pub id: String,
    pub name: String,
    /// Ids of capital rows, or `capital`.
    pub of: Vec<String>,
    pub method: DepreciationMethod,
    /// Label of the first period in which assets are in service; earlier outlays wait for it. Default: the first period
    /// with sales.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<super::Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DepreciationMethod {
    StraightLine {
        life_years: f64,
    },
    /// `factor` 2 is double declining; switches to straight line when that is larger.
    DecliningBalance {
        life_years: f64,
        factor: f64,
    },
    UnitsOfProduction {
        driver: String,
    },
    /// The printed half-year table of IRS Publication 946 for this class (3, 5, 7, 10, 15 or 20 years).
    Macrs {
        class_years: u32,
    },
}

/// An income tax: a rate on a base less depreciation and past losses, or a given row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tax {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Id of a row or subtotal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Ids of depreciation rows deducted from the base.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deductions: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub losses: Option<LossRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Carry-forward of tax losses (definitions A5): used = min(pool, floor + limit · max(0, income - floor)), first in
/// first out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LossRule {
    /// Share of income above the floor that losses may cover; 1 without limit.
    #[serde(default = "whole")]
    pub limit: f64,
    /// Income up to this may always be covered, in the money of the basis.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub floor: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_years: Option<u32>,
}

fn whole() -> f64 {
    1.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

/// Capital expenditure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Capital {
    pub id: String,
    pub name: String,
    pub kind: CapitalKind,
    pub amount: Amount,
    /// Decimal share added to the estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contingency: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CapitalKind {
    Initial,
    Sustaining,
    Growth,
}

/// Closure and reclamation cash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Closure {
    pub id: String,
    pub name: String,
    pub amount: Amount,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contingency: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Working capital: given increases, or days of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkingCapital {
    pub id: String,
    pub name: String,
    /// Given increase of the balance (negative: release). Give this, or `days` and `of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increase: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<f64>,
    /// Group or row the days are of: `revenue`, `costs`, a cost id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<WorkingCapitalSide>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Receivables and inventory tie money up; payables set it free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkingCapitalSide {
    Receivable,
    Inventory,
    Payable,
}
