//! Bytes that nobody meant as a table: an error or a preview, never a panic and never a huge allocation.

use crate::shared;
use proptest::prelude::*;
use prospect_sources::files::{FileError, PreviewOptions, preview, read};

fn look(bytes: &[u8]) {
    if let Ok(found) = preview(bytes, "x", &PreviewOptions::default())
        && let Some(mapping) = found.suggested
    {
        drop(read(bytes, &mapping));
    }
}

fn error(bytes: &[u8]) -> FileError {
    preview(bytes, "x", &PreviewOptions::default()).expect_err("no table")
}

#[test]
fn files_of_other_kinds() {
    assert_eq!(error(b""), FileError::Empty);
    assert_eq!(error(b"\n\n,,\n"), FileError::Empty);
    assert_eq!(error(b"\x00\x01\x02"), FileError::NotATable);
    assert_eq!(error(b"\xd0\xcf\x11\xe0\xa1\xb1"), FileError::OldExcel);
    assert!(matches!(error(b"PK\x03\x04garbage"), FileError::Damaged(_)));
    assert!(matches!(error(b"PAR1garbagePAR1"), FileError::Damaged(_)));
}

#[test]
fn a_table_that_is_too_wide() {
    let text = vec![b','; 5_000];
    let mut text = text;
    text.insert(0, b'a');
    assert!(matches!(error(&text), FileError::TooManyColumns { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        look(&bytes);
    }

    #[test]
    fn random_text(text in "([0-9a-zA-Z€é\"',;\t./:+(){}%$ -]{0,12}[,;\n\r]){0,40}") {
        look(text.as_bytes());
    }

    #[test]
    fn random_tables(
        rows in prop::collection::vec(
            ("(2024|1999|0000|9999)-?[0-9M/Q]{0,5}", "-?[0-9,.]{0,8}(%|e9)?", "[A-Za-z]{0,3}"),
            0..30,
        ),
    ) {
        let lines: Vec<String> = rows
            .iter()
            .map(|(date, value, id)| format!("{date},\"{value}\",{id}\n"))
            .collect();
        look(format!("Date,Price (US$/t),id\n{}", lines.concat()).as_bytes());
    }
}

#[test]
fn damaged_workbooks() {
    let Some(whole) = shared::bytes("data/worldbank-pink-sheet-2024-12.xlsx") else {
        return;
    };
    for length in [30, 1_000, whole.len() / 2, whole.len() - 10] {
        assert!(matches!(error(&whole[..length]), FileError::Damaged(_)));
    }
    let mut state = 1_u64;
    for _ in 0..6 {
        let mut bytes = whole.clone();
        for _ in 0..20 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let at = (state >> 16) as usize % bytes.len();
            bytes[at] ^= (state >> 8) as u8;
        }
        look(&bytes);
    }
}

#[test]
fn damaged_parquet() {
    use prospect_sources::export::{About, Column, ExportFormat, Table};
    let times = (0..300)
        .map(|day| chrono::DateTime::from_timestamp(day * 86_400, 0).expect("a time after 1970"));
    let columns = vec![
        Column::times("ds", times.collect()),
        Column::texts("unique_id", (0..300).map(|row| format!("S{}", row % 7))),
        Column::numbers("y", None, (0..300).map(f64::from).collect()),
    ];
    let table = Table::new("panel", columns, About::default()).expect("a table");
    let whole = table.write(ExportFormat::Parquet).expect("written");
    let mut state = 9_u64;
    for round in 0..150 {
        let mut bytes = whole.clone();
        for _ in 0..=round % 4 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let at = 4 + (state >> 33) as usize % (bytes.len() - 8);
            bytes[at] = (state >> 8) as u8;
        }
        look(&bytes);
    }
    for length in (4..whole.len()).step_by(97) {
        look(&whole[..length]);
    }
}
