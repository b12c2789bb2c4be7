//! The base case as spreadsheet formulas: three sheets of cells that a spreadsheet program recomputes to the engine's NPV.
//!
//! Nothing is written here; a writer of workbooks takes the cells as they are. Formulas of rows carry the
//! engine's value, so that a reader that does not calculate shows the same figures.

mod expression;
mod layout;

use layout::{Line, Lines, parameter_cell, range, sheet_range};

use super::Plan;
use crate::scenario::Timing;

/// Longest formula that spreadsheet programs take, in characters.
const MAX_FORMULA: usize = 8_000;
/// Columns before the first period: name, unit, total, what the row is.
const FIRST_PERIOD: usize = 4;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// Starts with `=`. `value` is the engine's; lines that only help a formula have none.
    Formula {
        formula: String,
        value: Option<f64>,
    },
}

/// A sheet, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: &'static str,
    pub rows: Vec<Vec<Cell>>,
}

/// Name of the sheet of rates and uncertain inputs.
const ASSUMPTIONS: &str = "Assumptions";
/// Name of the sheet of annual rows.
const CASH_FLOW: &str = "Cash flow";
/// Row of `Assumptions` that holds parameter 0, from 0; the sheet lists them in order.
const FIRST_PARAMETER: usize = 3;

impl Plan {
    /// The sheets `Summary`, `Cash flow` and `Assumptions` of the base case.
    pub fn formula_sheets(&self) -> Vec<Sheet> {
        let mut scratch = self.scratch();
        let (table, _) = self.registers_of_lane(&mut scratch, None, 0);
        let lines = Lines::of(self);
        vec![
            self.summary(&lines),
            self.cash_flow(&lines, &table),
            self.parameters_sheet(),
        ]
    }

    fn parameters_sheet(&self) -> Sheet {
        let inputs_from = FIRST_PARAMETER + self.parameters.len() + 2;
        let mut rows = vec![
            texts(&["Assumptions of the base case"]),
            Vec::new(),
            texts(&["Parameter", "Value", "Used by"]),
        ];
        for (place, parameter) in self.parameters.iter().enumerate() {
            let cell = if parameter.terms.is_empty() {
                Cell::Number(parameter.constant)
            } else {
                let factors = parameter.terms.iter().map(|term| {
                    format!(
                        "*(B{}*{}+{})",
                        inputs_from + term.input + 1,
                        number(term.slope),
                        number(term.offset)
                    )
                });
                Cell::Formula {
                    formula: format!(
                        "={}{}",
                        number(parameter.constant),
                        factors.collect::<String>()
                    ),
                    value: Some(self.base_of(place)),
                }
            };
            let used = if place == self.rate {
                "Discount rate, per year".to_owned()
            } else {
                self.users_of(place)
            };
            rows.push(vec![
                Cell::Text(format!("Parameter {}", place + 1)),
                cell,
                Cell::Text(used),
            ]);
        }
        rows.push(Vec::new());
        rows.push(texts(&[
            "Uncertain input",
            "Base value",
            "Unit",
            "Target",
            "Distribution",
            "Note",
        ]));
        for input in &self.inputs {
            rows.push(vec![
                Cell::Text(input.label.clone()),
                Cell::Number(input.base),
                Cell::Text(input.unit.clone()),
                Cell::Text(input.target.clone()),
                Cell::Text(input.description.clone()),
                Cell::Text(input.note.clone().unwrap_or_default()),
            ]);
        }
        Sheet {
            name: ASSUMPTIONS,
            rows,
        }
    }

    /// Names of the rows that a parameter enters.
    fn users_of(&self, parameter: usize) -> String {
        let names = self.rows.iter().filter(|row| {
            let step = &self.steps[row.register];
            step.scale == Some(parameter) || step.op.parameter() == Some(parameter)
        });
        let names: Vec<&str> = names.map(|row| row.name.as_str()).collect();
        names.join(", ")
    }

    fn cash_flow(&self, lines: &Lines, table: &[Vec<f64>]) -> Sheet {
        let mut heading = texts(&["Row", "Unit", "Total", "What the cells are"]);
        let labels = &self.scenario.periods.labels;
        heading.extend(labels.iter().map(|label| Cell::Text(label.0.clone())));
        let mut rows = vec![heading];
        for line in &lines.lines {
            rows.push(self.line(line, lines, table));
        }
        for (timing, times) in Timing::ALL.into_iter().zip(&self.times) {
            let mut row = texts(&[&format!("Discount factor, {timing}"), "1", "", "formula"]);
            let rate = self.base_of(self.rate);
            row.extend(times.iter().map(|&time| Cell::Formula {
                formula: format!("=(1+{})^(-{})", parameter_cell(self.rate), number(time)),
                value: Some((1.0 + rate).powf(-time)),
            }));
            rows.push(row);
        }
        Sheet {
            name: CASH_FLOW,
            rows,
        }
    }

