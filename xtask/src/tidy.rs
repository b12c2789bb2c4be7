//! The repository's own rules, each in its own file below. A rule looks at the
//! files or at `cargo metadata` and says what it found; it never changes
//! anything.

mod edges;
mod lengths;
mod links;
mod names;
mod phrases;
mod rust_files;

use std::fmt;

use anyhow::Result;

use crate::tree;

/// One breach of a rule, at a place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) path: String,
    /// 1-based; 0 where the finding is about the file as a whole.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Finding {
    pub(crate) fn in_file(path: &str, message: impl Into<String>) -> Self {
        Self::at(path, 0, message)
    }

    pub(crate) fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(out, "{}: {}", self.path, self.message)
        } else {
            write!(out, "{}:{}: {}", self.path, self.line, self.message)
        }
    }
}

pub(crate) fn run() -> Result<Vec<Finding>> {
    let files = tree::files()?;
    let mut findings = edges::check()?;
    let lengths = lengths::Lengths::of(&files);
    findings.extend(lengths.check());
    findings.extend(names::check(&files));
    findings.extend(phrases::check(&files));
    findings.extend(rust_files::check(&files));
    findings.extend(links::check(&files));
    println!("{} files; product code: {lengths}", files.len());
    Ok(findings)
}
