//! What is written is read back by our own readers, value for value and unit for unit.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use prospect_series::time::at_midnight;
use prospect_series::{Series, Timestamp, Unit};
use prospect_sources::export::{About, Column, ColumnData, ExportError, ExportFormat, Table};
use prospect_sources::files::{PreviewOptions, ReadOutcome, preview, read};

fn day(text: &str) -> Timestamp {
    at_midnight(text.parse::<NaiveDate>().expect("an ISO date"))
}

fn about() -> About {
    About {
        source: Some("EIA, public domain".to_owned()),
        as_of: Some(day("2026-08-18")),
        notes: vec![("model".to_owned(), "Theta".to_owned())],
    }
}

fn prices() -> Series {
    Series::new(
        ["2020-04-17", "2020-04-20", "2020-04-21", "2020-04-22"]
            .map(day)
            .to_vec(),
        vec![18.31, -36.98, f64::NAN, 13.64],
    )
    .expect("a series")
}

fn table() -> Table {
    Table::of_series("WTI", Unit::parse("US$/bbl").ok(), &prices(), about())
}

fn read_back(bytes: &[u8]) -> ReadOutcome {
    let found = preview(bytes, "export", &PreviewOptions::default()).expect("a table");
    read(bytes, &found.suggested.expect("a suggestion")).expect("a mapping")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn csv_is_plain() {
    let csv = text(table().write(ExportFormat::Csv).expect("written"));
    assert_eq!(
        csv,
        "Date,WTI (US$/bbl)\n2020-04-17,18.31\n2020-04-20,-36.98\n2020-04-21,\n2020-04-22,13.64\n"
    );
}

#[test]
fn json_states_unit_source_and_date() {
    let json = table().write(ExportFormat::Json).expect("written");
    let value: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(
        value,
        serde_json::json!({
            "title": "WTI",
            "source": "EIA, public domain",
            "as_of": "2026-08-18T00:00:00Z",
            "notes": {"model": "Theta"},
            "rows": 4,
            "columns": [
                {"name": "Date", "unit": null, "kind": "time",
                 "values": ["2020-04-17", "2020-04-20", "2020-04-21", "2020-04-22"]},
                {"name": "WTI", "unit": "US$/bbl", "kind": "number",
                 "values": [18.31, -36.98, null, 13.64]},
            ],
        })
    );
}

#[test]
fn every_table_format_is_read_back() {
    for format in [ExportFormat::Csv, ExportFormat::Xlsx, ExportFormat::Parquet] {
        let bytes = table().write(format).expect("written");
        let outcome = read_back(&bytes);
        assert_eq!(outcome.rejected, [], "{format}");
        assert_eq!(outcome.series.len(), 1, "{format}");
        let series = &outcome.series[0];
        assert_eq!(series.series, prices(), "{format}");
        assert_eq!(series.unit, Unit::parse("US$/bbl").ok(), "{format}");
        assert_eq!(series.code, "wti", "{format}");
    }
}

#[test]
fn the_second_sheet_says_where_the_numbers_come_from() {
    let bytes = table().write(ExportFormat::Xlsx).expect("written");
    let options = PreviewOptions {
        sheet: Some("About".to_owned()),
        ..PreviewOptions::default()
    };
    let found = preview(&bytes, "x", &options).expect("a sheet");
    assert_eq!(found.sheets, ["WTI", "About"]);
    let rows: Vec<_> = found
        .rows
        .into_iter()
        .map(|row| row.cells.join(": "))
        .collect();
    assert_eq!(
        rows,
        [
            "title: WTI",
            "source: EIA, public domain",
            "as_of: 2026-08-18",
            "model: Theta",
            "time: all times are UTC",
            "unit of WTI: US$/bbl",
        ]
    );
}

#[test]
fn parquet_carries_the_facts_as_metadata() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let bytes = table().write(ExportFormat::Parquet).expect("written");
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("Parquet");
    let facts = reader
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .expect("metadata")
        .clone();
    let of = |key: &str| {
        facts
            .iter()
            .find(|fact| fact.key == key)
            .and_then(|fact| fact.value.clone())
    };
    assert_eq!(of("source").as_deref(), Some("EIA, public domain"));
    assert_eq!(of("as_of").as_deref(), Some("2026-08-18"));
    assert_eq!(of("model").as_deref(), Some("Theta"));
}

#[test]
fn equal_tables_are_equal_files() {
    for format in ExportFormat::ALL {
        assert_eq!(table().write(format), table().write(format), "{format}");
    }
}

