//! From defined rows to a plan: order of evaluation, what given rows respond against, weights of price paths.

use std::collections::HashMap;

use super::Plan;
use super::build::Builder;
use super::lanes::LANES;
use super::op::{Op, Register, Step};
use super::rows::RowPlan;
use super::run::Parameter;
use crate::scenario::{ScenarioErrors, Timing};

impl Builder<'_> {
    pub(super) fn finish(mut self) -> Result<Plan, ScenarioErrors> {
        let production = self.production_periods();
        let rate = self.rate;
        let rate_is_drawn = !self.parameters[rate].terms.is_empty();
        let start_dates = self.start_dates();
        let Some(order) = self.order() else {
            return Err(self.errors);
        };
        if !self.errors.is_empty() {
            return Err(self.errors);
        }

        let mut register_of = vec![0; order.len()];
        for (register, &node) in order.iter().enumerate() {
            register_of[node] = register;
        }
        let mut steps = Vec::with_capacity(order.len());
        for &node in &order {
            let node = &mut self.nodes[node];
            let mut op = node
                .op
                .take()
                .expect("every row has its step once there are no errors");
            for read in op.reads_mut() {
                *read = register_of[*read];
            }
            let scale = ((node.constant - 1.0).abs() > 0.0 || !node.terms.is_empty()).then(|| {
                self.parameters.push(Parameter {
                    constant: node.constant,
                    terms: std::mem::take(&mut node.terms),
                });
                self.parameters.len() - 1
            });
            steps.push(Step { op, scale });
        }
        let rows: Vec<RowPlan> = self
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| RowPlan {
                register: register_of[index],
                ..node.row.clone()
            })
            .collect();

        let after_tax = register_of[self.names["cash_flow_after_tax"]];
        let after_tax_steps = needed_by(after_tax, &mut steps);
        let times = Timing::ALL.map(|timing| self.periods.times(timing));
        let discount_factors = if rate_is_drawn {
            None
        } else {
            let factors = Timing::ALL.map(|timing| {
                self.periods
                    .discount_factors(self.scenario.discount.rate, timing)
                    .expect("the rate was checked")
            });
            Some(factors)
        };
        let mut plan = Plan {
            scenario: self.scenario.clone(),
            money_unit: self.scenario.basis.money.clone(),
            periods: self.periods,
            times,
            discount_factors,
            steps,
            parameters: self.parameters,
            rate,
            state_slots: self.state_slots,
            inputs: self.inputs,
            dependence: self.dependence,
            paths: self.paths,
            path_inputs: self.path_inputs,
            price_count: self.scenario.prices.len(),
            before_tax: register_of[self.names["cash_flow_before_tax"]],
            after_tax,
            all_steps: (0..order.len()).collect(),
            after_tax_steps,
            rows,
            production,
            start_dates,
            warnings: self.warnings,
            assumptions: self.assumptions,
        };
        plan.settle_against_base_case();
        let case = plan.base_case();
        for (pointer, message) in plan.check_reported(&case) {
            self.errors.push(pointer, message);
        }
        if self.errors.is_empty() {
            Ok(plan)
        } else {
            Err(self.errors)
        }
    }

    /// Nodes so that each comes after those it reads; `None` after reporting a circle.
    fn order(&mut self) -> Option<Vec<usize>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Visit {
            Not,
            Open,
            Done,
        }
        let reads: Vec<Vec<usize>> = self
            .nodes
            .iter_mut()
            .map(|node| {
                node.op.as_mut().map_or_else(Vec::new, |op| {
                    op.reads_mut().into_iter().map(|read| *read).collect()
                })
            })
            .collect();
        let mut visits = vec![Visit::Not; reads.len()];
        let mut order = Vec::with_capacity(reads.len());
        for start in 0..reads.len() {
            // (node, how many of its reads were followed)
            let mut stack: Vec<(usize, usize)> = Vec::new();
            if visits[start] == Visit::Not {
                visits[start] = Visit::Open;
                stack.push((start, 0));
            }
            while let Some(&mut (node, ref mut followed)) = stack.last_mut() {
                let Some(&next) = reads[node].get(*followed) else {
                    visits[node] = Visit::Done;
                    order.push(node);
                    stack.pop();
                    continue;
                };
                *followed += 1;
                match visits[next] {
                    Visit::Done => {}
                    Visit::Not => {
                        visits[next] = Visit::Open;
                        stack.push((next, 0));
                    }
                    Visit::Open => {
                        let from = stack.iter().position(|entry| entry.0 == next).unwrap_or(0);
                        let mut names: Vec<&str> = stack[from..]
                            .iter()
                            .map(|entry| self.nodes[entry.0].row.id.as_str())
                            .collect();
                        names.push(&self.nodes[next].row.id);
                        let message = format!(
                            "rows refer to each other in a circle: {}",
                            names.join(" → ")
                        );
                        let pointer = stack[from..]
                            .iter()
                            .find_map(|entry| self.nodes[entry.0].row.pointer.clone())
                            .unwrap_or_default();
                        self.errors.push(pointer, message);
                        return None;
                    }
                }
            }
        }
        Some(order)
    }

    fn start_dates(&mut self) -> Option<Vec<String>> {
        let text = self.scenario.periods.start.as_ref()?;
        let Ok(start) = text.parse::<chrono::NaiveDate>() else {
            self.errors.push(
                "/periods/start",
                format!("\"{text}\" is not a date; write YYYY-MM-DD"),
            );
            return None;
        };
        let dates = self
            .periods
            .starts()
            .iter()
            .map(|&years| {
                let months = years * 12.0;
                let date = if (months - months.round()).abs() < 1e-6 {
                    start.checked_add_months(chrono::Months::new(months.round() as u32))
                } else {
                    start.checked_add_signed(chrono::TimeDelta::days(
                        (years * 365.25).round() as i64
                    ))
                };
                date.map_or_else(|| text.clone(), |date| date.to_string())
            })
            .collect();
        Some(dates)
    }
}

