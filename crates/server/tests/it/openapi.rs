//! The document is a reviewed file: a change of the API shows as a change of `docs/openapi.json`.

use std::path::Path;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

#[test]
fn the_committed_document_is_what_the_routes_say() {
    let mut document = prospect_server::document().to_pretty_json().unwrap();
    document.push('\n');
    let path = Path::new(WORKSPACE).join("docs/openapi.json");
    #[expect(
        clippy::disallowed_methods,
        reason = "how a developer accepts a changed document"
    )]
    if std::env::var("UPDATE_OPENAPI").is_ok() {
        std::fs::write(&path, &document).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == document,
        "docs/openapi.json is out of date; run the tests with UPDATE_OPENAPI=1 and look at the diff"
    );
}
