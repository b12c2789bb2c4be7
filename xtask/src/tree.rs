//! The files of the repository as git sees them: tracked, or new and not
//! ignored. Build output and installed packages never appear here.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// One text file, with its path relative to the repository root.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path)
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| extensions.contains(&extension))
    }

    /// Code a person wrote for the product: not a test, not generated.
    pub(crate) fn is_product_code(&self) -> bool {
        self.has_extension(&["rs", "ts", "tsx", "css"])
            && !self.is_test()
            && !["generated", ".gen.", "schema.d.ts"]
                .iter()
                .any(|mark| self.path.contains(mark))
    }

    fn is_test(&self) -> bool {
        let path = &self.path;
        path.contains("/tests/")
            || path.contains("/e2e/")
            || path.ends_with("/tests.rs")
            || path.contains(".test.")
            || path.contains(".spec.")
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies one level below the root")
        .to_path_buf()
}

/// All text files; files that are not UTF-8 (pictures, Parquet) are left out.
pub(crate) fn files() -> Result<Vec<SourceFile>> {
    let root = root();
    let listing = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(&root)
        .output()
        .context("git could not be started; install it and try again")?;
    ensure!(
        listing.status.success(),
        "git ls-files failed: {}",
        String::from_utf8_lossy(&listing.stderr)
    );
    let names = String::from_utf8(listing.stdout).context("a file name is not UTF-8")?;
    let mut files = Vec::new();
    for path in names.split('\0').filter(|name| !name.is_empty()) {
        // A tracked file that was just deleted is no longer part of the tree.
        if let Ok(text) = std::fs::read_to_string(root.join(path)) {
            files.push(SourceFile {
                path: path.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}
