//! Accounts, keys, backups and checks at the machine itself.

use std::io::Write as _;
use std::process::Stdio;

use crate::command::{Ended, Place, ended};

const PASSWORD: &str = "correct horse battery staple\n";

fn with_input(place: &Place, arguments: &[&str], input: &str) -> Ended {
    let mut child = place
        .command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    ended(&child.wait_with_output().unwrap())
}

fn with_ann() -> Place {
    let place = Place::new();
    place.ok(&["migrate"]);
    let added = with_input(&place, &["user", "add", "ann", "--role", "admin"], PASSWORD);
    assert_eq!(
        (added.code, added.stdout.as_str()),
        (0, "added ann as admin\n"),
        "{}",
        added.stderr
    );
    place
}

#[test]
fn accounts_are_added_listed_and_given_passwords() {
    let place = with_ann();
    let again = with_input(
        &place,
        &["user", "add", "Ann", "--role", "viewer"],
        PASSWORD,
    );
    assert_eq!(
        (again.code, again.stderr.as_str()),
        (3, "error: a user of that name already exists\n")
    );
    let short = with_input(
        &place,
        &["user", "add", "bob", "--role", "viewer"],
        "short\n",
    );
    assert_eq!(
        short.stderr,
        "error: the password has 5 characters; it needs 10\n"
    );
    assert_eq!(
        place.fails(3, &["user", "add", "bob", "--role", "viewer"]),
        "error: no password was given; write it to standard input\n"
    );
    assert!(
        place
            .fails(2, &["user", "add", "bob", "--role", "king"])
            .contains("king")
    );

    place.file("password", "another long password");
    place.ok(&[
        "user",
        "add",
        "bob",
        "--role",
        "viewer",
        "--password-file",
        "password",
    ]);
    let listed = place.ok(&["user", "list"]);
    assert!(listed.contains("ann") && listed.contains("bob"), "{listed}");
    assert!(!listed.contains("argon2"), "{listed}");
    place.ok(&["user", "passwd", "bob", "--password-file", "password"]);
    assert_eq!(
        place.fails(3, &["user", "passwd", "eve", "--password-file", "password"]),
        "error: there is no user \"eve\"\n"
    );
}

#[test]
fn a_key_is_shown_once() {
    let place = with_ann();
    let key = place.ok(&[
        "key", "create", "nightly", "--user", "ann", "--role", "analyst",
    ]);
    assert!(key.starts_with("pk_") && key.trim().len() == 46, "{key}");
    let listed = place.ok(&["key", "list"]);
    assert!(
        listed.contains("nightly") && listed.contains("analyst"),
        "{listed}"
    );
    assert!(!listed.contains(key.trim()), "{listed}");
    let id = listed
        .lines()
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    assert_eq!(place.ok(&["key", "revoke", id]), "revoked\n");
    assert_eq!(
        place.fails(3, &["key", "revoke", id]),
        format!("error: there is no key {id}; `prospect key list` shows them\n")
    );
    assert_eq!(
        place.fails(3, &["key", "create", "x", "--user", "eve"]),
        "error: there is no user \"eve\"\n"
    );
}

#[test]
fn a_backup_comes_back_into_an_empty_store() {
    let place = with_ann();
    place.ok(&["backup", "b.db"]);
    assert_eq!(
        place.fails(2, &["backup", "b.db"]),
        "error: b.db already exists\n"
    );

    let restored = place.ok(&["restore", "b.db", "--data", "other"]);
    assert!(restored.starts_with("restored "), "{restored}");
    assert!(
        place
            .ok(&["user", "list", "--data", "other"])
            .contains("ann")
    );

    let refused = place.fails(5, &["restore", "b.db", "--data", "other"]);
    assert!(
        refused.ends_with(
            "already holds data; restore into an empty store, or replace it with --force\n"
        ),
        "{refused}"
    );
    let replaced = place.ok(&["restore", "b.db", "--data", "other", "--force"]);
    assert!(
        replaced.contains("the replaced store is kept as other/prospect.db.before-restore-"),
        "{replaced}"
    );

    let junk = place.file("junk.db", "not a database");
    assert_eq!(place.run(&["restore", &junk, "--data", "third"]).code, 3);
}

#[test]
fn a_failed_replacement_puts_the_old_store_back() {
    let place = with_ann();
    let junk = place.file("junk.db", "not a database");
    assert_ne!(place.run(&["restore", &junk, "--force"]).code, 0);
    assert!(place.ok(&["user", "list"]).contains("ann"));
}

#[test]
fn the_doctor_tells_a_sound_store_from_one_that_is_not() {
    let place = Place::new();
    let before = place.run(&["doctor"]);
    assert_eq!(before.code, 5);
    assert_eq!(
        before.stderr,
        "error: 1 problem found\n  the schema lacks m0001_first_schema, m0002_base_case_npv; run `prospect migrate`\n"
    );
    place.ok(&["migrate"]);
    let sound = place.ok(&["doctor"]);
    assert!(
        sound.contains("SQLite 3.") && sound.ends_with("nothing is wrong\n"),
        "{sound}"
    );

    let misspelt = ended(
        &place
            .command(&["doctor"])
            .env("PROSPECT_BNID", "127.0.0.1:1")
            .env("DATABASE_PASSWORD", "hidden")
            .output()
            .unwrap(),
    );
    assert_eq!(misspelt.code, 5);
    assert!(
        misspelt.stderr.contains("PROSPECT_BNID is no setting"),
        "{}",
        misspelt.stderr
    );
    assert!(!misspelt.stdout.contains("hidden"), "{}", misspelt.stdout);
}

#[test]
fn commands_on_an_empty_store_say_what_to_do_first() {
    let place = Place::new();
    for arguments in [
        &["user", "list"][..],
        &["key", "list"],
        &["backup"],
        &["worker"],
    ] {
        let stderr = place.fails(5, arguments);
        assert!(
            stderr
                .ends_with("has no schema yet; run `prospect migrate` or `prospect serve` first\n"),
            "{arguments:?}: {stderr}"
        );
    }
}

#[test]
fn the_demo_is_seeded_once() {
    let place = Place::new();
    for _ in 0..2 {
        assert_eq!(place.ok(&["seed"]), "the demo workspace is there\n");
    }
    let report = place.ok(&["doctor"]);
    let workspaces = report
        .lines()
        .find(|line| line.starts_with("workspace "))
        .unwrap();
    assert!(workspaces.ends_with(" 1"), "{workspaces}");
}

#[test]
fn the_interface_is_described_without_a_server() {
    let description = Place::new().json(&["openapi"]);
    assert!(description["openapi"].as_str().unwrap().starts_with("3."));
    assert!(description["paths"]["/health"].is_object());
}
