//! The rows below operating costs: subtotals, royalties, capital, working capital, depreciation and taxes.

use prospect_series::unit::Unit;

use super::build::Builder;
use super::op::{Losses, Op, PriceTiers};
use crate::economics::depreciation::{declining_balance, macrs_percent};
use crate::economics::tax::LossTerms;
use crate::economics::working_capital::balance_shares;
use crate::result::RowKind;
use crate::scenario::{
    Depreciation, DepreciationMethod, LossRule, Terms, Tiers, WorkingCapital, WorkingCapitalSide,
};

/// Days in a year when the scenario gives no calendar.
const DAYS_PER_YEAR: f64 = 365.0;

impl Builder<'_> {
    pub(super) fn define_subtotals(&mut self) {
        for (k, subtotal) in self.scenario.subtotals.iter().enumerate() {
            let mut terms = Vec::new();
            for (list, names, sign) in [
                ("plus", &subtotal.plus, 1.0),
                ("minus", &subtotal.minus, -1.0),
            ] {
                for (j, name) in names.iter().enumerate() {
                    if let Some(node) =
                        self.resolve_money(name, &format!("/subtotals/{k}/{list}/{j}"))
                    {
                        terms.push((node, sign));
                    }
                }
            }
            let formula = if subtotal.minus.is_empty() {
                subtotal.plus.join(" + ")
            } else {
                format!(
                    "{} - {}",
                    subtotal.plus.join(" + "),
                    subtotal.minus.join(" - ")
                )
            };
            self.set_sum(&format!("subtotals.{}", subtotal.id), terms, &formula);
        }
    }

    pub(super) fn define_royalties(&mut self) {
        for (k, royalty) in self.scenario.royalties.iter().enumerate() {
            let pointer = format!("/royalties/{k}");
            let target = format!("royalties.{}", royalty.id);
            let node = self.names[&target];
            self.nodes[node].terms = self.row_terms(&[target.clone(), "royalties".to_owned()]);
            match (&royalty.amount, royalty.rate, &royalty.tiers, &royalty.base) {
                (Some(amount), None, None, None) => {
                    let column = self.money(amount, &format!("{pointer}/amount"));
                    let step =
                        self.typed_step(&royalty.name, column, royalty.response.as_ref(), &pointer);
                    if step.is_some() && royalty.response.is_none() {
                        self.assumptions
                            .push(format!("{} stays as printed.", royalty.name));
                    }
                    self.set(node, step);
                }
                (None, rate, tiers, Some(base)) if rate.is_some() != tiers.is_some() => {
                    let base_node = self.resolve_money(base, &format!("{pointer}/base"));
                    if let Some(rate) = rate {
                        self.check_share(rate, &format!("{pointer}/rate"));
                    }
                    let parameter = self.scalar(
                        &format!("{target}.rate"),
                        rate.unwrap_or(1.0),
                        &Unit::one(),
                        0.0,
                    );
                    let rate_id = self.add_parameter(parameter);
                    let tiers = tiers
                        .as_ref()
                        .and_then(|tiers| self.price_tiers(tiers, &format!("{pointer}/tiers")));
                    let cap = royalty
                        .cumulative_cap
                        .as_ref()
                        .and_then(|cap| self.money_once(cap, &format!("{pointer}/cumulative_cap")));
                    let state = self.reserve_state(usize::from(cap.is_some()));
                    self.nodes[node].row.kind = RowKind::Computed;
                    self.nodes[node].row.formula = match rate {
                        Some(rate) => format!("{rate} × max(0, {base})"),
                        None => format!("rate by price × max(0, {base})"),
                    };
                    self.set(
                        node,
                        base_node.map(|base| Op::Royalty {
                            base,
                            rate: rate_id,
                            tiers,
                            cap,
                            state,
                        }),
                    );
                }
                _ => self.errors.push(
                    pointer,
                    "give `amount`, or `base` with one of `rate` and `tiers`",
                ),
            }
        }
    }

    fn price_tiers(&mut self, tiers: &Tiers, pointer: &str) -> Option<PriceTiers> {
        let Some(&price) = self.names.get(&format!("prices.{}", tiers.price)) else {
            self.errors.push(
                format!("{pointer}/price"),
                format!("no price is called {}", tiers.price),
            );
            return None;
        };
        let rising = tiers.steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if tiers.steps.is_empty() || !rising {
            self.errors.push(
                format!("{pointer}/steps"),
                "steps are [from price, rate] with rising prices, at least one",
            );
            return None;
        }
        for (k, (_, rate)) in tiers.steps.iter().enumerate() {
            self.check_share(*rate, &format!("{pointer}/steps/{k}/1"));
        }
        Some(PriceTiers {
            price,
            mode: tiers.mode,
            steps: tiers.steps.clone(),
        })
    }

    fn check_share(&mut self, share: f64, pointer: &str) {
        if !(0.0..=1.0).contains(&share) {
            self.errors.push(
                pointer,
                format!("{share} is not a rate between 0 and 1; write 0.05 for 5 %"),
            );
        }
    }

    pub(super) fn define_capital(&mut self) {
        for (k, item) in self.scenario.capital.iter().enumerate() {
            let pointer = format!("/capital/{k}");
            let target = format!("capital.{}", item.id);
            let node = self.names[&target];
            self.nodes[node].terms = self.row_terms(&[target.clone(), "capital".to_owned()]);
            if item.contingency.is_some_and(|share| share > 0.0)
                && !self.nodes[node].terms.is_empty()
            {
                self.warnings.push(format!(
                    "{} has both a contingency and an uncertain factor; the risk may be counted twice",
                    item.name
                ));
            }
            self.contingency(node, &target, item.contingency, &pointer);
            let mut column = self.money(&item.amount, &format!("{pointer}/amount"));
            if let Some(column) = &mut column {
                self.escalate(column, item.escalation, &pointer);
            }
            let step = self.typed_step(&item.name, column, item.response.as_ref(), &pointer);
            self.set(node, step);
        }
        for (k, item) in self.scenario.closure.iter().enumerate() {
            let pointer = format!("/closure/{k}");
            let target = format!("closure.{}", item.id);
            let node = self.names[&target];
            self.nodes[node].terms = self.row_terms(&[target.clone(), "closure".to_owned()]);
            self.contingency(node, &target, item.contingency, &pointer);
            let mut column = self.money(&item.amount, &format!("{pointer}/amount"));
            if let Some(column) = &mut column {
                self.escalate(column, item.escalation, &pointer);
            }
            self.set(node, column.map(|values| Op::Column { values }));
        }
    }

    pub(super) fn define_working_capital(&mut self) {
        for (k, item) in self.scenario.working_capital.iter().enumerate() {
            let pointer = format!("/working_capital/{k}");
            let target = format!("working_capital.{}", item.id);
            let node = self.names[&target];
            self.nodes[node].terms = self.row_terms(&[target, "working_capital".to_owned()]);
            match (&item.increase, item.days, &item.of, item.side) {
                (Some(amount), None, None, None) => {
                    let column = self.money(amount, &format!("{pointer}/increase"));
                    let step =
                        self.typed_step(&item.name, column, item.response.as_ref(), &pointer);
                    self.set(node, step);
                }
                (None, Some(days), Some(of), Some(side)) => {
                    self.define_days(node, item, days, of, side, &pointer);
                }
                _ => self
                    .errors
                    .push(pointer, "give `increase`, or `days`, `of` and `side`"),
            }
        }
    }

    fn define_days(
        &mut self,
        node: usize,
        item: &WorkingCapital,
        days: f64,
        of: &str,
        side: WorkingCapitalSide,
        pointer: &str,
    ) {
        if !(days >= 0.0 && days.is_finite()) {
            self.errors.push(
                format!("{pointer}/days"),
                format!("{days} is not a number of days"),
            );
            return;
        }
        if item.response.is_some() {
            self.errors.push(
                format!("{pointer}/response"),
                "days follow their row; a response is for a given increase",
            );
        }
        let Some(source) = self.resolve_money(of, &format!("{pointer}/of")) else {
            return;
        };
        let period_days: Vec<f64> = self
            .periods
            .lengths()
            .iter()
            .map(|length| length * DAYS_PER_YEAR)
            .collect();
        let history = self.reserve_state(self.period_count() + 1);
        let sign = if side == WorkingCapitalSide::Payable {
            -1.0
        } else {
            1.0
        };
        self.nodes[node].row.kind = RowKind::Computed;
        self.nodes[node].row.formula = format!("growth of {days} days of {of}");
        self.set(
            node,
            Some(Op::Days {
                of: source,
                shares: balance_shares(&period_days, days),
                sign,
                history,
            }),
        );
    }

    pub(super) fn define_depreciation(&mut self) {
        for (k, item) in self.scenario.depreciation.iter().enumerate() {
            let pointer = format!("/depreciation/{k}");
            let node = self.names[&format!("depreciation.{}", item.id)];
            let mut of = Vec::new();
            for (j, name) in item.of.iter().enumerate() {
                let full = if name == "capital" {
                    name.clone()
                } else {
                    format!("capital.{}", name.trim_start_matches("capital."))
                };
                of.extend(self.resolve_money(&full, &format!("{pointer}/of/{j}")));
            }
            let first = match &item.from {
                Some(label) => {
                    let found = self.period_of(&label.0);
                    if found.is_none() {
                        self.errors.push(
                            format!("{pointer}/from"),
                            format!("no period is called {}", label.0),
                        );
                    }
                    found
                }
                None => Some(self.first_production()),
            };
            let Some(first) = first else { continue };
            if let Some(op) = self.depreciation_step(item, of, first, &pointer) {
                self.set(node, Some(op));
            }
        }
    }

    fn depreciation_step(
        &mut self,
        item: &Depreciation,
        of: Vec<usize>,
        first: usize,
        pointer: &str,
    ) -> Option<Op> {
        let years = self.periods.end(self.period_count() - 1).ceil() as usize + 1;
        let pointer = format!("{pointer}/method");
        let life_years = |builder: &mut Self, life: f64| {
            let fits = life > 0.0 && life.is_finite();
            if !fits {
                builder.errors.push(
                    format!("{pointer}/life_years"),
                    format!("{life} is not a life in years"),
                );
            }
            fits.then_some(life)
        };
        let (charges, words) = match &item.method {
            DepreciationMethod::StraightLine { life_years: life } => {
                let life = life_years(self, *life)?;
                let charges = (0..years)
                    .map(|y| (life - y as f64).clamp(0.0, 1.0) / life)
                    .collect();
                (charges, format!("straight line over {life} years"))
            }
            DepreciationMethod::DecliningBalance {
                life_years: life,
                factor,
            } => {
                let life = life_years(self, *life)?;
                if !(*factor > 0.0 && *factor <= life) {
                    self.errors.push(
                        format!("{pointer}/factor"),
                        format!("{factor} is not between 0 and the life"),
                    );
                    return None;
                }
                (
                    declining_balance(1.0, *factor, life, years),
                    format!("declining balance, factor {factor} over {life} years"),
                )
            }
            DepreciationMethod::Macrs { class_years } => {
                let Some(table) = macrs_percent(*class_years) else {
                    self.errors.push(
                        format!("{pointer}/class_years"),
                        format!("there is no {class_years}-year class; the classes are 3, 5, 7, 10, 15 and 20"),
                    );
                    return None;
                };
                let charges = (0..years)
                    .map(|y| table.get(y).map_or(0.0, |percent| percent / 100.0))
                    .collect();
                (
                    charges,
                    format!("MACRS {class_years}-year class, half-year table"),
                )
            }
            DepreciationMethod::UnitsOfProduction { driver } => {
                let node = self.resolve(driver, &format!("{pointer}/driver"))?;
                let Some(Op::Column { values }) = &self.nodes[node].op else {
                    self.errors.push(
                        format!("{pointer}/driver"),
                        format!(
                            "{driver} is computed; units of production follow a typed quantity"
                        ),
                    );
                    return None;
                };
                let units = values.clone();
                self.set_formula(item, format!("units of production by {driver}"));
                let state = self.reserve_state(1);
                return Some(Op::UnitsDepreciation {
                    of,
                    units,
                    first,
                    state,
                });
            }
        };
        self.set_formula(item, words);
        let history = self.reserve_state(self.period_count());
        Some(Op::Depreciation {
            of,
            matrix: self.charge_matrix(&charges, first),
            history,
        })
    }

    fn set_formula(&mut self, item: &Depreciation, formula: String) {
        let node = self.names[&format!("depreciation.{}", item.id)];
        self.nodes[node].row.formula = formula;
    }

    /// Share of the outlay of period j charged in period k, from the charge of each year of service. Charges are of
    /// nominal money, so a real model deflates them.
    fn charge_matrix(&self, charges: &[f64], first: usize) -> Vec<Vec<f64>> {
        let periods = &self.periods;
        let deflate =
            self.scenario.basis.terms == Terms::Real && self.scenario.basis.inflation.is_some();
        (0..self.period_count())
            .map(|k| {
                (0..=k)
                    .map(|j| {
                        let service = periods.starts()[j.max(first)];
                        let (from, to) = (periods.starts()[k] - service, periods.end(k) - service);
                        let share: f64 = charges
                            .iter()
                            .enumerate()
                            .map(|(y, charge)| {
                                let y = y as f64;
                                let overlap = (to.min(y + 1.0) - from.max(y)).max(0.0);
                                // An overlap that is a year but for rounding is a year.
                                charge
                                    * if (overlap - 1.0).abs() < 1e-9 {
                                        1.0
                                    } else {
                                        overlap
                                    }
                            })
                            .sum();
                        if deflate {
                            share * self.index[j] / self.index[k]
                        } else {
                            share
                        }
                    })
                    .collect()
            })
            .collect()
    }

    pub(super) fn define_taxes(&mut self) {
        for (k, tax) in self.scenario.taxes.iter().enumerate() {
            let pointer = format!("/taxes/{k}");
            let target = format!("taxes.{}", tax.id);
            let node = self.names[&target];
            self.nodes[node].terms = self.row_terms(&[target.clone(), "taxes".to_owned()]);
            match (&tax.amount, tax.rate, &tax.base) {
                (Some(amount), None, None) if tax.losses.is_none() && tax.deductions.is_empty() => {
                    let column = self.money(amount, &format!("{pointer}/amount"));
                    let step = self.typed_step(&tax.name, column, tax.response.as_ref(), &pointer);
                    if step.is_some() && tax.response.is_none() {
                        self.assumptions
                            .push(format!("{} stays as printed.", tax.name));
                    }
                    self.set(node, step);
                }
                (None, Some(rate), Some(base)) => {
                    self.check_share(rate, &format!("{pointer}/rate"));
                    let base_node = self.resolve_money(base, &format!("{pointer}/base"));
                    let mut deductions = Vec::new();
                    for (j, name) in tax.deductions.iter().enumerate() {
                        let full =
                            format!("depreciation.{}", name.trim_start_matches("depreciation."));
                        deductions.extend(
                            self.resolve_money(&full, &format!("{pointer}/deductions/{j}")),
                        );
                    }
                    let parameter = self.scalar(&format!("{target}.rate"), rate, &Unit::one(), 0.0);
                    let rate_id = self.add_parameter(parameter);
                    let losses = tax
                        .losses
                        .as_ref()
                        .map(|rule| self.losses(rule, &format!("{pointer}/losses")));
                    self.nodes[node].row.kind = RowKind::Computed;
                    self.nodes[node].row.formula = format!("{rate} × taxable {base}");
                    self.set(
                        node,
                        base_node.map(|base| Op::Tax {
                            base,
                            deductions,
                            rate: rate_id,
                            losses,
                        }),
                    );
                }
                _ => self
                    .errors
                    .push(pointer, "give `amount` alone, or `rate` with `base`"),
            }
        }
    }

    fn losses(&mut self, rule: &LossRule, pointer: &str) -> Losses {
        if !(0.0..=1.0).contains(&rule.limit) {
            self.errors.push(
                format!("{pointer}/limit"),
                format!("{} is not a share between 0 and 1", rule.limit),
            );
        }
        if rule.floor < 0.0 {
            self.errors.push(
                format!("{pointer}/floor"),
                format!("{} is negative", rule.floor),
            );
        }
        let deflate =
            self.scenario.basis.terms == Terms::Real && self.scenario.basis.inflation.is_some();
        let carry = (0..self.period_count())
            .map(|k| {
                if deflate && k > 0 {
                    self.index[k - 1] / self.index[k]
                } else {
                    1.0
                }
            })
            .collect();
        Losses {
            terms: LossTerms {
                limit: rule.limit,
                floor: rule.floor,
                expiry_years: rule.expiry_years,
            },
            state: self.reserve_state(rule.expiry_years.map_or(1, |_| self.period_count())),
            carry,
        }
    }

    /// The first period in which any product is sold by the typed quantities; the first of all when none is.
    fn first_production(&self) -> usize {
        self.production_periods().first().copied().unwrap_or(0)
    }

    /// Periods in which any product is sold, from the typed quantities.
    pub(super) fn production_periods(&self) -> Vec<usize> {
        let sold: Vec<usize> = self
            .scenario
            .products
            .iter()
            .filter_map(|product| {
                let payable = format!("products.{}.payable", product.id);
                self.names.get(&payable).copied()
            })
            .collect();
        (0..self.period_count())
            .filter(|&k| sold.iter().any(|&node| self.is_typed_positive(node, k)))
            .collect()
    }

    /// Whether what a row is made from is typed above zero in period `k`.
    fn is_typed_positive(&self, node: usize, k: usize) -> bool {
        match &self.nodes[node].op {
            Some(Op::Column { values }) => values[k] > 0.0,
            Some(Op::Multiple { a, .. }) => self.is_typed_positive(*a, k),
            Some(Op::Metal { feed, grade, .. }) => {
                self.is_typed_positive(*feed, k) && self.is_typed_positive(*grade, k)
            }
            _ => false,
        }
    }
}
