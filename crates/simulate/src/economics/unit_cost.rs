//! C1, total cash cost, AISC and AIC from their components (definitions A6), by-product basis.

use super::Reason;

/// Totals over the chosen periods, in one money unit; credits positive.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CostComponents {
    /// Mining, processing, site G&A, freight, TC/RC, penalties, marketing.
    pub direct: f64,
    pub by_product_credits: f64,
    pub royalties: f64,
    pub corporate_g_and_a: f64,
    pub sustaining_capital: f64,
    pub sustaining_exploration: f64,
    pub sustaining_leases: f64,
    /// Accretion and amortisation, or closure cash in a life-of-mine model.
    pub reclamation: f64,
    pub growth_capital: f64,
    pub growth_exploration: f64,
}

impl CostComponents {
    pub fn c1(&self) -> f64 {
        self.direct - self.by_product_credits
    }

    /// The World Gold Council's adjusted operating cost.
    pub fn total_cash_cost(&self) -> f64 {
        self.c1() + self.royalties
    }

    pub fn aisc(&self) -> f64 {
        self.total_cash_cost()
            + self.corporate_g_and_a
            + self.sustaining_capital
            + self.sustaining_exploration
            + self.sustaining_leases
            + self.reclamation
    }

    pub fn aic(&self) -> f64 {
        self.aisc() + self.growth_capital + self.growth_exploration
    }
}

/// Money ÷ units, null when nothing was sold.
pub fn per_unit(money: f64, units: f64) -> Result<f64, Reason> {
    if units > 0.0 {
        Ok(money / units)
    } else {
        Err(Reason::DivisionByZero)
    }
}

/// rate × base estimate.
pub fn contingency_allowance(base_estimate: f64, rate: f64) -> f64 {
    base_estimate * rate
}

/// Px(cost)/base - 1: the contingency that brings the estimate to a percentile of the cost.
pub fn contingency_of_level(cost_percentile: f64, base_estimate: f64) -> Result<f64, Reason> {
    if base_estimate > 0.0 {
        Ok((cost_percentile - base_estimate) / base_estimate)
    } else {
        Err(Reason::DivisionByZero)
    }
}
