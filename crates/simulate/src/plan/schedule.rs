//! Rows of the schedule: typed, another row times something, or a sum of rows.

use prospect_series::unit::Unit;

use super::build::Builder;
use super::op::Op;
use crate::result::RowKind;
use crate::scenario::{Amount, ScheduleRow};

impl Builder<'_> {
    pub(super) fn define_schedule(&mut self) {
        let scenario = self.scenario;
        let mut waiting: Vec<usize> = Vec::new();
        for (k, row) in scenario.schedule.iter().enumerate() {
            match (&row.amount, &row.of, &row.times, &row.sum) {
                (Some(amount), None, None, None) => self.define_typed_schedule(k, row, amount),
                (None, Some(_), Some(_), None) | (None, None, None, Some(_)) => waiting.push(k),
                _ => self.errors.push(
                    format!("/schedule/{k}"),
                    "give `amount`, or `of` with `times`, or `sum`",
                ),
            }
        }
        // A row is computed once the units of the rows it reads are known.
        while !waiting.is_empty() {
            let before = waiting.len();
            let still: Vec<&str> = waiting
                .iter()
                .map(|&k| scenario.schedule[k].id.as_str())
                .collect();
            let (ready, rest): (Vec<usize>, Vec<usize>) = waiting.iter().partition(|&&k| {
                reads(&scenario.schedule[k]).all(|name| !still.contains(&short(name)))
            });
            for k in ready {
                self.define_computed_schedule(k, &scenario.schedule[k]);
            }
            waiting = rest;
            if waiting.len() == before {
                for &k in &waiting {
                    self.errors.push(
                        format!("/schedule/{k}"),
                        format!(
                            "{} depends on itself or on rows that do",
                            scenario.schedule[k].id
                        ),
                    );
                }
                return;
            }
        }
    }

    fn define_typed_schedule(&mut self, k: usize, row: &ScheduleRow, amount: &Amount) {
        let pointer = format!("/schedule/{k}");
        let node = self.names[&format!("schedule.{}", row.id)];
        if row.unit.is_some() {
            self.errors.push(
                format!("{pointer}/unit"),
                "`unit` is for a computed row; a typed one has the unit of its amount",
            );
        }
        let quantity = self.quantity(amount, &format!("{pointer}/amount"));
        self.nodes[node].terms = self.row_terms(&[format!("schedule.{}", row.id)]);
        if let Some(quantity) = quantity {
            self.nodes[node].row.unit = quantity.unit.to_string();
            self.set(
                node,
                Some(Op::Column {
                    values: quantity.values,
                }),
            );
        }
    }

    fn define_computed_schedule(&mut self, k: usize, row: &ScheduleRow) {
        let pointer = format!("/schedule/{k}");
        let target = format!("schedule.{}", row.id);
        let node = self.names[&target];
        self.nodes[node].terms = self.row_terms(std::slice::from_ref(&target));
        self.nodes[node].row.kind = RowKind::Computed;
        let wanted = match &row.unit {
            Some(text) => match self.unit(text, &format!("{pointer}/unit")) {
                Some(unit) => Some(unit),
                None => return,
            },
            None => None,
        };
        let op = if let Some(names) = &row.sum {
            self.sum_of_rows(node, names, wanted, &pointer)
        } else {
            self.row_times(node, row, wanted, &pointer)
        };
        self.set(node, op);
    }

    fn sum_of_rows(
        &mut self,
        node: usize,
        names: &[String],
        mut wanted: Option<Unit>,
        pointer: &str,
    ) -> Option<Op> {
        if names.is_empty() {
            self.errors
                .push(format!("{pointer}/sum"), "a sum adds up at least one row");
        }
        let mut terms = Vec::with_capacity(names.len());
        for (k, name) in names.iter().enumerate() {
            let place = format!("{pointer}/sum/{k}");
            let (register, unit) = self.schedule_row(name, &place)?;
            let total = wanted.get_or_insert_with(|| unit.clone());
            match unit.factor_to(total) {
                Ok(factor) => terms.push((register, factor)),
                Err(error) => self.errors.push(place, error.to_string()),
            }
        }
        self.nodes[node].row.unit = wanted?.to_string();
        self.nodes[node].row.formula = names.join(" + ");
        Some(Op::Sum { terms })
    }

    fn row_times(
        &mut self,
        node: usize,
        row: &ScheduleRow,
        wanted: Option<Unit>,
        pointer: &str,
    ) -> Option<Op> {
        let (of, times) = (row.of.as_ref()?, row.times.as_ref()?);
        let (a, of_unit) = self.schedule_row(of, &format!("{pointer}/of"))?;
        let unit = wanted.unwrap_or_else(|| of_unit.clone());
        let target = format!("schedule.{}.times", row.id);
        let op = self.times_intensity(
            node,
            (a, &of_unit),
            times,
            &unit,
            &target,
            &format!("{pointer}/times"),
        );
        self.nodes[node].row.unit = unit.to_string();
        self.nodes[node].row.formula = format!("{of} × factor in {}", times.unit);
        op
    }

    /// A row times a typed amount, in `unit`; uncertain inputs aimed at `target` act on the amount.
    pub(super) fn times_intensity(
        &mut self,
        node: usize,
        (a, a_unit): (usize, &Unit),
        times: &Amount,
        unit: &Unit,
        target: &str,
        pointer: &str,
    ) -> Option<Op> {
        let times_unit = self.unit(&times.unit, &format!("{pointer}/unit"))?;
        if let Some(value) = times.values.as_slice().iter().find(|value| **value < 0.0) {
            self.errors.push(
                format!("{pointer}/values"),
                format!(
                    "{value} is negative; what a quantity is multiplied by is zero or positive"
                ),
            );
        }
        let (mut values, constant, terms) = self.flat_or_row(
            &times.values,
            &format!("{pointer}/values"),
            target,
            &times_unit,
        )?;
        let factor = a_unit
            .checked_mul(&times_unit)
            .map_err(|error| error.to_string())
            .and_then(|product| {
                product.factor_to(unit).map_err(|_| {
                    format!("a quantity in {a_unit} times {times_unit} gives {product}, which is not {unit}")
                })
            });
        match factor {
            Ok(factor) => {
                for value in &mut values {
                    *value *= factor;
                }
                self.nodes[node].constant *= constant;
                self.nodes[node].terms.extend(terms);
                Some(Op::Multiple { a, values })
            }
            Err(message) => {
                self.errors.push(format!("{pointer}/unit"), message);
                None
            }
        }
    }

    /// A row of the schedule and its unit; `None` after saying what is wrong.
    fn schedule_row(&mut self, name: &str, pointer: &str) -> Option<(usize, Unit)> {
        let Some(&node) = self.names.get(&format!("schedule.{}", short(name))) else {
            self.errors
                .push(pointer, format!("no schedule row is called {name}"));
            return None;
        };
        // A row without a unit has an error of its own.
        let unit = Unit::parse(&self.nodes[node].row.unit).ok()?;
        Some((node, unit))
    }
}

fn short(name: &str) -> &str {
    name.strip_prefix("schedule.").unwrap_or(name)
}

fn reads(row: &ScheduleRow) -> impl Iterator<Item = &str> {
    let sum = row.sum.iter().flatten();
    row.of.iter().chain(sum).map(String::as_str)
}
