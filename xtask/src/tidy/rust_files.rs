//! What every Rust file owes its reader: a first line that says what it is
//! for, exceptions to lints that are expected with a reason, and `unsafe` only
//! where the file says why.

use super::Finding;
use crate::tree::SourceFile;

pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| file.has_extension(&["rs"]))
        .flat_map(|file| breaches(&file.path, &file.text))
        .collect()
}

fn breaches(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let opening = text
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with("#!["));
    if !opening.is_some_and(|line| line.starts_with("//!")) {
        findings.push(Finding::in_file(
            path,
            "begins without `//!`: say what the module is for and what it is not",
        ));
    }
    let says_why_unsafe =
        text.contains("expect(unsafe_code") || text.contains("expect(\n    unsafe_code");
    for (index, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        if code.starts_with(concat!("#[al", "low")) || code.starts_with(concat!("#![al", "low")) {
            findings.push(Finding::at(
                path,
                index + 1,
                "expect the lint with a reason instead of allowing it",
            ));
        }
        if !says_why_unsafe && uses_unsafe(code) {
            findings.push(Finding::at(
                path,
                index + 1,
                "unsafe without `#![expect(unsafe_code, reason = …)]`",
            ));
        }
    }
    findings
}

fn uses_unsafe(code: &str) -> bool {
    [
        concat!("uns", "afe {"),
        concat!("uns", "afe fn"),
        concat!("uns", "afe impl"),
    ]
    .iter()
    .any(|start| code.contains(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opens_with_its_purpose() {
        assert_eq!(breaches("a.rs", "//! Units.\n\nuse x;\n"), vec![]);
        assert_eq!(breaches("a.rs", "#![expect(x)]\n//! Units.\n"), vec![]);
        assert_eq!(breaches("a.rs", "use x;\n").len(), 1);
        assert_eq!(breaches("a.rs", "").len(), 1);
    }

    #[test]
    fn allowing_a_lint_is_found() {
        let text = concat!("//! Units.\n    #[al", "low(dead_code)]\n");
        assert_eq!(breaches("a.rs", text)[0].line, 2);
    }

    #[test]
    fn unsafe_needs_its_reason() {
        let body = concat!("let x = uns", "afe { y };\n");
        assert_eq!(breaches("a.rs", &format!("//! A.\n{body}")).len(), 1);
        let with_reason = format!("//! A.\n#![expect(unsafe_code, reason = \"signals\")]\n{body}");
        assert_eq!(breaches("a.rs", &with_reason), vec![]);
    }
}
