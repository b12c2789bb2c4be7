//! `prospect template`: scenarios to workbooks and back; faults of a workbook by cell.

use prospect_simulate::scenario::Scenario;

use crate::command::{Place, example};
use crate::report::OTHER_KINDS;

#[test]
fn every_example_goes_to_a_workbook_and_back() {
    for name in ["vizcachitas-2023.toml", "oko-west-2025.toml"] {
        let place = Place::new();
        place.ok(&["template", &example(name), "-o", "book.xlsx"]);
        place.ok(&["template", "--read", "book.xlsx", "-o", "back.toml"]);
        let back = String::from_utf8(place.read("back.toml")).unwrap();
        let back = Scenario::from_toml(&back).unwrap();
        let original =
            Scenario::from_toml(&std::fs::read_to_string(example(name)).unwrap()).unwrap();
        assert_eq!(back, original);
        assert_eq!(back.content_hash(), original.content_hash());
        let digits = |scenario: &str| {
            let arguments = [
                "simulate",
                scenario,
                "--iterations",
                "200",
                "--format",
                "json",
            ];
            place.ok(&arguments)
        };
        assert_eq!(digits("book.xlsx"), digits(&example(name)));
    }
}

#[test]
fn nested_lists_go_to_a_workbook_and_back() {
    let place = Place::new();
    let scenario = place.file("other-kinds.toml", OTHER_KINDS);
    place.ok(&["template", &scenario, "-o", "book.xlsx"]);
    place.ok(&["template", "--read", "book.xlsx", "-o", "back.toml"]);
    let back = Scenario::from_toml(&String::from_utf8(place.read("back.toml")).unwrap()).unwrap();
    assert_eq!(back, Scenario::from_toml(OTHER_KINDS).unwrap());
}

#[test]
fn an_empty_template_names_what_is_missing_and_endings_are_checked() {
    let place = Place::new();
    place.ok(&["template", "-o", "empty.xlsx"]);
    place.ok(&["template", "--read", "empty.xlsx", "-o", "empty.json"]);
    assert_eq!(place.run(&["template", "-o", "empty.ods"]).code, 2);
    let ended = place.run(&["template", "--read", "empty.json", "-o", "x.toml"]);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
}

#[test]
fn a_fault_names_its_cell() {
    let place = Place::new();
    let text = std::fs::read_to_string(example("oko-west-2025.toml")).unwrap();
    // A price that no scenario has: found when the plan is compiled, not when the file is read.
    let text = text.replace("price = \"gold\"", "price = \"silver\"");
    let scenario = place.file("wrong.toml", text);
    place.ok(&["template", &scenario, "-o", "wrong.xlsx"]);
    let ended = place.run(&["simulate", "wrong.xlsx"]);
    assert_eq!(ended.code, 3);
    assert!(
        ended
            .stderr
            .contains("sheet products, row 3, column E (/products/0/price)"),
        "{}",
        ended.stderr
    );
    let other = place.file("other.xlsx", "name = 1");
    assert_eq!(place.run(&["simulate", &other]).code, 3);
}
