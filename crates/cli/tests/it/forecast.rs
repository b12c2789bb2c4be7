//! `prospect forecast` on single series and panels.

use std::fmt::Write as _;

use crate::command::{Place, example};

fn wti() -> String {
    example("wti-monthly.csv")
}

#[test]
fn one_series_is_shown_in_full() {
    let text = Place::new().ok(&["forecast", &wti(), "--horizon", "3"]);
    for part in [
        "wti-monthly: 393 monthly values to 2020-01-01",
        "2020-02-01",
        "2020-04-01",
        "80 % interval: from",
        "past values",
        "MASE",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    assert!(!text.contains("2020-05-01"));
}

#[test]
fn json_holds_the_engines_whole_answer() {
    let answer = Place::new().json(&[
        "forecast",
        &wti(),
        "--horizon",
        "3",
        "--format",
        "json",
        "--model",
        "theta",
    ]);
    let one = &answer["series"][0];
    assert_eq!(one["unique_id"], "wti-monthly");
    let forecast = &one["forecast"];
    assert_eq!(forecast["model"], "theta");
    assert_eq!(forecast["median"].as_array().unwrap().len(), 3);
    assert_eq!(forecast["times"][0], "2020-02-01T00:00:00Z");
    assert_eq!(forecast["bands"][2]["level"], 0.95);
    assert!(forecast["coverage"][0]["n"].as_u64().unwrap() > 0);
}

#[test]
fn a_panel_gives_one_row_per_series_and_step() {
    let place = Place::new();
    let panel = example("oil-monthly-panel.csv");
    let asked = ["forecast", &panel, "--horizon", "2", "--model", "naive"];
    let csv = place.ok(&[&asked[..], &["--format", "csv"]].concat());
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "unique_id,ds,model,forecast,mean,lower_50,upper_50,lower_80,upper_80,lower_95,upper_95,naive"
    );
    assert_eq!(lines.len(), 1 + 2 * 2);
    assert!(
        lines[1].starts_with("brent,2020-02-01,naive,63.83,"),
        "{}",
        lines[1]
    );
    assert!(
        lines[3].starts_with("wti,2020-02-01,naive,57.52,"),
        "{}",
        lines[3]
    );
}

#[test]
fn a_file_is_written_by_its_ending() {
    let place = Place::new();
    let arguments = ["forecast", &wti(), "--horizon", "2", "--output"];
    let to = |name: &'static str| place.ok(&[&arguments[..], &[name]].concat());
    assert_eq!(to("f.parquet"), "");
    assert_eq!(&place.read("f.parquet")[..4], b"PAR1");
    to("f.json");
    assert_eq!(place.read("f.json")[0], b'{');
    let again = place.run(&[&arguments[..], &["f.doc"]].concat());
    assert_eq!(again.code, 2);
    assert_eq!(
        again.stderr,
        "error: f.doc does not end in .txt, .json, .csv or .parquet; say --format\n"
    );
}

#[test]
fn threads_do_not_change_a_digit() {
    let place = Place::new();
    let panel = example("oil-monthly-panel.csv");
    let with = |threads: &'static str| {
        place.ok(&[
            "forecast",
            &panel,
            "--horizon",
            "6",
            "--format",
            "json",
            "--threads",
            threads,
        ])
    };
    assert_eq!(with("1"), with("4"));
}

#[test]
fn bad_rows_are_named_and_can_be_left_out() {
    let place = Place::new();
    let mut text = "date,price\n".to_owned();
    for month in 1..=12 {
        writeln!(text, "2020-{month:02}-01,{}", 10 + month).unwrap();
    }
    text.push_str("2021-01-01,about 7\n");
    let file = place.file("p.csv", text);
    let stderr = place.fails(3, &["forecast", &file, "--horizon", "1"]);
    assert!(
        stderr.starts_with("error: 1 rows of p.csv cannot be read; mend them or leave them out with --skip-bad-rows\n  row 14, column B: \"about 7\":"),
        "{stderr}"
    );
    let kept = place.run(&["forecast", &file, "--horizon", "1", "--skip-bad-rows"]);
    assert_eq!(kept.code, 0, "{}", kept.stderr);
    assert!(
        kept.stderr
            .contains("1 rows of p.csv cannot be read; they are left out")
    );
    assert!(kept.stdout.contains("12 monthly values"), "{}", kept.stdout);
}

#[test]
fn errors_say_what_to_do() {
    let place = Place::new();
    assert!(
        place
            .fails(1, &["forecast", "none.csv", "--horizon", "1"])
            .starts_with("error: failed to read none.csv: No such file or directory")
    );
    assert_eq!(
        place.fails(2, &["forecast", &wti(), "--horizon", "0"]),
        "error: --horizon is 0; it must be at least 1\n"
    );
    assert_eq!(
        place.fails(
            2,
            &["forecast", &wti(), "--horizon", "1", "--levels", "80,120"]
        ),
        "error: --levels has 120; a level lies between 0 and 100 percent\n"
    );
    let model = place.fails(
        2,
        &["forecast", &wti(), "--horizon", "1", "--model", "arimax"],
    );
    assert!(
        model.contains("there is no such model; there are auto, naive"),
        "{model}"
    );
    let image = place.file("p.csv", b"\x89PNG\r\n\x1a\n\0\0\0");
    assert!(
        place
            .fails(3, &["forecast", &image, "--horizon", "1"])
            .starts_with("error: p.csv:")
    );
}

#[test]
fn one_series_that_cannot_be_forecast_does_not_hide_the_others() {
    let place = Place::new();
    let mut text = "unique_id,ds,y\n".to_owned();
    for month in 1..=12 {
        writeln!(text, "good,2020-{month:02}-01,{}", 10 + month % 5).unwrap();
    }
    text.push_str("short,2020-01-01,1\nshort,2020-02-01,2\nshort,2020-03-01,3\n");
    let file = place.file("panel.csv", text);
    let ended = place.run(&[
        "forecast",
        &file,
        "--horizon",
        "1",
        "--format",
        "csv",
        "--model",
        "holt",
    ]);
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(ended.stdout.contains("good,2021-01-01"), "{}", ended.stdout);
    assert!(
        ended.stderr.starts_with("error: 1 of 2 series could not be forecast; the others were\n  short: Holt was refused: 3 values, 6 are needed"),
        "{}",
        ended.stderr
    );
}
