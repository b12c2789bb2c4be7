//! Consumption: rows for the quantity used, its cost and its emissions.

use prospect_series::unit::Unit;

use super::amounts::revenue_factor;
use super::build::Builder;
use super::define::{Typed, row};
use super::op::Op;
use super::rows::RowPlan;
use crate::result::{RowKind, Section};
use crate::scenario::Consumption;

/// Emissions are shown in tonnes of CO2 equivalent.
const EMISSIONS: &str = "tCO2e";

impl Builder<'_> {
    /// Quantities and emissions, among the physicals.
    pub(super) fn declare_consumption(&mut self) {
        let scenario = self.scenario;
        for (k, item) in scenario.consumption.iter().enumerate() {
            self.check_id(&item.id, &format!("/consumption/{k}"));
            let id = format!("consumption.{}", item.id);
            let name = format!("{} used", item.name);
            let plan = computed(id.clone(), &name, Section::Schedule, 0, "", k, item);
            self.declare(&[&id], plan, false);
        }
        let mut emits = false;
        for (k, item) in scenario.consumption.iter().enumerate() {
            if item.emission_factor.is_none() {
                continue;
            }
            emits = true;
            let id = format!("emissions.{}", item.id);
            let scope = item
                .scope
                .map_or_else(String::new, |scope| format!(", scope {scope}"));
            let name = format!("{} emissions{scope}", item.name);
            let plan = computed(id.clone(), &name, Section::Schedule, 0, EMISSIONS, k, item);
            self.declare(&[&id], plan, false);
        }
        if emits {
            let id = "emissions";
            let plan = row(
                id.to_owned(),
                "Emissions",
                Section::Schedule,
                0,
                EMISSIONS,
                None,
            );
            self.declare(&[id], plan, false);
        }
    }

    pub(super) fn declare_consumption_costs(&mut self, selling: bool, money: &str) {
        let scenario = self.scenario;
        for (k, item) in scenario.consumption.iter().enumerate() {
            if item.category.is_selling() == selling {
                let section = if selling {
                    Section::Selling
                } else {
                    Section::Costs
                };
                let id = format!("costs.{}", item.id);
                let plan = computed(id.clone(), &item.name, section, -1, money, k, item);
                self.declare(&[&id, &item.id], plan, true);
            }
        }
    }

    pub(super) fn define_consumption(&mut self) {
        let scenario = self.scenario;
        let mut emitted = Vec::new();
        for (k, item) in scenario.consumption.iter().enumerate() {
            let pointer = format!("/consumption/{k}");
            if let Some(scope) = item.scope {
                if !(1..=3).contains(&scope) {
                    self.errors.push(
                        format!("{pointer}/scope"),
                        format!("{scope} is not a scope of emissions; it is 1, 2 or 3"),
                    );
                }
                if item.emission_factor.is_none() {
                    self.errors.push(
                        format!("{pointer}/scope"),
                        "a scope belongs to an emission factor; give `emission_factor`",
                    );
                }
            }
            let Some((node, unit)) = self.define_quantity_used(item, &pointer) else {
                continue;
            };
            self.define_cost_of_use(item, node, &unit, &pointer);
            if let Some(factor) = &item.emission_factor {
                let target = format!("emissions.{}", item.id);
                let emissions = self.names[&target];
                self.nodes[emissions].terms = self.row_terms(std::slice::from_ref(&target));
                let tonnes = Unit::parse(EMISSIONS).expect("a tonne of CO2e is a unit");
                let op = self.times_intensity(
                    emissions,
                    (node, &unit),
                    factor,
                    &tonnes,
                    &format!("{target}.factor"),
                    &format!("{pointer}/emission_factor"),
                );
                self.nodes[emissions].row.formula =
                    format!("consumption.{} × emission factor", item.id);
                self.set(emissions, op);
                emitted.push((emissions, 1.0));
            }
        }
        if self.names.contains_key("emissions") {
            self.set_sum("emissions", emitted, "sum of the emissions above");
        }
    }

    fn define_quantity_used(&mut self, item: &Consumption, pointer: &str) -> Option<(usize, Unit)> {
        let target = format!("consumption.{}", item.id);
        let node = self.names[&target];
        let unit = self.unit(&item.unit, &format!("{pointer}/unit"));
        let driver = self.resolve(&item.driver, &format!("{pointer}/driver"))?;
        let known = matches!(
            self.nodes[driver].row.section,
            Section::Schedule | Section::Products
        );
        if !known || item.driver.starts_with("consumption.") || item.driver.starts_with("emissions")
        {
            self.errors.push(
                format!("{pointer}/driver"),
                format!(
                    "{} does not drive a consumption; a schedule row or a quantity of a product does",
                    item.driver
                ),
            );
            return None;
        }
        // A driver without a unit has an error of its own.
        let driver_unit = Unit::parse(&self.nodes[driver].row.unit).ok()?;
        let unit = unit?;
        self.nodes[node].terms = self.row_terms(std::slice::from_ref(&target));
        self.nodes[node].row.unit = unit.to_string();
        self.nodes[node].row.formula = format!("{} × intensity", item.driver);
        let op = self.times_intensity(
            node,
            (driver, &driver_unit),
            &item.intensity,
            &unit,
            &format!("{target}.intensity"),
            &format!("{pointer}/intensity"),
        );
        self.set(node, op);
        Some((node, unit))
    }

    fn define_cost_of_use(
        &mut self,
        item: &Consumption,
        quantity: usize,
        unit: &Unit,
        pointer: &str,
    ) {
        let target = format!("costs.{}", item.id);
        let node = self.names[&target];
        let group = if item.category.is_selling() {
            "selling"
        } else {
            "costs"
        };
        self.nodes[node].terms = self.row_terms(&[target.clone(), group.to_owned()]);
        let money = self.money.clone();
        match (&item.unit_price, &item.price) {
            (Some(unit_price), None) => {
                self.nodes[node].row.formula = format!("consumption.{} × unit price", item.id);
                let place = format!("{pointer}/unit_price");
                let target = format!("{target}.unit_price");
                let mut op = self.times_intensity(
                    node,
                    (quantity, unit),
                    unit_price,
                    &money,
                    &target,
                    &place,
                );
                if let Some(Op::Multiple { values, .. }) = &mut op {
                    self.escalate(values, item.escalation, pointer);
                }
                self.set(node, op);
            }
            (None, Some(price)) => {
                if item.escalation.is_some() {
                    self.errors.push(
                        format!("{pointer}/escalation"),
                        "a price of the scenario has its own course; escalation is for `unit_price`",
                    );
                }
                let Some(&b) = self.names.get(&format!("prices.{price}")) else {
                    self.errors.push(
                        format!("{pointer}/price"),
                        format!("no price is called {price}"),
                    );
                    return;
                };
                self.nodes[node].row.formula = format!("consumption.{} × prices.{price}", item.id);
                // A price without a unit has an error of its own.
                let Ok(price_unit) = Unit::parse(&self.nodes[b].row.unit) else {
                    return;
                };
                match revenue_factor(unit, &price_unit, &money) {
                    Ok(factor) => self.set(
                        node,
                        Some(Op::Product {
                            a: quantity,
                            b,
                            factor,
                        }),
                    ),
                    Err(message) => self.errors.push(format!("{pointer}/price"), message),
                }
            }
            _ => self
                .errors
                .push(pointer, "give either `unit_price` or `price`"),
        }
    }
}

fn computed(
    id: String,
    name: &str,
    section: Section,
    sign: i8,
    unit: &str,
    index: usize,
    item: &Consumption,
) -> RowPlan {
    let typed = Typed {
        pointer: format!("/consumption/{index}"),
        source: item.source.as_ref(),
        note: item.note.as_ref(),
    };
    let mut plan = row(id, name, section, sign, unit, Some(typed));
    plan.kind = RowKind::Computed;
    plan
}
