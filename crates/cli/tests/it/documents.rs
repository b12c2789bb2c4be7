//! What the documents say about commands, settings and the scenario file, held
//! against the code. The commands they show are run by `cargo xtask docs`.

use std::path::Path;

use crate::command::{Place, root};

fn document(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The long flags in the help of a command.
fn flags(help: &str) -> Vec<&str> {
    help.lines()
        .filter_map(|line| {
            let flag = line.trim_start().split_once("--")?.1;
            let is_listed = line.trim_start().starts_with('-');
            let name = flag.split([' ', '=', '[', '<']).next()?;
            is_listed.then_some(name)
        })
        .collect()
}

#[test]
fn every_command_and_flag_is_in_the_reference() {
    let place = Place::new();
    let reference = document("docs/cli.md");
    let help = place.ok(&["--help"]);
    let commands = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    let mut missing = Vec::new();
    for command in commands.filter(|command| *command != "help") {
        if !reference.contains(&format!("prospect {command}")) {
            missing.push(command.to_owned());
        }
        let help = place.ok(&[command, "--help"]);
        for flag in flags(&help)
            .into_iter()
            .filter(|flag| *flag != "help" && *flag != "version")
        {
            if !reference.contains(&format!("--{flag}")) {
                missing.push(format!("{command} --{flag}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "docs/cli.md does not mention {missing:?}"
    );
}

#[test]
fn every_field_of_a_scenario_is_in_its_reference() {
    let reference = document("docs/guide/scenario-file.md");
    let folder = root().join("crates/simulate/src/scenario");
    let mut missing = Vec::new();
    for file in ["mod.rs", "amount.rs", "price.rs", "rows.rs", "uncertain.rs"] {
        for field in serde_fields(&folder.join(file)) {
            if !reference.contains(&field) {
                missing.push(format!("{file}: {field}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "docs/guide/scenario-file.md does not mention {missing:?}"
    );
}

/// Names of the public fields and of the fields of enum variants.
fn serde_fields(file: &Path) -> Vec<String> {
    let source = std::fs::read_to_string(file).unwrap();
    source
        .lines()
        .filter_map(|line| {
            let line = line.trim();
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let (name, rest) = line.split_once(": ")?;
            let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            (is_name && !name.is_empty() && rest.ends_with(',')).then(|| name.to_owned())
        })
        .collect()
}

#[test]
fn every_setting_is_in_the_operating_guide_in_the_same_words() {
    let guide = document("docs/guide/operating.md");
    let help = Place::new().ok(&["serve", "--help"]);
    let listed = help
        .lines()
        .skip_while(|line| !line.starts_with("Settings:"))
        .skip(1);
    let mut count = 0;
    for line in listed.filter(|line| line.starts_with("  ")) {
        let (name, rest) = line.trim().split_once(' ').unwrap();
        let (variable, about) = rest.trim().split_once(": ").unwrap();
        let (about, default) = match about.rsplit_once(" [default: ") {
            Some((about, default)) => (about, default.trim_end_matches(']')),
            None => (about, ""),
        };
        let row = format!("| `{name}` | `{variable}` | {default} | {about} |");
        assert!(
            guide.contains(&row),
            "docs/guide/operating.md lacks the row\n{row}"
        );
        count += 1;
    }
    assert!(count > 10, "{help}");
}

#[test]
fn scenarios_shown_in_the_guide_can_be_run() {
    let place = Place::new();
    let mut count = 0;
    for page in ["simulating.md", "scenario-file.md"] {
        let text = document(&format!("docs/guide/{page}"));
        for block in text.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            if block.starts_with("schema_version") {
                let file = place.file("shown.toml", block);
                place.ok(&["simulate", &file, "--iterations", "200"]);
                count += 1;
            }
        }
    }
    assert!(count > 0);
}
