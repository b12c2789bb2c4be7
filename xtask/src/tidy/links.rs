//! Links between the documents: every relative link leads to a file, every
//! `#fragment` to a heading, and every shell block says whether it is tested.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use super::Finding;
use crate::markdown::{self, Block};
use crate::tree::{self, SourceFile};

pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let documents: Vec<_> = files
        .iter()
        .filter(|file| file.has_extension(&["md"]))
        .collect();
    let mut findings = Vec::new();
    for document in &documents {
        for link in markdown::links(&document.text) {
            if let Some(message) = breach(&documents, document, &link.target) {
                findings.push(Finding::at(&document.path, link.line, message));
            }
        }
        for block in markdown::blocks(&document.text) {
            if is_unmarked_shell(&block) {
                findings.push(Finding::at(
                    &document.path,
                    block.line,
                    "say `sh tested` or `sh by-hand` so that readers and CI know whether it runs",
                ));
            }
        }
    }
    findings
}

fn is_unmarked_shell(block: &Block) -> bool {
    let mut words = block.info.split_whitespace();
    matches!(words.next(), Some("sh" | "bash" | "shell" | "console"))
        && !words.any(|word| word == "tested" || word == "by-hand")
}

fn breach(documents: &[&SourceFile], from: &SourceFile, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let resolved = if path.is_empty() {
        PathBuf::from(&from.path)
    } else {
        normal(&Path::new(&from.path).parent()?.join(path))
    };
    if !tree::root().join(&resolved).exists() {
        return Some(format!("the link {target} leads nowhere"));
    }
    if fragment.is_empty() {
        return None;
    }
    let document = documents
        .iter()
        .find(|document| Path::new(&document.path) == resolved)?;
    let anchors: HashSet<String> = markdown::anchors(&document.text).collect();
    (!anchors.contains(fragment)).then(|| format!("no heading for the link {target}"))
}

/// Resolves `..` by text, so that a link is judged the same before and after a
/// folder is replaced by a symbolic link.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_headings_are_followed() {
        let readme = SourceFile {
            path: "Cargo.toml".to_owned(),
            text: "# The first: part\n".to_owned(),
        };
        let documents = [&readme];
        assert_eq!(breach(&documents, &readme, "#the-first-part"), None);
        assert!(breach(&documents, &readme, "#the-second-part").is_some());
        assert_eq!(breach(&documents, &readme, "xtask/src/main.rs"), None);
        assert!(breach(&documents, &readme, "xtask/none.rs").is_some());
        assert_eq!(breach(&documents, &readme, "https://example.org/#x"), None);
    }
}
