//! Names of files and folders that say nothing about their subject.

use std::path::Path;

use super::Finding;
use crate::tree::SourceFile;

const EMPTY_NAMES: &[&str] = &[
    "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils",
];

pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| file.has_extension(&["rs", "ts", "tsx", "css", "py"]))
        .filter_map(|file| breach(&file.path).map(|message| Finding::in_file(&file.path, message)))
        .collect()
}

fn breach(path: &str) -> Option<String> {
    let path = Path::new(path);
    let folders = path.parent().into_iter().flat_map(Path::components);
    let mut parts: Vec<&str> = folders
        .filter_map(|part| part.as_os_str().to_str())
        .collect();
    let name = path.file_name()?.to_str()?;
    parts.push(name.split('.').next().unwrap_or(name));
    // A module of the shapes that cross the wire has no better name in TypeScript.
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let empty = parts.iter().find(|part| {
        part.split(['-', '_'])
            .any(|word| EMPTY_NAMES.contains(&word) || (is_rust && word == "types"))
    })?;
    Some(format!("\"{empty}\" does not name a subject"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names_are_found_in_files_and_folders() {
        for path in [
            "crates/a/src/utils.rs",
            "ui/src/helpers/date.ts",
            "crates/a/src/job_manager.rs",
            "crates/a/src/types.rs",
        ] {
            assert!(breach(path).is_some(), "{path}");
        }
    }

    #[test]
    fn subjects_are_fine() {
        for path in [
            "crates/series/src/unit.rs",
            "ui/src/charts/fan.tsx",
            "ui/src/api/types.ts",
        ] {
            assert_eq!(breach(path), None, "{path}");
        }
    }
}
