//! Declaring rows, and defining those of the schedule, products and operating costs.

use prospect_series::unit::Unit;

use super::amounts::revenue_factor;
use super::build::Builder;
use super::op::{Op, Reaction};
use super::rows::{Node, RowPlan};
use super::run::Term;
use crate::economics::escalation;
use crate::result::{RowKind, Section};
use crate::scenario::{Cost, Product, Response, Source, Terms, Values};

/// Where a row was typed.
pub(super) struct Typed<'a> {
    pub(super) pointer: String,
    pub(super) source: Option<&'a Source>,
    pub(super) note: Option<&'a String>,
}

impl Builder<'_> {
    /// Adds a row whose step is given later. `names` are what other rows may call it.
    pub(super) fn declare(&mut self, names: &[&str], row: RowPlan, is_money: bool) -> usize {
        let node = self.nodes.len();
        for name in names {
            if self.names.insert((*name).to_owned(), node).is_some() {
                let pointer = row.pointer.clone().unwrap_or_default();
                self.errors.push(
                    format!("{pointer}/id"),
                    format!("the id {name} is used twice or is the name of a group"),
                );
            }
        }
        self.nodes.push(Node {
            row,
            op: None,
            constant: 1.0,
            terms: Vec::new(),
            is_money,
        });
        node
    }

    pub(super) fn set(&mut self, node: usize, op: Option<Op>) {
        self.nodes[node].op = op;
    }

    /// The node a name stands for.
    pub(super) fn resolve(&mut self, name: &str, pointer: &str) -> Option<usize> {
        if let Some(&node) = self.names.get(name) {
            return Some(node);
        }
        let mut known: Vec<&String> = self.names.keys().collect();
        known.sort_by_key(|known| {
            (
                super::targets::distance(known, name),
                known.len(),
                (*known).clone(),
            )
        });
        let nearest: Vec<&str> = known.iter().take(3).map(|name| name.as_str()).collect();
        let message = format!(
            "nothing is called {name}; the nearest are {}",
            nearest.join(", ")
        );
        self.errors.push(pointer, message);
        None
    }

    /// The same, for a row that holds money.
    pub(super) fn resolve_money(&mut self, name: &str, pointer: &str) -> Option<usize> {
        let node = self.resolve(name, pointer)?;
        if self.nodes[node].is_money {
            return Some(node);
        }
        let message = format!(
            "{name} is in {}; a row of money in {} is wanted here",
            self.nodes[node].row.unit, self.money
        );
        self.errors.push(pointer, message);
        None
    }

    pub(super) fn check_id(&mut self, id: &str, pointer: &str) {
        let fits = !id.is_empty()
            && id.len() <= 64
            && id.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
            });
        if !fits {
            self.errors.push(
                format!("{pointer}/id"),
                format!("\"{id}\" is not an id; use lower-case letters, digits, _ and -"),
            );
        }
    }

    /// A typed value, flat or per period, with the uncertain inputs aimed at `target`: the column, and what to multiply
    /// the row by.
    pub(super) fn flat_or_row(
        &mut self,
        values: &Values,
        pointer: &str,
        target: &str,
        unit: &Unit,
    ) -> Option<(Vec<f64>, f64, Vec<Term>)> {
        let expanded = self.expand(values, pointer);
        let Some(typed) = values.flat() else {
            let terms = self.row_terms(&[target.to_owned()]);
            return expanded.map(|column| (column, 1.0, terms));
        };
        let parameter = self.scalar(target, typed, unit, 0.0);
        if parameter.terms.is_empty() {
            return expanded.map(|column| (column, 1.0, Vec::new()));
        }
        expanded.map(|column| (vec![1.0; column.len()], parameter.constant, parameter.terms))
    }

    /// Multiplies a row by one plus a contingency.
    pub(super) fn contingency(
        &mut self,
        node: usize,
        target: &str,
        share: Option<f64>,
        pointer: &str,
    ) {
        let target = format!("{target}.contingency");
        let Some(share) = share else {
            self.known_targets.push(target);
            return;
        };
        if !(share.is_finite() && share >= 0.0) {
            self.errors.push(
                format!("{pointer}/contingency"),
                format!(
                    "{share} is not a contingency; it is a share of zero or more, 0.15 for 15 %"
                ),
            );
            return;
        }
        let parameter = self.scalar(&target, share, &Unit::one(), 1.0);
        self.nodes[node].constant *= parameter.constant;
        self.nodes[node].terms.extend(parameter.terms);
    }

    /// Escalates a column in place: real escalation over inflation in a nominal scenario, alone in a real one.
    pub(super) fn escalate(&mut self, column: &mut [f64], rate: Option<f64>, pointer: &str) {
        let Some(rate) = rate else { return };
        if !(rate > -1.0 && rate.is_finite()) {
            self.errors.push(
                format!("{pointer}/escalation"),
                format!("{rate} is not a yearly rate above -1"),
            );
            return;
        }
        let inflation = match (self.scenario.basis.terms, self.scenario.basis.inflation) {
            (Terms::Real, _) => 0.0,
            (Terms::Nominal, Some(inflation)) => inflation,
            (Terms::Nominal, None) => {
                self.errors.push(
                    "/basis/inflation",
                    format!("{pointer} escalates over inflation in a nominal scenario; give the inflation"),
                );
                return;
            }
        };
        for (value, &t) in column.iter_mut().zip(&self.index_times) {
            *value *= escalation::escalation_factor(rate, inflation, t, false);
        }
    }

    /// The step of a typed row with its response.
    pub(super) fn typed_step(
        &mut self,
        name: &str,
        column: Option<Vec<f64>>,
        response: Option<&Response>,
        pointer: &str,
    ) -> Option<Op> {
        let pointer = format!("{pointer}/response");
        let (to, reaction, sentence) = match response {
            None | Some(Response::Given) => return column.map(|values| Op::Column { values }),
            Some(Response::Proportional { to }) => (
                self.resolve(to, &format!("{pointer}/to")),
                Reaction::Proportional {
                    reference: Vec::new(),
                },
                format!("{name} keeps its base-case ratio to {to} in each period."),
            ),
            Some(Response::EffectiveRate { base }) => (
                self.resolve_money(base, &format!("{pointer}/base")),
                Reaction::EffectiveRate {
                    reference: Vec::new(),
                },
                format!(
                    "{name} keeps its base-case share of {base} in each period and is zero where that is negative; losses are not carried."
                ),
            ),
            Some(Response::MarginalRate {
                base,
                rate,
                loss_carry_forward,
            }) => {
                if !(*rate > 0.0 && *rate < 1.0) {
                    self.errors.push(
                        format!("{pointer}/rate"),
                        format!("{rate} is not a tax rate between 0 and 1"),
                    );
                }
                let state = loss_carry_forward.then(|| self.reserve_state(1));
                let carried = if *loss_carry_forward {
                    "losses are carried forward"
                } else {
                    "losses are not carried"
                };
                (
                    self.resolve_money(base, &format!("{pointer}/base")),
                    Reaction::MarginalRate {
                        reference: Vec::new(),
                        rate: *rate,
                        state,
                    },
                    format!(
                        "{name} is as printed plus {} % of the change of {base} against the base case, never below zero; {carried}, deductions stay as printed.",
                        rate * 100.0
                    ),
                )
            }
        };
        self.assumptions.push(sentence);
        Some(Op::Respond {
            given: column?,
            to: to?,
            response: reaction,
        })
    }

    pub(super) fn define_product(&mut self, index: usize, product: &Product) {
        let pointer = format!("/products/{index}");
        let target = format!("products.{}", product.id);
        let payable_node = self.names[&format!("{target}.payable")];
        let mut payable_unit = None;
        if let Some(amount) = &product.in_product {
            let node = self.names[&format!("{target}.in_product")];
            let quantity = self.quantity(amount, &format!("{pointer}/in_product"));
            self.nodes[node].terms =
                self.row_terms(&[target.clone(), format!("{target}.in_product")]);
            if let Some(quantity) = quantity {
                self.nodes[node].row.unit = quantity.unit.to_string();
                payable_unit = Some(quantity.unit);
                self.set(
                    node,
                    Some(Op::Column {
                        values: quantity.values,
                    }),
                );
            }
        }
        if let Some(from) = &product.from_feed {
            payable_unit = self.define_from_feed(product, from, &pointer);
        }
        let has_product = product.in_product.is_some() || product.from_feed.is_some();
        match (&product.payable, &product.payable_fraction, has_product) {
            (Some(amount), None, _) => {
                let quantity = self.quantity(amount, &format!("{pointer}/payable"));
                self.nodes[payable_node].terms =
                    self.row_terms(&[target.clone(), format!("{target}.payable")]);
                payable_unit = quantity.map(|quantity| {
                    self.set(
                        payable_node,
                        Some(Op::Column {
                            values: quantity.values,
                        }),
                    );
                    quantity.unit
                });
            }
            (None, Some(fraction), true) => {
                let place = format!("{pointer}/payable_fraction");
                if fraction
                    .as_slice()
                    .iter()
                    .any(|share| !(0.0..=1.0).contains(share))
                {
                    self.errors
                        .push(place.clone(), "a payable fraction lies between 0 and 1");
                }
                let a = self.names[&format!("{target}.in_product")];
                if let Some((values, constant, terms)) = self.flat_or_row(
                    fraction,
                    &place,
                    &format!("{target}.payable_fraction"),
                    &Unit::one(),
                ) {
                    self.nodes[payable_node].constant = constant;
                    self.nodes[payable_node].terms = terms;
                    let more = self.row_terms(&[format!("{target}.payable")]);
                    self.nodes[payable_node].terms.extend(more);
                    self.nodes[payable_node].row.kind = RowKind::Computed;
                    self.nodes[payable_node].row.formula =
                        format!("{target}.in_product × payable fraction");
                    self.set(payable_node, Some(Op::Multiple { a, values }));
                }
            }
            _ => self.errors.push(
                pointer.clone(),
                "give `payable`, or `in_product` or `from_feed` with `payable_fraction`",
            ),
        }
        if let Some(unit) = &payable_unit {
            self.nodes[payable_node].row.unit = unit.to_string();
        }

        let Some(&price) = self.names.get(&format!("prices.{}", product.price)) else {
            self.errors.push(
                format!("{pointer}/price"),
                format!("no price is called {}", product.price),
            );
            return;
        };
        let Ok(price_unit) = Unit::parse(&self.nodes[price].row.unit) else {
            return;
        };
        let Some(payable_unit) = payable_unit else {
            return;
        };
        match revenue_factor(&payable_unit, &price_unit, &self.money) {
            Ok(factor) => {
                let node = self.names[&format!("revenue.{}", product.id)];
                self.set(
                    node,
                    Some(Op::Product {
                        a: payable_node,
                        b: price,
                        factor,
                    }),
                );
            }
            Err(message) => self.errors.push(format!("{pointer}/price"), message),
        }
    }

    pub(super) fn define_cost(&mut self, index: usize, cost: &Cost) {
        let pointer = format!("/costs/{index}");
        let target = format!("costs.{}", cost.id);
        let node = self.names[&target];
        let group = if cost.category.is_selling() {
            "selling"
        } else {
            "costs"
        };
        let terms = self.row_terms(&[target.clone(), group.to_owned()]);
        self.nodes[node].terms = terms;
        self.contingency(node, &target, cost.contingency, &pointer);
        match (&cost.amount, &cost.unit_cost, &cost.driver) {
            (Some(amount), None, None) => {
                let mut column = self.money(amount, &format!("{pointer}/amount"));
                if let Some(column) = &mut column {
                    self.escalate(column, cost.escalation, &pointer);
                }
                let step = self.typed_step(&cost.name, column, cost.response.as_ref(), &pointer);
                self.set(node, step);
            }
            (None, Some(unit_cost), Some(driver)) => {
                if cost.response.is_some() {
                    self.errors.push(
                        format!("{pointer}/response"),
                        "a cost with a driver follows its driver; a response is for a given amount",
                    );
                }
                self.define_driver_cost(node, unit_cost, driver, cost, &pointer);
            }
            _ => self
                .errors
                .push(pointer, "give `amount`, or `unit_cost` with `driver`"),
        }
    }

    fn define_driver_cost(
        &mut self,
        node: usize,
        unit_cost: &crate::scenario::Amount,
        driver: &str,
        cost: &Cost,
        pointer: &str,
    ) {
        let unit = self.unit(&unit_cost.unit, &format!("{pointer}/unit_cost/unit"));
        let driver_node = self.resolve(driver, &format!("{pointer}/driver"));
        let (Some(unit), Some(driver_node)) = (unit, driver_node) else {
            return;
        };
        let column = self.flat_or_row(
            &unit_cost.values,
            &format!("{pointer}/unit_cost/values"),
            &format!("costs.{}.unit_cost", cost.id),
            &unit,
        );
        let Some((mut values, constant, terms)) = column else {
            return;
        };
        let Ok(driver_unit) = Unit::parse(&self.nodes[driver_node].row.unit) else {
            return;
        };
        match revenue_factor(&driver_unit, &unit, &self.money) {
            Ok(factor) => {
                for value in &mut values {
                    *value *= factor;
                }
                self.escalate(&mut values, cost.escalation, pointer);
                self.nodes[node].constant *= constant;
                self.nodes[node].terms.extend(terms);
                self.nodes[node].row.kind = RowKind::Computed;
                self.nodes[node].row.formula = format!("{driver} × unit cost");
                self.set(
                    node,
                    Some(Op::Multiple {
                        a: driver_node,
                        values,
                    }),
                );
            }
            Err(message) => self
                .errors
                .push(format!("{pointer}/unit_cost/unit"), message),
        }
    }
}

/// A row of the table, described.
pub(super) fn row(
    id: String,
    name: &str,
    section: Section,
    sign: i8,
    unit: &str,
    typed: Option<Typed<'_>>,
) -> RowPlan {
    let kind = if typed.is_some() {
        RowKind::Given
    } else {
        RowKind::Total
    };
    let (pointer, source, note) = typed.map_or((None, None, None), |typed| {
        (
            Some(typed.pointer),
            typed.source.cloned(),
            typed.note.cloned(),
        )
    });
    RowPlan {
        id,
        name: name.to_owned(),
        section,
        kind,
        sign,
        unit: unit.to_owned(),
        has_total: section != Section::Prices,
        formula: if kind == RowKind::Given {
            "as typed".to_owned()
        } else {
            String::new()
        },
        pointer,
        source,
        note,
        register: 0,
    }
}
