//! Small tables made for one question each.

use prospect_series::Frequency;
use prospect_sources::files::{
    DateFormat, DecimalMark, Mapping, Preview, PreviewOptions, ReadOutcome, preview, read,
};

fn look(text: &str) -> Preview {
    preview(text.as_bytes(), "file.csv", &PreviewOptions::default()).expect("a table")
}

fn suggested(text: &str) -> Mapping {
    look(text).suggested.expect("a suggestion")
}

fn taken(text: &str) -> ReadOutcome {
    read(text.as_bytes(), &suggested(text)).expect("a sound mapping")
}

/// Row, column letter, value and reason of each rejected cell.
fn faults(outcome: &ReadOutcome) -> Vec<String> {
    outcome
        .rejected
        .iter()
        .map(|problem| {
            format!(
                "{}{}: {:?} {}",
                problem.column, problem.row, problem.value, problem.reason
            )
        })
        .collect()
}

fn points(outcome: &ReadOutcome, series: usize) -> Vec<(String, f64)> {
    outcome.series[series]
        .series
        .iter()
        .map(|(time, value)| (prospect_series::time::written(time), value))
        .collect()
}

#[test]
fn each_fault_is_named_with_its_place_and_the_good_rows_are_kept() {
    let text = "Date,Copper (US$/lb),Gold (US$/oz)\n\
        2024-01-01,3.80,2065\n\
        2024-01-02,abc,2059\n\
        2024-13-01,3.82,2043\n\
        2024-01-03,..,2050\n\
        2024-01-02,3.90,2060\n\
        ,3.91,2061\n\
        \n\
        2024-01-05,\"3,91\",2062\n\
        2024-01-06,4%,#DIV/0!\n\
        2024-01-07,3.95,n/a\n\
        2024-01-08,inf,2070\n\
        2024-01-09,4.00,2071\n\
        Source: nobody,,\n";
    let outcome = taken(text);
    assert_eq!(
        faults(&outcome),
        [
            "B3: \"abc\" is not a number; write it like 1234.5, or leave the cell empty when the value is missing",
            "A4: \"2024-13-01\" is not a date like 2024-12-31",
            "A6: \"2024-01-02\" 2024-01-02 already stands in row 3; keep one of the two rows",
            "A7: \"\" the date is empty; write one like 2024-12-31",
            "B9: \"3,91\" is not a number with a decimal point; write it so, or choose the decimal comma",
            "B10: \"4%\" has a percent sign; write the number alone and give the column the unit %",
            "C10: \"#DIV/0!\" is not a number; write it like 1234.5, or leave the cell empty when the value is missing",
            "B12: \"inf\" is infinite; leave the cell empty when the value is missing",
            "A14: \"Source: nobody\" is not a date like 2024-12-31",
        ]
    );
    assert_eq!(outcome.rejected_count, 9);
    assert_eq!(outcome.rejected[0].header.as_deref(), Some("Copper"));
    let copper = &outcome.series[0];
    assert_eq!(
        (
            copper.code.as_str(),
            copper.unit.as_ref().map(ToString::to_string).as_deref()
        ),
        ("copper", Some("US$/lb"))
    );
    assert_eq!(copper.series.times().len(), 4);
    assert_eq!(copper.series.missing(), 1, "the two points in row 5");
    assert_eq!(outcome.series[1].series.times().len(), 7);
}

#[test]
fn semicolons_decimal_commas_and_latin_letters() {
    let bytes = b"Datum;Kupfer (\x80/t)\r\n31.01.2024;7.812,50\r\n29.02.2024;-7.901,25\r\n31.03.2024;\r\n30.04.2024;8.000\r\n";
    let found = preview(bytes, "kupfer.csv", &PreviewOptions::default()).expect("a table");
    assert_eq!(found.encoding.as_deref(), Some("windows-1252"));
    assert_eq!(found.delimiter, Some(';'));
    assert_eq!(found.frequency, Some(Frequency::Monthly));
    let mapping = found.suggested.expect("a suggestion");
    assert_eq!(mapping.date_format, DateFormat::DayFirst);
    assert_eq!(mapping.decimal_mark, DecimalMark::Comma);
    let outcome = read(bytes, &mapping).expect("a sound mapping");
    assert_eq!(outcome.rejected, []);
    assert_eq!(
        outcome.series[0]
            .unit
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("EUR/t")
    );
    let points = points(&outcome, 0);
    assert_eq!(points[1], ("2024-02-29".to_owned(), -7_901.25));
    assert!(points[2].1.is_nan());
    assert_eq!(points[3], ("2024-04-30".to_owned(), 8_000.0));
}

