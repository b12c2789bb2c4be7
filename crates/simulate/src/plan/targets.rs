//! Tying uncertain inputs to what they act on.
//!
//! Each uncertain input names a target. While rows are defined they ask for the inputs aimed at them; an input nobody asked
//! for names something that does not exist.

use prospect_series::unit::Unit;

use super::build::Builder;
use super::run::{Parameter, Term};
use crate::scenario::UncertainKind;

/// An uncertain input that waits for its target.
#[derive(Debug, Clone)]
pub(super) struct Aim {
    pub(super) target: String,
    pub(super) kind: UncertainKind,
    pub(super) unit: Option<String>,
    /// Index of the input; `None` when its distribution was refused.
    pub(super) input: Option<usize>,
    pub(super) taken: bool,
}

impl Builder<'_> {
    /// The factors aimed at any of `targets`, for a row that holds a value per period.
    pub(super) fn row_terms(&mut self, targets: &[String]) -> Vec<Term> {
        self.known_targets.extend(targets.iter().cloned());
        let mut terms = Vec::new();
        for index in 0..self.aims.len() {
            let aim = &mut self.aims[index];
            if !targets.contains(&aim.target) {
                continue;
            }
            aim.taken = true;
            if aim.kind == UncertainKind::Value {
                let message = format!(
                    "{} is a row with a value per period, so one value cannot replace it; use kind = \"factor\"",
                    aim.target
                );
                self.errors
                    .push(format!("/uncertain/{index}/kind"), message);
            } else if let Some(input) = aim.input {
                self.factor_has_no_unit(index);
                self.inputs[input].base = 1.0;
                terms.push(Term {
                    input,
                    slope: 1.0,
                    offset: 0.0,
                });
            }
        }
        terms
    }

    /// A scalar under one target: `constant` and terms whose product is the value. `offset` is added after the factors:
    /// 1 for a contingency, of which 1 + c multiplies a row.
    pub(super) fn scalar(
        &mut self,
        target: &str,
        typed: f64,
        unit: &Unit,
        offset: f64,
    ) -> Parameter {
        self.known_targets.push(target.to_owned());
        let mut replaced: Option<usize> = None;
        let mut terms = Vec::new();
        let mut constant = typed + offset;
        for index in 0..self.aims.len() {
            if self.aims[index].target != target {
                continue;
            }
            self.aims[index].taken = true;
            let Some(input) = self.aims[index].input else {
                continue;
            };
            match self.aims[index].kind {
                UncertainKind::Factor if offset != 0.0 => {
                    self.factor_has_no_unit(index);
                    self.inputs[input].base = 1.0;
                    constant = 1.0;
                    terms.push(Term {
                        input,
                        slope: typed,
                        offset,
                    });
                }
                UncertainKind::Factor => {
                    self.factor_has_no_unit(index);
                    self.inputs[input].base = 1.0;
                    terms.push(Term {
                        input,
                        slope: 1.0,
                        offset: 0.0,
                    });
                }
                UncertainKind::Value => {
                    if replaced.replace(index).is_some() {
                        self.errors.push(
                            format!("/uncertain/{index}/target"),
                            format!("{target} is already replaced by another uncertain value"),
                        );
                        continue;
                    }
                    let Some(slope) = self.value_factor(index, target, unit) else {
                        continue;
                    };
                    self.inputs[input].base = typed / slope;
                    constant = 1.0;
                    terms.push(Term {
                        input,
                        slope,
                        offset,
                    });
                }
            }
        }
        if offset != 0.0 && terms.len() > 1 {
            self.errors.push(
                "/uncertain",
                format!("{target} has more than one uncertain input; a contingency takes one"),
            );
        }
        Parameter { constant, terms }
    }

    fn factor_has_no_unit(&mut self, index: usize) {
        if let Some(text) = self.aims[index].unit.clone()
            && let Some(unit) = self.unit(&text, &format!("/uncertain/{index}/unit"))
            && !unit.is_dimensionless()
        {
            self.errors.push(
                format!("/uncertain/{index}/unit"),
                format!("a factor has no unit, here it is {unit}; use kind = \"value\" or leave the unit out"),
            );
        }
    }

    /// What a draw is multiplied by to be in the unit of its target.
    fn value_factor(&mut self, index: usize, target: &str, unit: &Unit) -> Option<f64> {
        let pointer = format!("/uncertain/{index}/unit");
        let Some(text) = self.aims[index].unit.clone() else {
            if unit.is_dimensionless() {
                return Some(1.0);
            }
            self.errors
                .push(pointer, format!("`unit` is missing; {target} is in {unit}"));
            return None;
        };
        let given = self.unit(&text, &pointer)?;
        match given.factor_to(unit) {
            Ok(factor) => Some(factor),
            Err(error) => {
                self.errors
                    .push(pointer, format!("{target} is in {unit}: {error}"));
                None
            }
        }
    }

    /// Inputs that aim at nothing.
    pub(super) fn refuse_idle_aims(&mut self) {
        for index in 0..self.aims.len() {
            if self.aims[index].taken {
                continue;
            }
            let target = &self.aims[index].target;
            let mut known: Vec<&String> = self.known_targets.iter().collect();
            known.sort_by_key(|name| (distance(name, target), name.len(), (*name).clone()));
            known.dedup();
            let nearest: Vec<&str> = known.iter().take(3).map(|name| name.as_str()).collect();
            let message = format!(
                "nothing is called {target}; the nearest are {}",
                nearest.join(", ")
            );
            self.errors
                .push(format!("/uncertain/{index}/target"), message);
        }
    }
}

/// Edits between two names.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
