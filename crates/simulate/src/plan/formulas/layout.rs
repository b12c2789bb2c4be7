//! Which line of the cash-flow sheet holds which step, and how cells are called.

use super::super::Plan;
use super::super::op::{Op, Reaction, Register};
use super::{ASSUMPTIONS, CASH_FLOW, FIRST_PARAMETER, FIRST_PERIOD};

/// A line that a step needs beside its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Helper {
    /// Income before losses are used.
    Income,
    /// Losses used in the period.
    Used,
    /// Losses left at the end of the period.
    Pool,
}

#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) has_total: bool,
    pub(super) register: Register,
    pub(super) helper: Option<Helper>,
    /// Its row of the sheet, from 0.
    pub(super) at: usize,
}

/// All lines of the cash-flow sheet, in the order of the report.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// Row of the sheet that computes each register.
    pub(super) of_register: Vec<usize>,
}

impl Lines {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        let mut of_register = vec![0; plan.steps.len()];
        let mut place = |name: &str, unit: &str, has_total: bool, register: Register| {
            if of_register[register] != 0 {
                return;
            }
            of_register[register] = lines.len() + 1;
            let helpers = plan.steps[register].op.helpers();
            for helper in std::iter::once(None).chain(helpers.iter().copied().map(Some)) {
                let name = match helper {
                    None => name.to_owned(),
                    Some(Helper::Income) => format!("{name}: income before losses"),
                    Some(Helper::Used) => format!("{name}: losses used"),
                    Some(Helper::Pool) => format!("{name}: losses carried forward"),
                };
                lines.push(Line {
                    name,
                    unit: unit.to_owned(),
                    has_total: has_total && helper.is_none(),
                    register,
                    helper,
                    at: lines.len() + 1,
                });
            }
        };
        for row in &plan.rows {
            place(&row.name, &row.unit, row.has_total, row.register);
        }
        for register in 0..plan.steps.len() {
            place(&format!("Step {}", register + 1), "", false, register);
        }
        Self { lines, of_register }
    }

    /// The cell of a register in a period.
    pub(super) fn cell(&self, register: Register, period: usize) -> String {
        cell(self.of_register[register], period)
    }
}

impl Op {
    pub(super) fn helpers(&self) -> &'static [Helper] {
        match self {
            Self::Tax {
                losses: Some(losses),
                ..
            } if losses.terms.expiry_years.is_none() => {
                &[Helper::Income, Helper::Used, Helper::Pool]
            }
            Self::Respond {
                response: Reaction::MarginalRate { state: Some(_), .. },
                ..
            } => &[Helper::Income, Helper::Used, Helper::Pool],
            Self::Column { .. }
            | Self::Price { .. }
            | Self::Product { .. }
            | Self::Multiple { .. }
            | Self::Sum { .. }
            | Self::Royalty { .. }
            | Self::Depreciation { .. }
            | Self::UnitsDepreciation { .. }
            | Self::Tax { .. }
            | Self::Days { .. }
            | Self::Respond { .. }
            | Self::Metal { .. }
            | Self::Recovery { .. }
            | Self::RecoveryCurve { .. } => &[],
        }
    }

    /// The parameter the step reads besides its scale.
    pub(super) fn parameter(&self) -> Option<usize> {
        match self {
            Self::Royalty { rate, .. } | Self::Tax { rate, .. } => Some(*rate),
            Self::Recovery { factor, .. } | Self::RecoveryCurve { factor, .. } => Some(*factor),
            Self::Column { .. }
            | Self::Price { .. }
            | Self::Product { .. }
            | Self::Multiple { .. }
            | Self::Sum { .. }
            | Self::Depreciation { .. }
            | Self::UnitsDepreciation { .. }
            | Self::Days { .. }
            | Self::Respond { .. }
            | Self::Metal { .. } => None,
        }
    }
}

/// A cell of the cash-flow sheet; `at` counts rows from 0.
pub(super) fn cell(at: usize, period: usize) -> String {
    let mut column = FIRST_PERIOD + period + 1;
    let mut letters = Vec::new();
    while column > 0 {
        letters.push(char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", at + 1)
}

/// The periods 0 to `count` of a row of the cash-flow sheet.
pub(super) fn range(at: usize, count: usize) -> String {
    format!("{}:{}", cell(at, 0), cell(at, count - 1))
}

/// The same from another sheet.
pub(super) fn sheet_range(at: usize, count: usize) -> String {
    format!("'{CASH_FLOW}'!{}", range(at, count))
}

/// The cell of a parameter, from another sheet.
pub(super) fn parameter_cell(parameter: usize) -> String {
    format!("{ASSUMPTIONS}!$B${}", FIRST_PARAMETER + parameter + 1)
}
