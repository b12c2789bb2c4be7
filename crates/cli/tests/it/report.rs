//! `prospect report`: the workbook holds the engine's figures and live formulas, from which LibreOffice computes the same.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::command::{Place, example};

/// Settings of LibreOffice, which otherwise shows the values a file came with.
const ALWAYS_RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Copies a workbook with a wrong value in every cell that has a formula, so that only a reader that calculates can be
/// right; the number of such cells.
fn plant_wrong_values(from: &Path, to: &Path) -> usize {
    let mut source = ZipArchive::new(File::open(from).unwrap()).unwrap();
    let mut target = ZipWriter::new(File::create(to).unwrap());
    let mut planted = 0;
    for at in 0..source.len() {
        let mut part = source.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.starts_with("xl/worksheets/") {
            let text = String::from_utf8(bytes).unwrap();
            let mut cells = text.split("</f><v>");
            let mut changed = cells.next().unwrap().to_owned();
            for cell in cells {
                let (_, rest) = cell.split_once("</v>").unwrap();
                changed.push_str("</f><v>-12345</v>");
                changed.push_str(rest);
                planted += 1;
            }
            bytes = changed.into_bytes();
        }
        target
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        target.write_all(&bytes).unwrap();
    }
    target.finish().unwrap();
    planted
}

/// Rows of the first sheet after LibreOffice has computed every formula anew: figure, recomputed, engine.
fn recalculated(place: &Place, scenario: &str) -> Vec<(String, f64, f64)> {
    let (report, workbook) = ("report.xlsx", place.path().join("planted.xlsx"));
    let report = place.path().join(report);
    let output = report.to_str().unwrap();
    place.ok(&["report", scenario, "--no-simulation", "-o", output]);
    assert!(plant_wrong_values(&report, &workbook) > 100);
    // A profile of its own, so that tests can run beside each other; every digit, not those shown.
    let profile = place.path().join("profile");
    std::fs::create_dir_all(profile.join("user")).unwrap();
    std::fs::write(
        profile.join("user/registrymodifications.xcu"),
        ALWAYS_RECALCULATE,
    )
    .unwrap();
    let profile = format!("-env:UserInstallation=file://{}", profile.display());
    let filter = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,false,false";
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .arg(place.path())
        .arg(&workbook)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = std::fs::read_to_string(workbook.with_extension("csv")).unwrap();
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

/// Does nothing but say so where LibreOffice is not installed.
fn agrees(place: &Place, scenario: &str) {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("SKIPPED: soffice is not installed, so no formula was recalculated");
        return;
    }
    let rows = recalculated(place, scenario);
    assert!(rows.len() >= 6, "{rows:?}");
    for (figure, recomputed, engine) in rows {
        let difference = ((recomputed - engine) / engine).abs();
        println!("{scenario}: {figure}: {recomputed} against {engine}: {difference:e}");
        assert!(
            difference <= 1e-9,
            "{scenario}: {figure}: {recomputed} against {engine}"
        );
    }
}

#[test]
fn libreoffice_recomputes_the_npv_of_both_examples() {
    for name in ["vizcachitas-2023.toml", "oko-west-2025.toml"] {
        agrees(&Place::new(), &example(name));
    }
}

/// What the examples do not use: a recovery curve, price tiers, a cap, units of production, mixed period lengths, losses.
#[test]
fn libreoffice_recomputes_the_other_kinds_of_rows() {
    let place = Place::new();
    let scenario = place.file("other-kinds.toml", OTHER_KINDS);
    agrees(&place, &scenario);
}

pub(crate) const OTHER_KINDS: &str = r#"
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
fn a_workbook_of_formulas_with_the_engines_values() {
    let place = Place::new();
    let file = place.path().join("report.xlsx");
    let name = file.to_str().unwrap();
    place.ok(&["report", &example("oko-west-2025.toml"), "-o", name]);
    let mut workbook: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(
        workbook.sheet_names()[..3],
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
fn only_pages_and_workbooks_are_written_and_faults_are_those_of_the_scenario() {
    let place = Place::new();
    let oko = example("oko-west-2025.toml");
    let told = place.fails(2, &["report", &oko, "-o", "report.pdf"]);
    assert!(
        told.contains("report.pdf does not end in .html or .xlsx"),
        "{told}"
    );
    let bad = place.file("bad.toml", "schema_version = 1\n");
    let told = place.fails(3, &["report", &bad, "-o", "report.xlsx"]);
    assert!(told.contains("bad.toml has"), "{told}");
    assert!(!place.path().join("report.xlsx").exists());
}

#[test]
fn a_page_and_a_workbook_hold_the_chosen_sections() {
    let place = Place::new();
    let scenario = example("oko-west-2025.toml");
    let run = ["--iterations", "200", "--seed", "7"];
    place.ok(&[&["report", &scenario, "-o", "a.html"][..], &run].concat());
    place.ok(&[&["report", &scenario, "-o", "b.html"][..], &run].concat());
    assert_eq!(place.read("a.html"), place.read("b.html"));
    let page = String::from_utf8(place.read("a.html")).unwrap();
    assert!(page.contains("<h2>Sensitivity</h2>") && page.contains("P(NPV &lt; 0)"));
    let few = ["--no-simulation", "--sections", "results,methods"];
    place.ok(&[&["report", &scenario, "-o", "few.html"][..], &few].concat());
    let page = String::from_utf8(place.read("few.html")).unwrap();
    assert!(page.contains("id=\"methods\"") && !page.contains("id=\"cash_flow\""));
    place.ok(&[&["report", &scenario, "-o", "a.xlsx"][..], &run].concat());
    let workbook: Xlsx<_> = open_workbook(place.path().join("a.xlsx")).unwrap();
    let names = workbook.sheet_names();
    for name in [
        "Summary",
        "Cash flow",
        "Assumptions",
        "Inputs and sources",
        "Simulation",
        "Sensitivity",
    ] {
        assert!(
            names.iter().any(|sheet| sheet == name),
            "{name} is not in {names:?}"
        );
    }
    for (arguments, code) in [
        (["-o", "a.doc", "--seed", "1"], 2),
        (["-o", "a.html", "--sections", "tables"], 2),
        (["-o", "a.html", "--iterations", "0"], 2),
    ] {
        let ended = place.run(&[&["report", &scenario][..], &arguments].concat());
        assert_eq!(ended.code, code, "{}", ended.stderr);
    }
}