#[test]
fn a_long_table_becomes_a_series_per_id() {
    let text = "unique_id,ds,y\nA,2024-01-01,1\nA,2024-02-01,2\nB,2024-01-01,10\nA,2024-03-01,3\nB,2024-01-01,11\n,2024-01-01,5\nB,2024-02-01,12\n";
    let mapping = suggested(text);
    assert_eq!((mapping.id_column, mapping.date_column), (Some(0), 1));
    let outcome = read(text.as_bytes(), &mapping).expect("a sound mapping");
    assert_eq!(
        faults(&outcome),
        [
            "B6: \"2024-01-01\" 2024-01-01 already stands in row 4; keep one of the two rows",
            "A7: \"\" is empty; name the series that the row belongs to",
        ]
    );
    let codes: Vec<_> = outcome
        .series
        .iter()
        .map(|series| series.code.as_str())
        .collect();
    assert_eq!(codes, ["A", "B"]);
    assert_eq!(
        points(&outcome, 1),
        [
            ("2024-01-01".to_owned(), 10.0),
            ("2024-02-01".to_owned(), 12.0)
        ]
    );
}

#[test]
fn one_series_with_a_unique_id_column_is_long_too() {
    let mapping = suggested("ds,y,unique_id\n2024-01-01,1,A\n2024-02-01,2,A\n2024-03-01,3,A\n");
    assert_eq!(
        (
            mapping.id_column,
            mapping.date_column,
            mapping.values[0].column
        ),
        (Some(2), 0, 1)
    );
}

#[test]
fn clock_times_are_resolved_in_their_zone() {
    let text = "Time,Price (EUR/MWh)\n\
        2024-03-31 00:00,1\n\
        2024-03-31 01:00,2\n\
        2024-03-31 02:00,3\n\
        2024-03-31 03:00,4\n\
        2024-10-27 02:00,5\n\
        2024-10-27 02:00+01:00,6\n";
    let found = look(text);
    assert!(
        found.warnings.iter().any(|warning| warning.contains("UTC")),
        "{:?}",
        found.warnings
    );
    let mut mapping = found.suggested.expect("a suggestion");
    mapping.time_zone = Some("Europe/Berlin".to_owned());
    let outcome = read(text.as_bytes(), &mapping).expect("a sound mapping");
    assert_eq!(
        faults(&outcome),
        [
            "A4: \"2024-03-31 02:00\" does not exist in Europe/Berlin: the clocks were put forward; \
             give the time in UTC or with its offset",
            "A6: \"2024-10-27 02:00\" happened twice in Europe/Berlin: the clocks were put back; \
             add the offset, +02:00 or +01:00",
        ]
    );
    let times: Vec<_> = points(&outcome, 0)
        .into_iter()
        .map(|(time, _)| time)
        .collect();
    assert_eq!(
        times,
        [
            "2024-03-30T23:00:00Z",
            "2024-03-31",
            "2024-03-31T01:00:00Z",
            "2024-10-27T01:00:00Z"
        ]
    );
}

#[test]
fn plain_dates_keep_their_day_in_every_zone() {
    let text = "Date,Price\n2024-03-31 00:00:00,1\n2024-04-01 00:00:00,2\n2024-04-02,3\n";
    let mut mapping = suggested(text);
    mapping.time_zone = Some("America/Santiago".to_owned());
    let outcome = read(text.as_bytes(), &mapping).expect("a sound mapping");
    let times: Vec<_> = points(&outcome, 0)
        .into_iter()
        .map(|(time, _)| time)
        .collect();
    assert_eq!(times, ["2024-03-31", "2024-04-01", "2024-04-02"]);
}

#[test]
fn day_and_month_are_told_apart_by_what_is_possible_then_by_order() {
    assert_eq!(
        suggested("Date,P\n01/02/2024,1\n13/02/2024,2\n").date_format,
        DateFormat::DayFirst
    );
    assert_eq!(
        suggested("Date,P\n01/02/2024,1\n01/13/2024,2\n").date_format,
        DateFormat::MonthFirst
    );
    let months = suggested("Date,P\n01/02/2024,1\n02/02/2024,2\n03/01/2024,3\n04/01/2024,3\n");
    assert_eq!(months.date_format, DateFormat::MonthFirst);
    let unclear = look("Date,P\n01/01/2024,1\n02/02/2024,2\n03/03/2024,3\n");
    assert!(
        unclear
            .warnings
            .iter()
            .any(|warning| warning.contains("cannot be told apart"))
    );
}