    fn line(&self, line: &Line, lines: &Lines, table: &[Vec<f64>]) -> Vec<Cell> {
        let periods = self.periods.len();
        let formulas: Option<Vec<String>> =
            (0..periods).map(|k| self.formula(line, lines, k)).collect();
        let formulas = formulas.filter(|all| all.iter().all(|one| one.len() <= MAX_FORMULA));
        let values = &table[line.register];
        let what = match (&formulas, self.is_typed(line)) {
            (Some(_), false) => "formula",
            (_, true) => "input",
            (None, false) => "values: this step is not written as a formula",
        };
        let mut cells = vec![
            Cell::Text(line.name.clone()),
            Cell::Text(line.unit.clone()),
            Cell::Empty,
            Cell::Text(what.to_owned()),
        ];
        if line.has_total {
            cells[2] = Cell::Formula {
                formula: format!("=SUM({})", range(line.at, periods)),
                value: Some(crate::statistics::sum(values.iter().copied())),
            };
        }
        match formulas {
            Some(_) if self.is_typed(line) => {
                cells.extend(values.iter().copied().map(Cell::Number));
            }
            Some(formulas) => {
                let is_row = line.helper.is_none();
                cells.extend(formulas.into_iter().zip(values).map(|(formula, &value)| {
                    Cell::Formula {
                        formula,
                        value: is_row.then_some(value),
                    }
                }));
            }
            None if line.helper.is_none() => {
                cells.extend(values.iter().copied().map(Cell::Number));
            }
            // A step written as values needs no help.
            None => {}
        }
        cells
    }

    fn summary(&self, lines: &Lines) -> Sheet {
        let case = self.base_case();
        let periods = self.periods.len();
        let money = self.money_unit.as_str();
        let mut rows = vec![
            texts(&[&self.scenario.name]),
            Vec::new(),
            texts(&["Figure", "Recomputed", "Engine", "Unit"]),
        ];
        let flows = [
            ("after tax", self.after_tax, case.figures.npv_after_tax),
            ("before tax", self.before_tax, case.figures.npv_before_tax),
        ];
        for (name, register, npv) in flows {
            let flow = sheet_range(lines.of_register[register], periods);
            for (place, timing) in Timing::ALL.into_iter().enumerate() {
                let factors = sheet_range(lines.lines.len() + 1 + place, periods);
                let value = npv.get(timing);
                rows.push(vec![
                    Cell::Text(format!("NPV {name}, timing {timing}")),
                    Cell::Formula {
                        formula: format!("=SUMPRODUCT({flow},{factors})"),
                        value: Some(value),
                    },
                    Cell::Number(value),
                    Cell::Text(money.to_owned()),
                ]);
            }
        }
        // Excel's function takes flows a year apart.
        let is_yearly = self
            .periods
            .lengths()
            .iter()
            .all(|length| length.to_bits() == 1.0_f64.to_bits());
        if let (true, Some(value)) = (is_yearly, case.figures.irr_after_tax.value) {
            let flow = sheet_range(lines.of_register[self.after_tax], periods);
            rows.push(vec![
                Cell::Text("IRR after tax".to_owned()),
                Cell::Formula {
                    formula: format!("=IRR({flow})"),
                    value: Some(value),
                },
                Cell::Number(value),
                Cell::Text("1/y".to_owned()),
            ]);
        }
        Sheet {
            name: "Summary",
            rows,
        }
    }

    /// Value of a parameter with every input at its base.
    fn base_of(&self, parameter: usize) -> f64 {
        let parameter = &self.parameters[parameter];
        let factors = parameter.terms.iter();
        factors.fold(parameter.constant, |value, term| {
            value * (self.inputs[term.input].base * term.slope + term.offset)
        })
    }
}

fn texts(texts: &[&str]) -> Vec<Cell> {
    texts
        .iter()
        .map(|&text| Cell::Text(text.to_owned()))
        .collect()
}

/// A number inside a formula, with every digit.
fn number(value: f64) -> String {
    if value < 0.0 {
        format!("({value})")
    } else {
        format!("{value}")
    }
}