#[test]
fn times_of_day_and_times_before_excel() {
    let clock = vec![
        day("2024-01-01") + TimeDelta::minutes(90),
        day("2024-01-01") + TimeDelta::minutes(150),
    ];
    let old = ["1833-01-01", "1833-02-01"].map(day).to_vec();
    for times in [clock, old] {
        let series = Series::new(times, vec![1.0, 2.0]).expect("a series");
        let table = Table::of_series("x", None, &series, About::default());
        for format in [ExportFormat::Csv, ExportFormat::Xlsx, ExportFormat::Parquet] {
            let outcome = read_back(&table.write(format).expect("written"));
            assert_eq!(outcome.series[0].series, series, "{format}");
        }
    }
}

#[test]
fn texts_integers_and_formulas() {
    let table = Table::new(
        "a/b: [c]*?",
        vec![
            Column::texts("model", ["=cmd()", "-5", "@x", "plain"]),
            Column {
                name: "rank".to_owned(),
                unit: None,
                data: ColumnData::Integers(vec![Some(1), None, Some(3), Some(4)]),
            },
        ],
        About::default(),
    )
    .expect("a table");
    let csv = text(table.write(ExportFormat::Csv).expect("written"));
    assert_eq!(csv, "model,rank\n'=cmd(),1\n-5,\n'@x,3\nplain,4\n");
    let bytes = table.write(ExportFormat::Xlsx).expect("written");
    let found = preview(&bytes, "x", &PreviewOptions::default()).expect("a table");
    assert_eq!(found.sheets, ["a b   c", "About"]);
    assert_eq!(found.rows[1].cells, ["=cmd()", "1"]);
    assert!(table.write(ExportFormat::Parquet).is_ok());
}

#[test]
fn what_makes_no_table() {
    let of = |columns: Vec<Column>| Table::new("t", columns, About::default()).unwrap_err();
    let column = |name: &str, values: &[f64]| Column::numbers(name, None, values.to_vec());
    assert!(matches!(
        of(vec![column("a", &[1.0]), column("b", &[])]),
        ExportError::UnequalColumns {
            found: 0,
            expected: 1,
            ..
        }
    ));
    assert_eq!(
        of(vec![column("a", &[1.0]), column("a", &[1.0])]),
        ExportError::SameName("a".to_owned())
    );
    assert_eq!(
        of(vec![column("a", &[f64::INFINITY])]),
        ExportError::Infinite("a".to_owned())
    );
    assert!(
        "pdf"
            .parse::<ExportFormat>()
            .unwrap_err()
            .to_string()
            .contains("xlsx")
    );
    let tall = Table::new(
        "t",
        vec![column("a", &vec![0.5; 1_048_576])],
        About::default(),
    )
    .expect("a table");
    assert!(matches!(
        tall.write(ExportFormat::Xlsx),
        Err(ExportError::TooManyRows { .. })
    ));
    assert_eq!(of(Vec::new()), ExportError::NoColumns);
    let empty = Table::new("t", vec![column("a", &[])], About::default()).expect("a table");
    for format in ExportFormat::ALL {
        assert!(empty.write(format).is_ok(), "{format}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn all_digits_survive(values in prop::collection::vec(prop::num::f64::NORMAL, 3..40)) {
        let times = (0..).take(values.len()).map(|k| day("2001-01-01") + TimeDelta::days(k)).collect();
        let series = Series::new(times, values).expect("a series");
        let table = Table::of_series("x", None, &series, About::default());
        for format in [ExportFormat::Parquet, ExportFormat::Json] {
            let bytes = table.write(format).expect("written");
            if format == ExportFormat::Parquet {
                prop_assert_eq!(&read_back(&bytes).series[0].series, &series);
            } else {
                let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
                let read: Vec<f64> = serde_json::from_value(value["columns"][1]["values"].clone()).expect("numbers");
                prop_assert_eq!(read.as_slice(), series.values());
            }
        }
    }

    #[test]
    fn usual_numbers_survive_text_and_sheets(values in prop::collection::vec(-1e12..1e12_f64, 3..40)) {
        let times = (0..).take(values.len()).map(|k| day("2001-01-01") + TimeDelta::days(k)).collect();
        let series = Series::new(times, values).expect("a series");
        let table = Table::of_series("x", None, &series, About::default());
        for format in [ExportFormat::Csv, ExportFormat::Xlsx] {
            let outcome = read_back(&table.write(format).expect("written"));
            for (ours, read) in series.values().iter().zip(outcome.series[0].series.values()) {
                prop_assert!((ours - read).abs() <= ours.abs() * 1e-15, "{}: {} {}", format, ours, read);
            }
        }
    }
}
