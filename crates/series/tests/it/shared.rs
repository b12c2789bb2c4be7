//! Finds the shared reference data; tests that need it say loudly when it is absent.

use prospect_series::Timestamp;
use prospect_series::time::at_midnight;
use std::path::PathBuf;

/// The path of a file of the shared data, or `None` after saying that the test is skipped.
pub(crate) fn file(relative: &str) -> Option<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests are told by the environment where the reference data is"
    )]
    let root = std::env::var("PROSPECT_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join(relative);
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: {} is not there; set PROSPECT_SHARED",
        path.display()
    );
    None
}

/// Dates and values of one of the shared two-column price files.
pub(crate) fn prices(relative: &str) -> Option<(Vec<Timestamp>, Vec<f64>)> {
    let text = std::fs::read_to_string(file(relative)?).expect("the shared file is readable");
    let rows = text.lines().skip(1).map(|line| {
        let (date, value) = line.split_once(',').expect("two columns");
        let day = if date.len() == 7 {
            format!("{date}-01")
        } else {
            date.to_owned()
        };
        (
            at_midnight(day.parse().expect("an ISO date")),
            value.parse().unwrap_or(f64::NAN),
        )
    });
    Some(rows.unzip())
}
