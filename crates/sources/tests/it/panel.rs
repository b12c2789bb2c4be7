//! Files of the command line.

use crate::shared;
use arrow::array::{
    ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray, TimestampNanosecondArray,
};
use parquet::arrow::ArrowWriter;
use prospect_series::Frequency;
use prospect_sources::panel::{Panel, PanelOptions, read_path};
use std::path::PathBuf;
use std::sync::Arc;

fn written(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a writable folder");
    path
}

fn taken(name: &str, bytes: &[u8], options: &PanelOptions) -> Result<Panel, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    read_path(&written(&folder, name, bytes), options).map_err(|error| {
        error
            .to_string()
            .replace(&*folder.path().to_string_lossy(), "")
    })
}

fn summary(panel: &Panel) -> Vec<(String, usize, Frequency)> {
    panel
        .series
        .iter()
        .map(|series| {
            (
                series.id.clone(),
                series.series.times().len(),
                series.frequency,
            )
        })
        .collect()
}

#[test]
fn a_long_csv() {
    let text = "unique_id,ds,y,extra\nA,2024-01-01,1,x\nA,2024-02-01,,x\nA,2024-03-01,3,x\n\nB,2024-01-01,5\n\
        B,2024-01-01,6\nB,never,7\nB,2024-01-02,x\n,2024-01-02,1\nB,2024-01-02,8\nC,2024-01-01,NA\nB,2024-01-03,9\n";
    let panel = taken("panel.csv", text.as_bytes(), &PanelOptions::default()).expect("a panel");
    assert_eq!(
        summary(&panel),
        [
            ("A".to_owned(), 3, Frequency::Monthly),
            ("B".to_owned(), 3, Frequency::Daily)
        ]
    );
    assert_eq!(panel.series[0].series.missing(), 1);
    let faults: Vec<_> = panel
        .rejected
        .iter()
        .map(|fault| {
            format!(
                "{}{} {:?} {}",
                fault.column, fault.row, fault.value, fault.reason
            )
        })
        .collect();
    assert_eq!(
        faults,
        [
            "B7 \"2024-01-01\" already stands in row 6; keep one of the two rows",
            "B8 \"never\" is not a date like 2024-12-31",
            "C9 \"x\" is not a number; write it like 1234.5, or leave the cell empty when the value is missing",
            "A10 \"\" is empty; name the series that the row belongs to",
        ]
    );
    assert_eq!(panel.notes, ["C has no values and is left out"]);
}

#[test]
fn a_long_parquet_with_the_types_of_other_tools() {
    let nanos = |day: i64| day * 86_400_000_000_000;
    let times = TimestampNanosecondArray::from(vec![
        nanos(19_723),
        nanos(19_724),
        nanos(19_725),
        nanos(19_723),
    ]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "y",
            Arc::new(Float64Array::from(vec![
                Some(1.0),
                None,
                Some(3.0),
                Some(4.0),
            ])),
        ),
        ("extra", Arc::new(Int32Array::from(vec![1, 2, 3, 4]))),
        ("ds", Arc::new(times)),
        (
            "unique_id",
            Arc::new(StringArray::from(vec!["A", "A", "A", "B"])),
        ),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    let panel = taken("panel.parquet", &bytes, &PanelOptions::default()).expect("a panel");
    assert_eq!(
        summary(&panel),
        [
            ("A".to_owned(), 3, Frequency::Daily),
            ("B".to_owned(), 1, Frequency::Irregular)
        ]
    );
    assert_eq!(
        panel.series[0].series.first_time().date_naive().to_string(),
        "2024-01-01"
    );
    assert_eq!(panel.series[0].series.missing(), 1);
    let options = PanelOptions {
        frequency: Some(Frequency::Daily),
        ..PanelOptions::default()
    };
    let panel = taken("panel.parquet", &bytes, &options).expect("a panel");
    assert_eq!(panel.series[1].frequency, Frequency::Daily);
}

#[test]
fn one_series_with_date_and_value() {
    let Some(path) = shared::path("data/wti-daily.csv") else {
        return;
    };
    let panel = read_path(&path, &PanelOptions::default()).expect("a panel");
    assert_eq!(
        summary(&panel),
        [("wti-daily".to_owned(), 10_226, Frequency::BusinessDaily)]
    );
}

#[test]
fn one_column_of_many() {
    let Some(vix) = shared::path("data/vix-daily.csv") else {
        return;
    };
    let of = |column: &str| {
        read_path(
            &vix,
            &PanelOptions {
                column: Some(column.to_owned()),
                ..PanelOptions::default()
            },
        )
    };
    assert_eq!(
        of("close").expect("a panel").series[0].id,
        "vix-daily-close"
    );
    let error = of("mid").unwrap_err().to_string();
    assert!(error.contains("OPEN, HIGH, LOW, CLOSE"), "{error}");
    let Some(pink) = shared::path("data/worldbank-pink-sheet-2024-12.xlsx") else {
        return;
    };
    let options = PanelOptions {
        column: Some("COPPER".to_owned()),
        ..PanelOptions::default()
    };
    let panel = read_path(&pink, &options).expect("a panel");
    assert_eq!(
        summary(&panel),
        [("COPPER".to_owned(), 779, Frequency::Monthly)]
    );
}

#[test]
fn files_that_are_no_panel() {
    let error =
        |name: &str, bytes: &[u8]| taken(name, bytes, &PanelOptions::default()).unwrap_err();
    assert_eq!(error("a.csv", b""), "/a.csv: the file is empty");
    assert!(error("a.csv", b"a,b\nx,y\n").contains("no column of dates"));
    assert!(
        error("a.csv", b"unique_id,ds,y\nA,1,5\nA,2,6\n").contains("the column ds holds no dates")
    );
    assert!(error("a.parquet", b"PAR1xxxxxxxxPAR1").contains("damaged"));
    let missing = read_path(&PathBuf::from("/nowhere/a.csv"), &PanelOptions::default());
    assert!(
        missing
            .unwrap_err()
            .to_string()
            .starts_with("failed to read /nowhere/a.csv")
    );
}