#[test]
fn other_notations_of_periods() {
    for (text, frequency, first) in [
        (
            "Period,V\n2020Q1,1\n2020Q2,2\n2020Q3,3\n",
            Frequency::Quarterly,
            "2020-01-01",
        ),
        (
            "Year,V\n1990,1\n1991,2\n1992,3\n",
            Frequency::Yearly,
            "1990-01-01",
        ),
        (
            "Month,V\nJan-2020,1\nFeb-2020,2\nMar-2020,3\n",
            Frequency::Monthly,
            "2020-01-01",
        ),
        (
            "date,V\n20200106,1\n20200113,2\n20200120,3\n",
            Frequency::Weekly,
            "2020-01-06",
        ),
        (
            "V,when\n1,31-Dec-2019\n2,1-Jan-2020\n3,2-Jan-2020\n",
            Frequency::Daily,
            "2019-12-31",
        ),
    ] {
        let found = look(text);
        assert_eq!(found.frequency, Some(frequency), "{text}");
        let outcome = taken(text);
        assert_eq!(points(&outcome, 0)[0].0, first);
        assert_eq!(outcome.rejected, []);
    }
}

#[test]
fn titles_above_and_columns_without_numbers_are_passed_over() {
    let text = "Prices of metals\nUpdated,2024-05-01\n\nDate,Metal note,Copper [US$/t],Empty\n2024-01-31,x,8000,\n2024-02-29,y,8100,\n2024-03-31,z,8200,\n";
    let mapping = suggested(text);
    assert_eq!(mapping.first_data_row, 5);
    assert_eq!(mapping.values.len(), 1);
    let outcome = taken(text);
    assert_eq!(outcome.series[0].code, "copper");
    assert_eq!(outcome.series[0].frequency, Frequency::Monthly);
}

#[test]
fn a_table_without_headings() {
    let mapping = suggested("2024-01-01,1.5\n2024-01-02,2.5\n2024-01-03,2.5\n");
    assert_eq!(
        (mapping.first_data_row, mapping.values[0].code.as_str()),
        (1, "file")
    );
}

#[test]
fn a_table_without_dates_has_no_suggestion_but_a_preview() {
    let found = look("Symbol,Price\nMMM,178.96\nAOS,73.87\n");
    assert!(found.suggested.is_none());
    assert!(found.warnings[0].contains("no column of dates"));
    assert_eq!(found.rows.len(), 3);
    assert_eq!(found.columns[0].name.as_deref(), Some("Symbol"));
}

#[test]
fn a_wrong_frequency_is_noted() {
    let text = "Date,Price\n2024-01-01,1\n2024-01-02,2\n2024-02-03,3\n";
    let mapping = Mapping {
        frequency: Some(Frequency::Monthly),
        ..suggested(text)
    };
    let outcome = read(text.as_bytes(), &mapping).expect("a sound mapping");
    assert!(
        outcome.notes[0].contains("same month"),
        "{:?}",
        outcome.notes
    );
}

#[test]
fn mappings_and_previews_travel_as_json() {
    let found = look("Date,Copper (US$/lb)\n2024-01-01,1\n2024-01-02,2\n2024-01-03,2\n");
    let json = serde_json::to_string(&found).expect("serialisable");
    assert_eq!(
        serde_json::from_str::<Preview>(&json).expect("readable"),
        found
    );
    let mapping: Mapping = serde_json::from_str(
        r#"{"date_column":0,"date_format":"iso","first_data_row":2,"values":[{"column":1,"code":"cu","unit":"US$/lb"}]}"#,
    )
    .expect("the short form of a mapping");
    assert_eq!(mapping.decimal_mark, DecimalMark::Point);
    let fault = serde_json::from_str::<Mapping>(
        r#"{"date_column":0,"date_format":"iso","values":[{"column":1,"unit":"US$/pud"}]}"#,
    )
    .unwrap_err();
    assert!(
        fault.to_string().contains("unknown unit \"pud\""),
        "{fault}"
    );
}

#[test]
fn many_faults_are_counted_and_the_first_are_listed() {
    let mut text = "Date,Price\n2024-01-01,1\n2024-01-02,1\n".to_owned();
    for _ in 0..1_500 {
        text.push_str("never,1\n");
    }
    let outcome = taken(&text);
    assert_eq!(
        (outcome.rejected.len(), outcome.rejected_count),
        (1_000, 1_500)
    );
    assert_eq!(outcome.rejected[999].row, 1_003);
}
