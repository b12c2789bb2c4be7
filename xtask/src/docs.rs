//! Runs the shell blocks that the documents mark `sh tested`, so that what a
//! reader copies works. Each document gets an empty folder with `examples/` in
//! it and the built `prospect` on the path; its blocks run in order. Blocks
//! marked `sh tested server` find a demo server under the address they name.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use crate::markdown::{self, Block};
use crate::tidy::Finding;
use crate::tree::{self, SourceFile};

/// The address the documents show; replaced by the one the demo server got.
const SHOWN_ADDRESS: &str = "http://127.0.0.1:8000";
const READY_WITHIN: Duration = Duration::from_secs(30);

pub(crate) fn run(binary: &str) -> Result<Vec<Finding>> {
    let binary = std::path::absolute(binary)?;
    ensure!(
        binary.exists(),
        "{} is not there; build it with `cargo build -p prospect-cli`",
        binary.display()
    );
    let mut findings = Vec::new();
    let mut passed = 0_usize;
    let mut server = None;
    for document in tree::files()? {
        if !document.has_extension(&["md"]) {
            continue;
        }
        let blocks = tested_blocks(&document);
        if blocks.is_empty() {
            continue;
        }
        let folder = Folder::make(&document)?;
        for block in blocks {
            let mut script = block.text.clone();
            if block.info.split_whitespace().any(|word| word == "server") {
                if server.is_none() {
                    server = Some(DemoServer::start(&binary)?);
                }
                if let Some(running) = &server {
                    script = script.replace(SHOWN_ADDRESS, &running.address);
                }
            }
            match run_block(&binary, &folder.path, &script)? {
                None => passed += 1,
                Some(complaint) => findings.push(Finding::at(
                    &document.path,
                    block.line,
                    format!("the commands fail: {complaint}"),
                )),
            }
        }
    }
    println!(
        "{passed} documented blocks passed, {} failed",
        findings.len()
    );
    Ok(findings)
}

fn tested_blocks(document: &SourceFile) -> Vec<Block> {
    markdown::blocks(&document.text)
        .into_iter()
        .filter(|block| {
            let mut words = block.info.split_whitespace();
            words.next() == Some("sh") && words.any(|word| word == "tested")
        })
        .collect()
}

fn run_block(binary: &Path, folder: &Path, script: &str) -> Result<Option<String>> {
    let bin = binary.parent().context("the binary lies in a folder")?;
    let search = std::env::join_paths(
        std::iter::once(bin.to_path_buf()).chain(std::env::split_paths(&search_path())),
    )?;
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", search)
        .stdin(Stdio::null())
        .output()
        .context("bash could not be started")?;
    if output.status.success() {
        return Ok(None);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let last = stderr.trim().lines().last().unwrap_or("no message");
    Ok(Some(format!("{} ({last})", output.status)))
}

fn search_path() -> std::ffi::OsString {
    std::env::vars_os()
        .find(|(name, _)| name == "PATH")
        .map(|(_, value)| value)
        .unwrap_or_default()
}

/// A scratch folder of one document, removed when its blocks have run.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn make(document: &SourceFile) -> Result<Self> {
        let name = document.path.replace(['/', '.'], "-");
        let path =
            std::env::temp_dir().join(format!("prospect-docs-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        let examples = tree::root().join("examples");
        let status = Command::new("cp")
            .arg("-r")
            .arg(&examples)
            .arg(&path)
            .status()?;
        ensure!(status.success(), "copying {} failed", examples.display());
        Ok(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            eprintln!("{} stays behind: {error}", self.path.display());
        }
    }
}

/// `prospect serve --demo` on a free port with a data folder of its own.
struct DemoServer {
    process: Child,
    /// Held open: a server whose output is closed cannot write its log.
    _output: BufReader<ChildStdout>,
    address: String,
    data: PathBuf,
}

impl DemoServer {
    fn start(binary: &Path) -> Result<Self> {
        let data =
            std::env::temp_dir().join(format!("prospect-docs-server-{}", std::process::id()));
        let mut process = Command::new(binary)
            .args(["serve", "--demo", "--bind", "127.0.0.1:0", "--data"])
            .arg(&data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("the demo server could not be started")?;
        let output = process.stdout.take().context("standard output is piped")?;
        let mut output = BufReader::new(output);
        let started = Instant::now();
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            if let Some(start) = line.find("http://") {
                let address = line[start..]
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .trim_end_matches('/');
                return Ok(Self {
                    process,
                    address: address.to_owned(),
                    _output: output,
                    data,
                });
            }
            if started.elapsed() > READY_WITHIN {
                break;
            }
            line.clear();
        }
        bail!("the demo server printed no address");
    }
}

impl Drop for DemoServer {
    fn drop(&mut self) {
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait()) {
            eprintln!("the demo server did not stop: {error}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.data) {
            eprintln!("{} stays behind: {error}", self.data.display());
        }
    }
}
