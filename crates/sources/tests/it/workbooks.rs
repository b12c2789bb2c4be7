//! Workbooks as people make them: typed dates, dates as text, bare serial numbers, error cells.

use prospect_sources::files::{
    DateFormat, FileError, Mapping, PreviewOptions, ReadOutcome, ValueColumn, preview, read,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn taken(bytes: &[u8]) -> (Mapping, ReadOutcome) {
    let found = preview(bytes, "book.xlsx", &PreviewOptions::default()).expect("a table");
    let mapping = found.suggested.expect("a suggestion");
    let outcome = read(bytes, &mapping).expect("a sound mapping");
    (mapping, outcome)
}

fn days(outcome: &ReadOutcome) -> Vec<String> {
    let times = outcome.series[0].series.times();
    times
        .iter()
        .map(|time| prospect_series::time::written(*time))
        .collect()
}

#[test]
fn typed_dates_with_errors_and_texts_among_the_values() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Cover")
        .expect("named")
        .write(0, 0, "Prices of copper")
        .expect("written");
    let sheet = book.add_worksheet();
    let format = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write(0, 0, "Monthly prices").expect("written");
    sheet.write(2, 1, "Date").expect("written");
    sheet.write(2, 2, "Copper [US$/t]").expect("written");
    for (row, month) in (3..9).zip(1..7) {
        let date = ExcelDateTime::from_ymd(2024, month, 1).expect("a date");
        sheet
            .write_with_format(row, 1, &date, &format)
            .expect("written");
        sheet
            .write(row, 2, f64::from(month) * 1000.0)
            .expect("written");
    }
    sheet
        .write_formula(4, 2, Formula::new("=NA()").set_result("#N/A"))
        .expect("written");
    sheet
        .write_formula(5, 2, Formula::new("=1/0").set_result("#DIV/0!"))
        .expect("written");
    sheet.write(6, 2, true).expect("written");
    sheet.write(7, 2, "5,000.5").expect("written");
    let bytes = book.save_to_buffer().expect("a workbook");
    let (mapping, outcome) = taken(&bytes);
    assert_eq!(mapping.sheet.as_deref(), Some("Sheet2"));
    assert_eq!((mapping.date_column, mapping.first_data_row), (1, 4));
    assert_eq!(mapping.date_format, DateFormat::Typed);
    let faults: Vec<_> = outcome
        .rejected
        .iter()
        .map(|fault| (fault.row, fault.column.as_str(), fault.value.as_str()))
        .collect();
    assert_eq!(faults, [(6, "C", "#DIV/0!"), (7, "C", "TRUE")]);
    assert_eq!(
        days(&outcome),
        ["2024-01-01", "2024-02-01", "2024-05-01", "2024-06-01"]
    );
    let values = outcome.series[0].series.values();
    assert!(values[1].is_nan() && (values[2] - 5_000.5).abs() < 1e-9);
    assert_eq!(
        outcome.series[0]
            .unit
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("US$/t")
    );
}

#[test]
fn dates_as_text_and_as_bare_serial_numbers() {
    let mut book = Workbook::new();
    book.add_worksheet();
    book.add_worksheet();
    for (row, (text, serial)) in (1..).zip([
        ("02/01/2024", 45_293.0),
        ("15/01/2024", 45_306.0),
        ("31/01/2024", 45_322.0),
    ]) {
        let sheet = book.worksheet_from_index(0).expect("the first sheet");
        sheet
            .write(0, 0, "Date")
            .expect("written")
            .write(0, 1, "Price")
            .expect("written");
        sheet
            .write(row, 0, text)
            .expect("written")
            .write(row, 1, 1.5)
            .expect("written");
        let other = book.worksheet_from_index(1).expect("the second sheet");
        other
            .write(0, 0, "Date")
            .expect("written")
            .write(0, 1, "Price")
            .expect("written");
        other
            .write(row, 0, serial)
            .expect("written")
            .write(row, 1, 1.5)
            .expect("written");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let (mapping, outcome) = taken(&bytes);
    assert_eq!(mapping.date_format, DateFormat::DayFirst);
    assert_eq!(days(&outcome), ["2024-01-02", "2024-01-15", "2024-01-31"]);
    let options = PreviewOptions {
        sheet: Some("Sheet2".to_owned()),
        ..PreviewOptions::default()
    };
    let mapping = preview(&bytes, "x", &options)
        .expect("a table")
        .suggested
        .expect("a suggestion");
    assert_eq!(mapping.date_format, DateFormat::Serial);
    let outcome = read(&bytes, &mapping).expect("a sound mapping");
    assert_eq!(days(&outcome), ["2024-01-02", "2024-01-15", "2024-01-31"]);
}

#[test]
fn a_date_read_under_another_format_is_a_fault_of_its_row() {
    let text = b"Date,Price\n31/12/2024,1\n2025-01-02,2\n";
    let mapping = Mapping {
        sheet: None,
        delimiter: None,
        first_data_row: 2,
        date_column: 0,
        date_format: DateFormat::DayFirst,
        id_column: None,
        values: vec![ValueColumn {
            column: 1,
            code: "p".to_owned(),
            name: None,
            unit: None,
        }],
        decimal_mark: prospect_sources::files::DecimalMark::Point,
        frequency: None,
        time_zone: None,
    };
    let outcome = read(text, &mapping).expect("a sound mapping");
    assert_eq!(days(&outcome), ["2024-12-31"]);
    assert_eq!(outcome.rejected[0].reason, "is not a date like 31/12/2024");
}

#[test]
fn cells_far_away_cost_nothing_or_are_refused() {
    let with_cell = |row: u32, column: u16| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet
            .write(0, 0, "Date")
            .expect("written")
            .write(0, 1, "Price")
            .expect("written");
        sheet.write(row, column, 1.0).expect("written");
        book.save_to_buffer().expect("a workbook")
    };
    let found =
        preview(&with_cell(1_048_575, 1), "x", &PreviewOptions::default()).expect("a table");
    assert_eq!(found.row_count, 2);
    assert_eq!(found.rows[1].row, 1_048_576);
    let error = preview(&with_cell(1, 16_383), "x", &PreviewOptions::default()).unwrap_err();
    assert!(matches!(
        error,
        FileError::TooManyColumns { found: 16_384, .. }
    ));
}
