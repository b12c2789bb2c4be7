//! Rows under construction: what a row is called and which step computes it.

use super::op::{Op, Register};
use super::run::Term;
use crate::result::{RowKind, Section};
use crate::scenario::Source;

/// How a row is shown.
#[derive(Debug, Clone)]
pub(crate) struct RowPlan {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) section: Section,
    pub(crate) kind: RowKind,
    pub(crate) sign: i8,
    pub(crate) unit: String,
    pub(crate) has_total: bool,
    pub(crate) formula: String,
    pub(crate) pointer: Option<String>,
    pub(crate) source: Option<Source>,
    pub(crate) note: Option<String>,
    /// Index of the node while building, of the register afterwards.
    pub(crate) register: Register,
}

/// One row with the step that computes it; registers in the step are node indices until the order is known.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) row: RowPlan,
    pub(super) op: Option<Op>,
    pub(super) constant: f64,
    pub(super) terms: Vec<Term>,
    /// Whether rows in money may be summed with it.
    pub(super) is_money: bool,
}

impl Op {
    /// Every register the step reads.
    pub(super) fn reads_mut(&mut self) -> Vec<&mut Register> {
        match self {
            Self::Column { .. } | Self::Price { .. } | Self::Recovery { .. } => Vec::new(),
            Self::Metal {
                feed,
                grade,
                recovery,
                ..
            } => vec![feed, grade, recovery],
            Self::RecoveryCurve { grade, .. } => vec![grade],
            Self::Product { a, b, .. } => vec![a, b],
            Self::Multiple { a, .. } => vec![a],
            Self::Sum { terms } => terms.iter_mut().map(|term| &mut term.0).collect(),
            Self::Royalty { base, tiers, .. } => {
                let mut reads = vec![base];
                reads.extend(tiers.iter_mut().map(|tiers| &mut tiers.price));
                reads
            }
            Self::Depreciation { of, .. } | Self::UnitsDepreciation { of, .. } => {
                of.iter_mut().collect()
            }
            Self::Tax {
                base, deductions, ..
            } => {
                let mut reads = vec![base];
                reads.extend(deductions);
                reads
            }
            Self::Days { of, .. } => vec![of],
            Self::Respond { to, .. } => vec![to],
        }
    }
}
