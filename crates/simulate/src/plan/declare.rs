//! The rows of a cash-flow table in the order a report prints them, named before any is computed.

use super::build::Builder;
use super::define::{Typed, row};
use super::op::Op;
use crate::result::{RowKind, Section};

/// Names a row cannot have because they mean a sum.
pub(super) const TOTALS: [(&str, &str, Section, i8); 12] = [
    ("revenue", "Revenue", Section::Revenue, 0),
    ("selling", "Selling costs", Section::Selling, 0),
    ("nsr", "Net smelter return", Section::Selling, 0),
    ("royalties", "Royalties", Section::Royalties, 0),
    ("costs", "Operating costs", Section::Costs, 0),
    ("operating_margin", "Operating margin", Section::Costs, 0),
    (
        "working_capital",
        "Increase of working capital",
        Section::WorkingCapital,
        0,
    ),
    ("capital", "Capital", Section::Capital, 0),
    ("closure", "Closure", Section::Closure, 0),
    (
        "cash_flow_before_tax",
        "Cash flow before tax",
        Section::CashFlow,
        0,
    ),
    ("taxes", "Taxes", Section::Taxes, 0),
    (
        "cash_flow_after_tax",
        "Cash flow after tax",
        Section::CashFlow,
        0,
    ),
];

macro_rules! typed {
    ($section:literal, $index:expr, $row:expr) => {
        Some(Typed {
            pointer: format!("/{}/{}", $section, $index),
            source: $row.source.as_ref(),
            note: $row.note.as_ref(),
        })
    };
}

