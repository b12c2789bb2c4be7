//! How long files may be. Only product code counts: a long test or a generated
//! client hides nothing.

use std::fmt;

use super::Finding;
use crate::tree::SourceFile;

const LINES_MAX: usize = 1_000;
const LINES_P90_MAX: usize = 600;
const LINES_MEDIAN_MAX: usize = 200;

pub(super) struct Lengths {
    /// (lines, path), shortest first.
    sorted: Vec<(usize, String)>,
}

impl Lengths {
    pub(super) fn of(files: &[SourceFile]) -> Self {
        let mut sorted: Vec<_> = files
            .iter()
            .filter(|file| file.is_product_code())
            .map(|file| (file.text.lines().count(), file.path.clone()))
            .collect();
        sorted.sort();
        Self { sorted }
    }

    pub(super) fn check(&self) -> Vec<Finding> {
        let mut findings: Vec<_> = self
            .sorted
            .iter()
            .filter(|(lines, _)| *lines > LINES_MAX)
            .map(|(lines, path)| {
                Finding::in_file(path, format!("{lines} lines; the limit is {LINES_MAX}"))
            })
            .collect();
        for (share, limit) in [(0.5, LINES_MEDIAN_MAX), (0.9, LINES_P90_MAX)] {
            let lines = self.quantile(share);
            if lines > limit {
                findings.push(Finding::in_file(
                    "the tree",
                    format!(
                        "{:.0} % of files have {lines} lines or more; the limit is {limit}",
                        100.0 * (1.0 - share)
                    ),
                ));
            }
        }
        findings
    }

    fn quantile(&self, share: f64) -> usize {
        let last = self.sorted.len().saturating_sub(1);
        let index = (share * last as f64).round() as usize;
        self.sorted.get(index).map_or(0, |(lines, _)| *lines)
    }
}

impl fmt::Display for Lengths {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: usize = self.sorted.iter().map(|(lines, _)| lines).sum();
        write!(
            out,
            "{} files, {total} lines, median {}, p90 {}",
            self.sorted.len(),
            self.quantile(0.5),
            self.quantile(0.9)
        )?;
        if let Some((lines, path)) = self.sorted.last() {
            write!(out, ", longest {lines} ({path})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, lines: usize) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text: "x\n".repeat(lines),
        }
    }

    #[test]
    fn a_long_file_is_found_a_long_test_is_not() {
        let short = (0..20).map(|index| file(&format!("crates/a/src/{index}.rs"), 10));
        let files: Vec<_> = short
            .chain([
                file("crates/a/src/long.rs", 1_001),
                file("crates/a/tests/it/long.rs", 1_001),
                file("ui/src/api/schema.d.ts", 5_000),
            ])
            .collect();
        let findings = Lengths::of(&files).check();
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].path, "crates/a/src/long.rs");
    }

    #[test]
    fn the_median_has_a_limit() {
        let files: Vec<_> = (0..3)
            .map(|index| file(&format!("crates/a/src/{index}.rs"), 201))
            .collect();
        assert_eq!(Lengths::of(&files).check().len(), 1);
    }
}
