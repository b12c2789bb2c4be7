//! Documents as workbooks: what is written is read back; what people do to workbooks is read or named by its cell.

use proptest::prelude::*;
use prospect_sources::book::{BookError, read, write};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::{Value, json};

fn labels(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn round_trip(document: &Value, labels: &[String]) -> Value {
    let bytes = write(document, labels, &Vec::new()).expect("it goes into a workbook");
    read(&bytes)
        .unwrap_or_else(|error| panic!("{error}"))
        .document
}

/// Objects without regard for the order of their fields.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn a_document_with_every_shape_comes_back() {
    let document = json!({
        "name": "a \"name\"\nof two lines",
        "periods": { "labels": ["-1", "1", "2"], "length_years": [1, 0.5, 0.1], "phases": [{ "from": "1" }] },
        "rows": [
            { "id": "a", "amount": { "unit": "t", "values": [1, 2.5, -3e-17] }, "plus": ["x", "y"], "flag": true },
            { "id": "b", "amount": { "unit": "", "values": 7 }, "plus": [], "over": { "first": 8 }, "no": {} },
            { "id": "\\", "amount": { "unit": "[]", "values": [0, 0, 0.1] }, "steps": [{ "at": 1, "to": [1, 2] }] },
        ],
        "a new section": { "x.y": 1 },
        "another": [1, "2", true, { "three": 3 }],
        "none": [],
    });
    assert_eq!(round_trip(&document, &labels(&["-1", "1", "2"])), document);
}

#[test]
fn one_period_is_told_from_one_value() {
    let document = json!({
        "periods": { "labels": ["1"] },
        "rows": [{ "values": [4], "plus": ["revenue"] }, { "values": 4 }],
    });
    assert_eq!(round_trip(&document, &labels(&["1"])), document);
}

/// A workbook with the sheets `Scenario`, `Periods` and one other as people make it.
fn by_hand(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let periods = workbook.add_worksheet();
    periods.set_name("Periods").expect("written");
    periods
        .write_string(1, 0, "periods.labels")
        .expect("written");
    periods.write_number(1, 1, 2027).expect("written");
    periods.write_number(1, 2, 2028).expect("written");
    let sheet = workbook.add_worksheet();
    sheet.set_name("costs").expect("written");
    fill(sheet);
    workbook.save_to_buffer().expect("written")
}

#[test]
fn dates_percentages_formulas_empty_cells_and_trailing_rows_are_read() {
    let bytes = by_hand(|sheet| {
        for (column, text) in (0..).zip(["id", "share", "from", "values", "values"]) {
            sheet.write_string(0, column, text).unwrap();
        }
        sheet.write_number(1, 3, 2027).unwrap();
        sheet.write_string(1, 4, "2028").unwrap();
        sheet.write_string(4, 0, "mining").unwrap();
        let percent = Format::new().set_num_format("0.0%");
        sheet
            .write_number_with_format(4, 1, 0.08, &percent)
            .unwrap();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let date = ExcelDateTime::from_ymd(2027, 1, 31).unwrap();
        sheet.write_datetime_with_format(4, 2, &date, &day).unwrap();
        sheet
            .write_formula(4, 3, Formula::new("=2*21").set_result("42"))
            .unwrap();
        sheet.write_number(4, 4, 1.5).unwrap();
        for row in 5..40 {
            sheet.write_string(row, 0, "  ").unwrap();
        }
    });
    let book = read(&bytes).unwrap();
    let expected = json!({
        "periods": { "labels": [2027, 2028] },
        "costs": [{ "id": "mining", "share": 0.08, "from": "2027-01-31", "values": [42, 1.5] }],
    });
    assert_eq!(book.document, expected);
    let place = |pointer: &str| book.place(pointer).unwrap().to_string();
    assert_eq!(place("/costs/0/values/1"), "sheet costs, row 5, column E");
    assert_eq!(place("/costs/0/share"), "sheet costs, row 5, column B");
    assert_eq!(place("/costs/0/missing"), "sheet costs, row 5, column A");
}

#[test]
fn faults_name_sheet_row_and_column() {
    let bytes = by_hand(|sheet| {
        for (column, text) in (0..).zip(["id", "values", "values", "plus[1]", "a..b"]) {
            sheet.write_string(0, column, text).unwrap();
        }
        sheet.write_number(1, 1, 2027).unwrap();
        sheet.write_number(1, 2, 2029).unwrap();
        sheet.write_string(2, 0, "mining").unwrap();
        sheet.write_number(2, 1, 1).unwrap();
        sheet.write_string(2, 3, "x").unwrap();
        sheet.write_number(2, 6, 5).unwrap();
        sheet
            .write_formula(3, 0, Formula::new("=NA()").set_result("#N/A"))
            .unwrap();
    });
    let Err(BookError::Faults(faults)) = read(&bytes) else {
        panic!("a workbook with faults was read");
    };
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for expected in [
        "sheet costs, row 1, column E: \"a..b\" is no name of a field",
        "sheet costs, row 2, column C: the period is \"2029\"; \"2028\" comes here",
        "sheet costs, row 3, column C: costs[0].values has no value here; write 0",
        "sheet costs, row 3, column G: the column has no heading",
        "sheet costs, row 3, column D: the list /costs/0/plus has no entry 0",
        "sheet costs, row 4, column A: the cell shows the error #N/A",
    ] {
        assert!(
            told.iter().any(|fault| fault.starts_with(expected)),
            "{expected}\n{told:#?}"
        );
    }
}

#[test]
fn what_is_no_workbook_is_refused() {
    assert!(matches!(read(b"name = 1"), Err(BookError::File(_))));
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |x| x.is_finite())
            .prop_map(Value::from),
        (-1_000_000_i64..1_000_000).prop_map(Value::from),
        "[ -~äß€\\\\]{0,12}".prop_map(Value::from),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_.]{1,5}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_document_comes_back(
        parts in prop::collection::btree_map("[a-z]{2,6}", tree(), 1..4),
        rows in prop::collection::vec(
            prop::collection::btree_map("[a-z]{1,3}", tree(), 1..4), 0..4),
    ) {
        let mut document: serde_json::Map<String, Value> = parts.into_iter().collect();
        document.insert("periods".to_owned(), json!({ "labels": ["1", "2", "3"] }));
        let rows: Vec<Value> = rows.into_iter().map(|row| Value::Object(row.into_iter().collect())).collect();
        document.insert("my_rows".to_owned(), Value::from(rows));
        let document = Value::Object(document);
        let back = round_trip(&document, &labels(&["1", "2", "3"]));
        prop_assert!(same(&back, &document), "{back:#}\n{document:#}");
    }
}