impl Builder<'_> {
    pub(super) fn define_rows(&mut self) {
        self.declare_rows();
        self.define_schedule();
        for (k, price) in self.scenario.prices.iter().enumerate() {
            self.define_price(k, price);
        }
        for (k, product) in self.scenario.products.iter().enumerate() {
            self.define_product(k, product);
        }
        self.define_consumption();
        for (k, cost) in self.scenario.costs.iter().enumerate() {
            self.define_cost(k, cost);
        }
        self.define_subtotals();
        self.define_royalties();
        self.define_capital();
        self.define_working_capital();
        self.define_depreciation();
        self.define_taxes();
        self.define_totals();
    }

    fn declare_rows(&mut self) {
        let scenario = self.scenario;
        let money = scenario.basis.money.clone();
        for (k, schedule) in scenario.schedule.iter().enumerate() {
            self.check_id(&schedule.id, &format!("/schedule/{k}"));
            let id = format!("schedule.{}", schedule.id);
            let plan = row(
                id.clone(),
                &schedule.name,
                Section::Schedule,
                0,
                "",
                typed!("schedule", k, schedule),
            );
            self.declare(&[&id, &schedule.id], plan, false);
        }
        self.declare_consumption();
        for (k, price) in scenario.prices.iter().enumerate() {
            self.check_id(&price.id, &format!("/prices/{k}"));
            let id = format!("prices.{}", price.id);
            let plan = row(
                id.clone(),
                &format!("{} price", price.name),
                Section::Prices,
                0,
                "",
                typed!("prices", k, price),
            );
            self.declare(&[&id], plan, false);
        }
        for (k, product) in scenario.products.iter().enumerate() {
            self.check_id(&product.id, &format!("/products/{k}"));
            for (part, words, exists) in [
                ("grade", "grade", product.from_feed.is_some()),
                ("recovery", "recovery", product.from_feed.is_some()),
                (
                    "in_product",
                    "in product",
                    product.in_product.is_some() || product.from_feed.is_some(),
                ),
                ("payable", "payable", true),
            ] {
                if exists {
                    let id = format!("products.{}.{part}", product.id);
                    let name = format!("{} {words}", product.name);
                    let plan = row(
                        id.clone(),
                        &name,
                        Section::Products,
                        0,
                        "",
                        typed!("products", k, product),
                    );
                    self.declare(&[&id, &format!("{}.{part}", product.id)], plan, false);
                }
            }
        }
        for product in &scenario.products {
            let id = format!("revenue.{}", product.id);
            let mut plan = row(
                id.clone(),
                &format!("{} revenue", product.name),
                Section::Revenue,
                1,
                &money,
                None,
            );
            plan.kind = RowKind::Computed;
            plan.formula = format!("products.{}.payable × prices.{}", product.id, product.price);
            self.declare(&[&id], plan, true);
        }
        self.declare_total("revenue", &money);
        self.declare_costs(true, &money);
        self.declare_total("selling", &money);
        self.declare_total("nsr", &money);
        for (k, royalty) in scenario.royalties.iter().enumerate() {
            let typed = typed!("royalties", k, royalty);
            self.declare_money(
                "royalties",
                k,
                &royalty.id,
                &royalty.name,
                Section::Royalties,
                -1,
                typed,
            );
        }
        self.declare_total("royalties", &money);
        self.declare_costs(false, &money);
        self.declare_total("costs", &money);
        self.declare_total("operating_margin", &money);
        for (k, subtotal) in scenario.subtotals.iter().enumerate() {
            let typed = Some(Typed {
                pointer: format!("/subtotals/{k}"),
                source: None,
                note: subtotal.note.as_ref(),
            });
            let node = self.declare_money(
                "subtotals",
                k,
                &subtotal.id,
                &subtotal.name,
                Section::Subtotals,
                0,
                typed,
            );
            self.nodes[node].row.kind = RowKind::Total;
        }
        for (k, item) in scenario.working_capital.iter().enumerate() {
            let typed = typed!("working_capital", k, item);
            self.declare_money(
                "working_capital",
                k,
                &item.id,
                &item.name,
                Section::WorkingCapital,
                -1,
                typed,
            );
        }
        self.declare_total("working_capital", &money);
        for (k, item) in scenario.capital.iter().enumerate() {
            self.declare_money(
                "capital",
                k,
                &item.id,
                &item.name,
                Section::Capital,
                -1,
                typed!("capital", k, item),
            );
        }
        self.declare_total("capital", &money);
        for (k, item) in scenario.closure.iter().enumerate() {
            self.declare_money(
                "closure",
                k,
                &item.id,
                &item.name,
                Section::Closure,
                -1,
                typed!("closure", k, item),
            );
        }
        self.declare_total("closure", &money);
        self.declare_total("cash_flow_before_tax", &money);
        for (k, item) in scenario.depreciation.iter().enumerate() {
            let typed = typed!("depreciation", k, item);
            let node = self.declare_money(
                "depreciation",
                k,
                &item.id,
                &item.name,
                Section::Depreciation,
                0,
                typed,
            );
            self.nodes[node].row.kind = RowKind::Computed;
        }
        for (k, tax) in scenario.taxes.iter().enumerate() {
            self.declare_money(
                "taxes",
                k,
                &tax.id,
                &tax.name,
                Section::Taxes,
                -1,
                typed!("taxes", k, tax),
            );
        }
        self.declare_total("taxes", &money);
        self.declare_total("cash_flow_after_tax", &money);
        if let Some(&revenue) = self.names.get("revenue") {
            self.names.insert("gross".to_owned(), revenue);
        }
    }

    fn declare_costs(&mut self, selling: bool, money: &str) {
        debug_assert!(!money.is_empty(), "the basis names a money unit");
        for (k, cost) in self.scenario.costs.iter().enumerate() {
            if cost.category.is_selling() == selling {
                let section = if selling {
                    Section::Selling
                } else {
                    Section::Costs
                };
                self.declare_money(
                    "costs",
                    k,
                    &cost.id,
                    &cost.name,
                    section,
                    -1,
                    typed!("costs", k, cost),
                );
            }
        }
        self.declare_consumption_costs(selling, money);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one row is described by that much"
    )]
    fn declare_money(
        &mut self,
        list: &str,
        index: usize,
        id: &str,
        name: &str,
        section: Section,
        sign: i8,
        typed: Option<Typed<'_>>,
    ) -> usize {
        self.check_id(id, &format!("/{list}/{index}"));
        let full = format!("{list}.{id}");
        let plan = row(
            full.clone(),
            name,
            section,
            sign,
            &self.scenario.basis.money,
            typed,
        );
        self.declare(&[&full, id], plan, true)
    }

    fn declare_total(&mut self, id: &str, money: &str) {
        let (_, name, section, sign) = TOTALS
            .into_iter()
            .find(|total| total.0 == id)
            .expect("every total is in the list");
        let plan = row(id.to_owned(), name, section, sign, money, None);
        self.declare(&[id], plan, true);
    }

    fn define_totals(&mut self) {
        let members = |builder: &Self, section: Section| -> Vec<(usize, f64)> {
            builder
                .nodes
                .iter()
                .enumerate()
                .filter(|(_, node)| node.row.section == section && node.row.sign != 0)
                .map(|(index, _)| (index, 1.0))
                .collect()
        };
        for (id, section) in [
            ("revenue", Section::Revenue),
            ("selling", Section::Selling),
            ("royalties", Section::Royalties),
            ("costs", Section::Costs),
            ("working_capital", Section::WorkingCapital),
            ("capital", Section::Capital),
            ("closure", Section::Closure),
            ("taxes", Section::Taxes),
        ] {
            let terms = members(self, section);
            self.set_sum(id, terms, "sum of the rows above");
        }
        for (id, formula) in [
            ("nsr", "revenue - selling"),
            ("operating_margin", "nsr - royalties - costs"),
            (
                "cash_flow_before_tax",
                "operating_margin - working_capital - capital - closure",
            ),
            ("cash_flow_after_tax", "cash_flow_before_tax - taxes"),
        ] {
            let terms = formula
                .split(" - ")
                .enumerate()
                .map(|(k, name)| (self.names[name], if k == 0 { 1.0 } else { -1.0 }))
                .collect();
            self.set_sum(id, terms, formula);
        }
    }

    pub(super) fn set_sum(&mut self, id: &str, terms: Vec<(usize, f64)>, formula: &str) {
        let node = self.names[id];
        formula.clone_into(&mut self.nodes[node].row.formula);
        self.set(node, Some(Op::Sum { terms }));
    }
}
