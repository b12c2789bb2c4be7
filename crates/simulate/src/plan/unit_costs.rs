//! Unit costs of the base case: which rows count, over which periods (definitions A6).

use prospect_series::unit::Unit;

use super::Plan;
use crate::economics::Reason;
use crate::economics::unit_cost::{CostComponents, per_unit};
use crate::result::{Figure, UnitCostFigure};
use crate::scenario::{CapitalKind, CostCategory, Product, UnitCost, UnitCostMeasure, Window};

impl Plan {
    /// The product unit costs are counted per: the one marked, or the first.
    fn main_product(&self) -> Option<&Product> {
        let products = &self.scenario.products;
        products
            .iter()
            .find(|product| product.main)
            .or(products.first())
    }

    pub(super) fn unit_costs(&self, table: &[Vec<f64>]) -> Vec<UnitCostFigure> {
        let Some(main) = self.main_product() else {
            return Vec::new();
        };
        let wanted = if self.scenario.unit_costs.is_empty() {
            self.usual_unit_costs(main)
        } else {
            self.scenario.unit_costs.clone()
        };
        wanted
            .iter()
            .map(|unit_cost| self.unit_cost(table, main, unit_cost))
            .collect()
    }

    /// C1 and AISC over all periods, in the unit of the main product's price.
    fn usual_unit_costs(&self, main: &Product) -> Vec<UnitCost> {
        let unit = self
            .scenario
            .prices
            .iter()
            .find(|price| price.id == main.price)
            .map_or_else(String::new, |price| price.unit.clone());
        [
            ("c1", "C1", UnitCostMeasure::C1),
            ("aisc", "AISC", UnitCostMeasure::Aisc),
        ]
        .into_iter()
        .map(|(id, name, measure)| UnitCost {
            id: id.to_owned(),
            name: name.to_owned(),
            measure,
            over: Window::All,
            unit: unit.clone(),
            note: None,
        })
        .collect()
    }

    fn unit_cost(&self, table: &[Vec<f64>], main: &Product, wanted: &UnitCost) -> UnitCostFigure {
        let payable = self.row_values(table, &format!("products.{}.payable", main.id));
        let sold = || (0..self.periods.len()).filter(|&k| payable[k] > 0.0);
        let periods: Vec<usize> = match wanted.over {
            Window::All => (0..self.periods.len()).collect(),
            Window::Production => sold()
                .next()
                .map_or_else(Vec::new, |first| (first..self.periods.len()).collect()),
            Window::FirstProduction(count) => sold().take(count as usize).collect(),
        };
        let (components, rows) = self.components(table, main, wanted.measure, &periods);
        let money = match wanted.measure {
            UnitCostMeasure::C1 => components.c1(),
            UnitCostMeasure::TotalCashCost => components.total_cash_cost(),
            UnitCostMeasure::Aisc => components.aisc(),
            UnitCostMeasure::Aic => components.aic(),
        };
        let units: f64 = periods.iter().map(|&k| payable[k]).sum();
        let value = per_unit(money, units).and_then(|cost| {
            self.unit_cost_factor(main, &wanted.unit)
                .map(|factor| cost * factor)
                .map_err(|_| Reason::OutOfDomain)
        });
        UnitCostFigure {
            id: wanted.id.clone(),
            name: wanted.name.clone(),
            measure: wanted.measure,
            over: wanted.over,
            value: Figure::new(value, &wanted.unit),
            rows,
        }
    }

    /// From money per payable unit to the unit asked for.
    pub(super) fn unit_cost_factor(&self, main: &Product, unit: &str) -> Result<f64, String> {
        let wanted = Unit::parse(unit).map_err(|error| error.to_string())?;
        let money = Unit::parse(&self.money_unit).map_err(|error| error.to_string())?;
        let payable = self
            .row_unit(&format!("products.{}.payable", main.id))
            .ok_or_else(|| "the main product has no payable quantity".to_owned())?;
        let own = money
            .checked_div(&payable)
            .map_err(|error| error.to_string())?;
        own.factor_to(&wanted).map_err(|error| error.to_string())
    }

    fn components(
        &self,
        table: &[Vec<f64>],
        main: &Product,
        measure: UnitCostMeasure,
        periods: &[usize],
    ) -> (CostComponents, Vec<String>) {
        let total = |id: &str| -> f64 {
            let values = self.row_values(table, id);
            crate::statistics::sum(periods.iter().map(|&k| values[k]))
        };
        let mut components = CostComponents::default();
        let mut rows = Vec::new();
        let beyond_c1 = measure != UnitCostMeasure::C1;
        let in_aisc = matches!(measure, UnitCostMeasure::Aisc | UnitCostMeasure::Aic);
        let costs = self.scenario.costs.iter();
        let costs = costs.map(|cost| (&cost.id, cost.category, cost.in_c1));
        let used = self.scenario.consumption.iter();
        let used = used.map(|item| (&item.id, item.category, item.in_c1));
        for (id, category, in_c1) in costs.chain(used) {
            let id = format!("costs.{id}");
            let slot = if in_c1.unwrap_or(category.in_c1()) {
                &mut components.direct
            } else {
                match category {
                    CostCategory::Community if beyond_c1 => &mut components.royalties,
                    CostCategory::CorporateGeneralAndAdministration if in_aisc => {
                        &mut components.corporate_g_and_a
                    }
                    CostCategory::Exploration if in_aisc => &mut components.sustaining_exploration,
                    _ => continue,
                }
            };
            *slot += total(&id);
            rows.push(id);
        }
        for product in self
            .scenario
            .products
            .iter()
            .filter(|product| product.id != main.id)
        {
            components.by_product_credits += total(&format!("revenue.{}", product.id));
            rows.push(format!("-revenue.{}", product.id));
        }
        if beyond_c1 && !self.scenario.royalties.is_empty() {
            components.royalties += total("royalties");
            rows.push("royalties".to_owned());
        }
        if in_aisc {
            for item in &self.scenario.capital {
                let id = format!("capital.{}", item.id);
                match item.kind {
                    CapitalKind::Sustaining => components.sustaining_capital += total(&id),
                    CapitalKind::Growth if measure == UnitCostMeasure::Aic => {
                        components.growth_capital += total(&id);
                    }
                    CapitalKind::Initial | CapitalKind::Growth => continue,
                }
                rows.push(id);
            }
            if !self.scenario.closure.is_empty() {
                components.reclamation += total("closure");
                rows.push("closure".to_owned());
            }
        }
        (components, rows)
    }
}
