//! The base case as formulas: LibreOffice computes the same NPV from them.

use std::path::Path;
use std::process::Command;

use prospect_simulate::examples;
use prospect_simulate::plan::formulas::{Cell, Sheet};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::scenario::Scenario;
use rust_xlsxwriter::{Formula, Workbook};

/// Settings of LibreOffice, which otherwise shows the values a file came with.
const ALWAYS_RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Writes formulas with a wrong cached value, so that only a reader that calculates can be right.
fn write(sheets: &[Sheet], path: &Path) {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(sheet.name).unwrap();
        for (row, cells) in (0_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        page.write_string(row, column, text).unwrap();
                    }
                    Cell::Number(value) => {
                        page.write_number(row, column, *value).unwrap();
                    }
                    Cell::Formula { formula, .. } => {
                        let formula = Formula::new(formula).set_result("-12345");
                        page.write_formula(row, column, formula).unwrap();
                    }
                }
            }
        }
    }
    workbook.save(path).unwrap();
}

/// Rows of the first sheet after LibreOffice has computed every formula anew: figure, recomputed, engine.
fn recalculated(plan: &Plan, name: &str) -> Vec<(String, f64, f64)> {
    let folder = std::env::temp_dir().join(format!("prospect-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let workbook = folder.join("report.xlsx");
    write(&plan.formula_sheets(), &workbook);
    // A profile of its own, so that tests can run beside each other; every digit, not those shown.
    std::fs::create_dir_all(folder.join("profile/user")).unwrap();
    std::fs::write(
        folder.join("profile/user/registrymodifications.xcu"),
        ALWAYS_RECALCULATE,
    )
    .unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let filter = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,false,false";
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .arg(&folder)
        .arg(&workbook)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = std::fs::read_to_string(workbook.with_extension("csv")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let lines = text.lines().skip(3).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |place: usize| {
            let text = cells[place].trim_matches('"');
            // LibreOffice shows a rate of return in per cent.
            let (text, scale) = match text.strip_suffix('%') {
                Some(rate) => (rate, 100.0),
                None => (text, 1.0),
            };
            text.parse::<f64>().unwrap_or_else(|_| panic!("{line}")) / scale
        };
        (cells[0].trim_matches('"').to_owned(), number(1), number(2))
    });
    lines.collect()
}

fn agrees(scenario: &Scenario, name: &str) {
    let plan = Plan::compile(scenario, &PathSets::new()).unwrap();
    let rows = recalculated(&plan, name);
    assert!(rows.len() >= 6, "{rows:?}");
    for (figure, recomputed, engine) in rows {
        let difference = ((recomputed - engine) / engine).abs();
        println!("{name}: {figure}: {recomputed} against {engine}: {difference:e}");
        assert!(
            difference <= 1e-9,
            "{name}: {figure}: {recomputed} against {engine}"
        );
    }
}

/// Whether LibreOffice is there; says loudly when it is not.
fn has_libreoffice() -> bool {
    let found = Command::new("soffice").arg("--version").output().is_ok();
    if !found {
        eprintln!("SKIPPED: soffice is not installed, so no formula was recalculated");
    }
    found
}

#[test]
fn libreoffice_recomputes_the_npv_of_both_examples() {
    if !has_libreoffice() {
        return;
    }
    for example in examples::ALL {
        agrees(&example.scenario(), example.slug);
    }
}

/// What the examples do not use: a recovery curve, price tiers, a cap, units of production, mixed period lengths, losses.
#[test]
fn libreoffice_recomputes_the_other_kinds_of_rows() {
    if !has_libreoffice() {
        return;
    }
    agrees(&Scenario::from_toml(OTHER_KINDS).unwrap(), "other-kinds");
}

const OTHER_KINDS: &str = r#"
schema_version = 1
name = "Other kinds of rows"
[basis]
money = "M US$"
terms = "real"
[periods]
labels = ["build", "1", "2", "3", "4"]
length_years = [0.5, 0.5, 1.0, 1.0, 2.0]
[discount]
rate = 0.09
timing = "mid"
[[schedule]]
id = "feed"
name = "Mill feed"
amount = { unit = "Mt/y", values = [0.0, 2.0, 4.0, 4.0, 3.0] }
[[prices]]
id = "gold"
name = "Gold"
unit = "US$/oz"
deck = [1800.0, 1800.0, 2100.0, 1500.0, 1900.0]
[[products]]
id = "gold"
name = "Gold"
price = "gold"
payable_fraction = 0.995
[products.from_feed]
feed = "feed"
grade = { unit = "g/t", values = [0.0, 1.5, 1.8, 0.9, 2.4] }
recovery_curve = [[1.0, 0.85], [1.6, 0.90], [2.0, 0.92]]
unit = "oz"
[[costs]]
id = "operations"
name = "Operations"
category = "operating"
unit_cost = { unit = "US$/t", values = 38.0 }
driver = "feed"
[[royalties]]
id = "sliding"
name = "Sliding royalty"
base = "gross"
tiers = { price = "gold", mode = "marginal", steps = [[0.0, 0.03], [1600.0, 0.05], [2000.0, 0.08]] }
cumulative_cap = { unit = "M US$", values = 20.0 }
[[royalties]]
id = "slab"
name = "Slab royalty"
base = "gross"
tiers = { price = "gold", mode = "slab", steps = [[0.0, 0.01], [2000.0, 0.02]] }
[[capital]]
id = "plant"
name = "Plant"
kind = "initial"
amount = { unit = "M US$", values = [150.0, 60.0, 0.0, 0.0, 0.0] }
[[depreciation]]
id = "units"
name = "Depreciation"
of = ["plant"]
method = { kind = "units_of_production", driver = "feed" }
[[taxes]]
id = "income"
name = "Income tax"
rate = 0.28
base = "cash_flow_before_tax"
deductions = ["units"]
losses = { limit = 0.8, floor = 1.0 }
[[working_capital]]
id = "receivables"
name = "Receivables"
days = 40.0
of = "revenue"
side = "receivable"
"#;

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