/// The steps a register depends on, itself included, in order.
fn needed_by(register: Register, steps: &mut [Step]) -> Vec<Register> {
    let mut needed = vec![false; steps.len()];
    needed[register] = true;
    for index in (0..=register).rev() {
        if needed[index] {
            for read in steps[index].op.reads_mut() {
                needed[*read] = true;
            }
        }
    }
    (0..steps.len()).filter(|index| needed[*index]).collect()
}

impl Plan {
    /// Runs the base case once to learn what given rows respond against, when working capital is released and how paths
    /// are averaged.
    fn settle_against_base_case(&mut self) {
        let periods = self.periods.len();
        let table = self.base_registers();
        for step in &mut self.steps {
            if let Op::Days { of, shares, .. } = &mut step.op {
                match table[*of].iter().rposition(|flow| *flow != 0.0) {
                    Some(last) if last + 1 < periods => shares[last + 1..].fill(Vec::new()),
                    Some(_) => self.warnings.push(
                        "working capital is not released: there is no period after the last flow it is counted on"
                            .to_owned(),
                    ),
                    None => {}
                }
            }
        }
        // Again, since a row may respond to a sum that holds working capital.
        let table = self.base_registers();
        for step in &mut self.steps {
            if let Op::Respond { to, response, .. } = &mut step.op {
                response.reference_mut().clone_from(&table[*to]);
            }
        }

        let payable: HashMap<usize, Vec<Register>> =
            self.scenario
                .products
                .iter()
                .fold(HashMap::new(), |mut by_price, product| {
                    let price = self
                        .scenario
                        .prices
                        .iter()
                        .position(|price| price.id == product.price);
                    let id = format!("products.{}.payable", product.id);
                    if let (Some(price), Some(row)) =
                        (price, self.rows.iter().find(|row| row.id == id))
                    {
                        by_price.entry(price).or_default().push(row.register);
                    }
                    by_price
                });
        for (path, input) in self.paths.iter_mut().zip(&mut self.path_inputs) {
            let mut weights: Vec<f64> = (0..periods)
                .map(|k| {
                    payable
                        .get(&input.price)
                        .map_or(0.0, |rows| rows.iter().map(|row| table[*row][k]).sum())
                })
                .collect();
            let total: f64 = weights.iter().sum();
            if total > 0.0 {
                for weight in &mut weights {
                    *weight /= total;
                }
            } else {
                let all = self.periods.end(periods - 1);
                weights = self
                    .periods
                    .lengths()
                    .iter()
                    .map(|length| length / all)
                    .collect();
            }
            let id = format!("prices.{}", self.scenario.prices[input.price].id);
            let prices = self
                .rows
                .iter()
                .find(|row| row.id == id)
                .map_or(&[][..], |row| &table[row.register]);
            input.base = crate::statistics::sum(
                prices
                    .iter()
                    .zip(&weights)
                    .map(|(price, weight)| price * weight),
            );
            path.weights = weights;
        }
    }

    /// Every register in every period of the base case.
    pub(crate) fn base_registers(&self) -> Vec<Vec<f64>> {
        let mut scratch = self.scratch();
        self.registers_of_lane(&mut scratch, None, 0).0
    }

    /// Every register in every period of one lane, and the block's results.
    pub(crate) fn registers_of_lane(
        &self,
        scratch: &mut super::Scratch,
        source: Option<(&super::PathSource, u64)>,
        lane: usize,
    ) -> (Vec<Vec<f64>>, super::BlockResult) {
        let periods = self.periods.len();
        let mut table = vec![vec![0.0; periods]; self.steps.len()];
        let mut flows = vec![0.0; periods * LANES];
        let result = self.run_block(scratch, source, &mut flows, |period, registers| {
            for (row, register) in table.iter_mut().zip(registers) {
                row[period] = register[lane];
            }
        });
        (table, result)
    }
}
