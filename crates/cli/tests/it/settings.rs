//! Where settings come from, as the commands that need them see it.

use crate::command::Place;

#[test]
fn the_data_folder_follows_flag_variable_file_and_desktop() {
    let place = Place::new();
    place.file("prospect.toml", "data = \"from-file\"\n");
    place.ok(&["migrate"]);
    assert!(place.path().join("from-file/prospect.db").exists());

    let output = place
        .command(&["migrate"])
        .env("PROSPECT_DATA", "from-variable")
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(place.path().join("from-variable/prospect.db").exists());

    place.ok(&["migrate", "--data", "from-flag"]);
    assert!(place.path().join("from-flag/prospect.db").exists());

    let bare = Place::new();
    bare.ok(&["migrate"]);
    assert!(
        bare.path()
            .join(".local/share/prospect/prospect.db")
            .exists()
    );
}

#[test]
fn faults_of_settings_name_their_source() {
    let place = Place::new();
    place.file("prospect.toml", "bnid = \"127.0.0.1:1\"\n");
    assert!(
        place.fails(3, &["migrate"]).starts_with(
            "error: prospect.toml: there is no setting \"bnid\"; there are data, bind,"
        )
    );
    let other = Place::new();
    let ended = other
        .command(&["serve"])
        .env("PROSPECT_DRAIN_SECONDS", "soon")
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&ended.stderr),
        "error: drain_seconds is \"soon\" (PROSPECT_DRAIN_SECONDS): invalid digit found in string\n"
    );
    assert_eq!(
        other.fails(1, &["migrate", "--config", "none.toml"]),
        "error: none.toml cannot be read: No such file or directory (os error 2)\n"
    );
}

#[test]
fn a_dry_run_changes_nothing() {
    let place = Place::new();
    let would = place.ok(&["migrate", "--dry-run", "--data", "d"]);
    assert!(
        would.starts_with(
            "would apply m0001_first_schema\nwould apply m0002_base_case_npv\nCREATE TABLE"
        ),
        "{would}"
    );
    assert_eq!(
        place.ok(&["migrate", "--data", "d"]),
        "applied m0001_first_schema\napplied m0002_base_case_npv\n"
    );
    assert_eq!(
        place.ok(&["migrate", "--data", "d"]),
        "the schema is up to date\n"
    );
}
