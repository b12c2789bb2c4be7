//! Finds the shared reference data; tests that need it say loudly when it is absent.

use std::path::PathBuf;

/// The path of a shared file, or `None` after saying that the test is skipped.
pub(crate) fn path(relative: &str) -> Option<PathBuf> {
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

/// The bytes of a shared file, likewise.
pub(crate) fn bytes(relative: &str) -> Option<Vec<u8>> {
    path(relative).map(|path| std::fs::read(path).expect("the shared file is readable"))
}
