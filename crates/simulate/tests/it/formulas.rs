//! The base case as cells: every row is there, as a formula or as an input. That LibreOffice computes the same NPV from them
//! is tested on the workbooks that `prospect report` writes.

use prospect_simulate::examples;
use prospect_simulate::plan::formulas::Cell;
use prospect_simulate::plan::{PathSets, Plan};

#[test]
fn rows_that_are_computed_are_formulas() {
    for example in examples::ALL {
        let plan = Plan::compile(&example.scenario(), &PathSets::new()).unwrap();
        let sheets = plan.formula_sheets();
        let cash_flow = &sheets[1].rows;
        for row in &plan.base_case().rows {
            let line = cash_flow
                .iter()
                .find(|line| line[0] == Cell::Text(row.name.clone()));
            assert!(line.is_some(), "{} is missing", row.name);
        }
        for line in &cash_flow[1..] {
            let is_formula = matches!(line.last(), Some(Cell::Formula { .. }));
            let is_input = line[3] == Cell::Text("input".to_owned());
            assert!(is_formula != is_input, "{:?}", line[0]);
        }
    }
}
