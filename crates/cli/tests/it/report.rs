//! `prospect report`: the workbook holds the engine's figures and live formulas. That LibreOffice computes the same from
//! them is tested beside the engine, with wrong values in the cells.

use calamine::{Reader, Xlsx, open_workbook};

use crate::command::{Place, example};

#[test]
fn a_workbook_of_formulas_with_the_engines_values() {
    let place = Place::new();
    let file = place.path().join("report.xlsx");
    let name = file.to_str().unwrap();
    place.ok(&["report", &example("oko-west-2025.toml"), "-o", name]);
    let mut workbook: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(
        workbook.sheet_names(),
        ["Summary", "Cash flow", "Assumptions"]
    );
    let values = workbook.worksheet_range("Summary").unwrap();
    let npv = values
        .rows()
        .find(|row| row[0].to_string().contains("after tax"))
        .unwrap();
    let npv: f64 = npv[1].to_string().parse().unwrap();
    assert!((npv / 2_163.315_333 - 1.0).abs() < 1e-6, "{npv}");
    let formulas = workbook.worksheet_formula("Cash flow").unwrap();
    assert!(formulas.used_cells().count() > 200);
}

#[test]
fn only_a_workbook_is_written_and_faults_are_those_of_the_scenario() {
    let place = Place::new();
    let oko = example("oko-west-2025.toml");
    let told = place.fails(2, &["report", &oko, "-o", "report.pdf"]);
    assert!(told.contains("report.pdf does not end in .xlsx"), "{told}");
    let bad = place.file("bad.toml", "schema_version = 1\n");
    let told = place.fails(3, &["report", &bad, "-o", "report.xlsx"]);
    assert!(told.contains("bad.toml has"), "{told}");
    assert!(!place.path().join("report.xlsx").exists());
}
