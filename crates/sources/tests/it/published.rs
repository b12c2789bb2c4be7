//! Files as their publishers wrote them: previewed, read under the suggested mapping without change.

use crate::shared;
use prospect_series::Frequency;
use prospect_sources::files::{DateFormat, Preview, PreviewOptions, ReadOutcome, preview, read};

fn taken(relative: &str) -> Option<(Preview, ReadOutcome)> {
    let bytes = shared::bytes(relative)?;
    let preview = preview(&bytes, relative, &PreviewOptions::default()).expect("a table");
    let mapping = preview.suggested.clone().expect("a suggestion");
    let outcome = read(&bytes, &mapping).expect("a sound mapping");
    Some((preview, outcome))
}

#[test]
fn daily_and_monthly_prices() {
    for (file, rows, first, last, frequency) in [
        (
            "wti-daily",
            10_226,
            "1986-01-02",
            "2026-08-18",
            Frequency::BusinessDaily,
        ),
        (
            "brent-daily",
            9_958,
            "1987-05-20",
            "2026-08-18",
            Frequency::BusinessDaily,
        ),
        (
            "henry-hub-daily",
            7_437,
            "1997-01-07",
            "2026-08-18",
            Frequency::BusinessDaily,
        ),
        (
            "gold-monthly",
            2_322,
            "1833-01-01",
            "2026-06-01",
            Frequency::Monthly,
        ),
    ] {
        let Some((preview, outcome)) = taken(&format!("data/{file}.csv")) else {
            return;
        };
        assert_eq!(preview.row_count, rows + 1, "{file}");
        assert!(preview.warnings.is_empty(), "{:?}", preview.warnings);
        assert_eq!(preview.frequency, Some(frequency));
        assert_eq!(outcome.rejected, [], "{file}");
        assert_eq!(outcome.series.len(), 1);
        let series = &outcome.series[0];
        assert_eq!(series.code, file);
        assert_eq!(series.frequency, frequency);
        let observed = series.series.times().len();
        // Henry Hub holds one empty value.
        assert!(observed == rows, "{file}: {observed}");
        assert_eq!(series.series.first_time().date_naive().to_string(), first);
        assert_eq!(series.series.last_time().date_naive().to_string(), last);
        if file == "wti-daily" {
            let lowest = series
                .series
                .values()
                .iter()
                .copied()
                .fold(f64::NAN, f64::min);
            assert!((lowest + 36.98).abs() < 1e-12);
        }
    }
}

#[test]
fn bars_become_a_series_per_column() {
    let Some((preview, outcome)) = taken("data/vix-daily.csv") else {
        return;
    };
    let codes: Vec<_> = outcome
        .series
        .iter()
        .map(|series| series.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "vix-daily-open",
            "vix-daily-high",
            "vix-daily-low",
            "vix-daily-close"
        ]
    );
    assert_eq!(
        preview.suggested.expect("a suggestion").date_format,
        DateFormat::Iso
    );
    assert_eq!(outcome.series[3].series.times().len(), 9_235);
    assert_eq!(outcome.rejected, []);
}

#[test]
fn the_pink_sheet_of_the_world_bank() {
    for (file, months, last) in [
        ("data/worldbank-pink-sheet-2024-12.xlsx", 779, "2024-11-01"),
        ("data/worldbank-pink-sheet-2024-04.xlsx", 771, "2024-03-01"),
    ] {
        let Some((preview, outcome)) = taken(file) else {
            return;
        };
        assert_eq!(preview.sheet.as_deref(), Some("Monthly Prices"));
        assert_eq!(preview.sheets[..2], ["Monthly Prices", "Monthly Indices"]);
        let mapping = preview.suggested.as_ref().expect("a suggestion");
        assert_eq!(mapping.date_format, DateFormat::MonthCode);
        assert_eq!(mapping.date_column, 0);
        assert_eq!(outcome.rejected, []);
        assert_eq!(outcome.series.len(), 71);
        // The April edition has no row of codes; there they are made of the names.
        let of = |code: &str, slug: &str| {
            outcome
                .series
                .iter()
                .find(|series| series.code == code || series.code == slug)
                .unwrap_or_else(|| panic!("{code} is missing in {file}"))
        };
        let copper = of("COPPER", "copper");
        assert_eq!(copper.unit.as_ref().expect("a unit").to_string(), "US$/t");
        assert_eq!(copper.name.as_deref(), Some("Copper"));
        assert_eq!(copper.frequency, Frequency::Monthly);
        assert_eq!(copper.series.times().len(), months);
        assert_eq!(copper.series.last_time().date_naive().to_string(), last);
        let wti = of("CRUDE_WTI", "crude-oil-wti");
        assert!(
            wti.series.times().len() < months,
            "before the first price there is no series"
        );
        assert_eq!(wti.series.missing(), 0);
        for (code, slug, unit) in [
            ("CRUDE_BRENT", "crude-oil-brent", "US$/bbl"),
            ("NGAS_US", "natural-gas-us", "US$/MMBtu"),
            ("GOLD", "gold", "US$/oz"),
            ("IRON_ORE", "iron-ore-cfr-spot", "US$/dmtu"),
            ("LOGS_MYS", "logs-malaysian", "US$/m3"),
            ("PLYWOOD", "plywood", "US¢/sheet"),
            ("iNATGAS", "natural-gas-index-2010-100", "index"),
        ] {
            let found = of(code, slug).unit.as_ref().map(ToString::to_string);
            assert_eq!(found.as_deref(), Some(unit), "{code}");
        }
        let without: Vec<_> = outcome
            .series
            .iter()
            .filter(|series| series.unit.is_none())
            .collect();
        assert!(without.is_empty(), "{without:?}");
    }
}

#[test]
fn indices_of_the_world_bank() {
    let Some(bytes) = shared::bytes("data/worldbank-pink-sheet-2024-12.xlsx") else {
        return;
    };
    let options = PreviewOptions {
        sheet: Some("Monthly Indices".to_owned()),
        ..PreviewOptions::default()
    };
    let preview = preview(&bytes, "pink.xlsx", &options).expect("a table");
    let outcome = read(&bytes, &preview.suggested.expect("a suggestion")).expect("a mapping");
    let codes: Vec<_> = outcome
        .series
        .iter()
        .map(|series| series.code.as_str())
        .collect();
    assert_eq!(codes[..3], ["iOVERALL", "iENERGY", "iNONFUEL"]);
    assert_eq!(outcome.rejected, []);
    assert_eq!(outcome.series[0].series.times().len(), 779);
}

#[test]
fn a_sheet_that_is_not_there_is_named_with_those_that_are() {
    let Some(bytes) = shared::bytes("data/worldbank-pink-sheet-2024-12.xlsx") else {
        return;
    };
    let options = PreviewOptions {
        sheet: Some("Prices".to_owned()),
        ..PreviewOptions::default()
    };
    let error = preview(&bytes, "pink.xlsx", &options)
        .unwrap_err()
        .to_string();
    assert!(error.contains("Monthly Prices"), "{error}");
}
