//! Metal in product computed from the feed: feed × grade × recovery.

use prospect_series::unit::Unit;

use super::build::Builder;
use super::op::Op;
use super::run::Parameter;
use crate::result::RowKind;
use crate::scenario::{FromFeed, Product, Values};

impl Builder<'_> {
    /// Defines the rows `grade`, `recovery` and `in_product` of a product; the unit of the last.
    pub(super) fn define_from_feed(
        &mut self,
        product: &Product,
        from: &FromFeed,
        pointer: &str,
    ) -> Option<Unit> {
        let target = &format!("products.{}", product.id);
        let pointer = format!("{pointer}/from_feed");
        if product.in_product.is_some() {
            self.errors.push(
                pointer.clone(),
                "give `in_product` or `from_feed`, not both",
            );
        }
        let unit = self.unit(&from.unit, &format!("{pointer}/unit"));
        let grade_unit = self.unit(&from.grade.unit, &format!("{pointer}/grade/unit"));
        let grade = self.names[&format!("{target}.grade")];
        if let Some(grade_unit) = &grade_unit {
            self.define_grade(target, grade, from, grade_unit, &pointer);
        }
        let recovery = self.names[&format!("{target}.recovery")];
        self.define_recovery(target, grade, recovery, from, &pointer);

        let node = self.names[&format!("{target}.in_product")];
        self.nodes[node].terms =
            self.row_terms(&[target.to_owned(), format!("{target}.in_product")]);
        let Some(&feed) = self.names.get(&format!("schedule.{}", from.feed)) else {
            self.errors.push(
                format!("{pointer}/feed"),
                format!("no schedule row is called {}", from.feed),
            );
            return None;
        };
        let feed_unit = Unit::parse(&self.nodes[feed].row.unit).ok()?;
        let (unit, grade_unit) = (unit?, grade_unit?);
        let factor = feed_unit
            .checked_mul(&grade_unit)
            .map_err(|error| error.to_string())
            .and_then(|metal| {
                metal.factor_to(&unit).map_err(|_| {
                    format!("feed in {feed_unit} times a grade in {grade_unit} gives {metal}, which is not {unit}")
                })
            });
        match factor {
            Ok(factor) => {
                let row = &mut self.nodes[node].row;
                row.unit = unit.to_string();
                row.kind = RowKind::Computed;
                row.formula = format!(
                    "schedule.{} × {target}.grade × {target}.recovery",
                    from.feed
                );
                self.set(
                    node,
                    Some(Op::Metal {
                        feed,
                        grade,
                        recovery,
                        factor,
                    }),
                );
                Some(unit)
            }
            Err(message) => {
                self.errors.push(format!("{pointer}/grade/unit"), message);
                None
            }
        }
    }

    fn define_grade(
        &mut self,
        target: &str,
        node: usize,
        from: &FromFeed,
        unit: &Unit,
        pointer: &str,
    ) {
        let pointer = format!("{pointer}/grade/values");
        self.check_shares(&from.grade.values, &pointer, f64::INFINITY, "grade");
        let target = format!("{target}.grade");
        if let Some((values, constant, terms)) =
            self.flat_or_row(&from.grade.values, &pointer, &target, unit)
        {
            self.nodes[node].row.unit = unit.to_string();
            self.nodes[node].constant = constant;
            self.nodes[node].terms = terms;
            self.set(node, Some(Op::Column { values }));
        }
    }

    fn define_recovery(
        &mut self,
        target: &str,
        grade: usize,
        node: usize,
        from: &FromFeed,
        pointer: &str,
    ) {
        let target = format!("{target}.recovery");
        Unit::one()
            .to_string()
            .clone_into(&mut self.nodes[node].row.unit);
        let op = match (&from.recovery, &from.recovery_curve) {
            (Some(recovery), None) => {
                let pointer = format!("{pointer}/recovery");
                self.check_shares(recovery, &pointer, 1.0, "recovery");
                self.flat_or_row(recovery, &pointer, &target, &Unit::one())
                    .map(|(values, constant, terms)| Op::Recovery {
                        values,
                        factor: self.add_parameter(Parameter { constant, terms }),
                    })
            }
            (None, Some(points)) => {
                self.check_curve(points, &format!("{pointer}/recovery_curve"));
                let terms = self.row_terms(&[target]);
                let constant = 1.0;
                self.nodes[node].row.kind = RowKind::Computed;
                "recovery curve at the grade".clone_into(&mut self.nodes[node].row.formula);
                Some(Op::RecoveryCurve {
                    grade,
                    points: points.clone(),
                    factor: self.add_parameter(Parameter { constant, terms }),
                })
            }
            _ => {
                self.errors
                    .push(pointer, "give either `recovery` or `recovery_curve`");
                None
            }
        };
        self.set(node, op);
    }

    fn check_shares(&mut self, values: &Values, pointer: &str, highest: f64, what: &str) {
        for (k, &value) in values.as_slice().iter().enumerate() {
            if value < 0.0 || value > highest {
                let place = match values {
                    Values::Flat(_) => pointer.to_owned(),
                    Values::PerPeriod(_) => format!("{pointer}/{k}"),
                };
                let rule = if highest.is_finite() {
                    "lies between 0 and 1"
                } else {
                    "is zero or positive"
                };
                self.errors
                    .push(place, format!("{value} is not a {what}; a {what} {rule}"));
            }
        }
    }

    fn check_curve(&mut self, points: &[(f64, f64)], pointer: &str) {
        if points.is_empty() {
            self.errors
                .push(pointer, "a recovery curve has at least one point");
        }
        for (k, &(grade, recovery)) in points.iter().enumerate() {
            if !(grade.is_finite() && grade >= 0.0 && (0.0..=1.0).contains(&recovery)) {
                self.errors.push(
                    format!("{pointer}/{k}"),
                    format!("[{grade}, {recovery}] is not a point; a grade is zero or positive and a recovery lies between 0 and 1"),
                );
            }
            if k > 0 && grade <= points[k - 1].0 {
                self.errors.push(
                    format!("{pointer}/{k}"),
                    format!("grade {grade} does not rise above {}", points[k - 1].0),
                );
            }
        }
    }
}
