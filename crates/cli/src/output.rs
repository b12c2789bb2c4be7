//! Where a result goes and in which form. A file appears whole or not at all.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use prospect_sources::export::ExportError;

use crate::failure::{Failure, Kind};

/// The forms a result can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// The whole result of the engine.
    Json,
    /// One row per line, for spreadsheets.
    Csv,
    /// One row per line, for data tools.
    Parquet,
}

/// The flags of every command that has a result.
#[derive(Debug, Args)]
pub(crate) struct OutputFlags {
    /// Form of the result [default: by the ending of --output, else table]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// File to write the result to instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputFlags {
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        let format = match (self.format, &self.output) {
            (Some(format), _) => format,
            (None, Some(path)) => by_ending(path)?,
            (None, None) => Format::Table,
        };
        if format == Format::Parquet && self.output.is_none() && std::io::stdout().is_terminal() {
            return Err(Failure::usage(
                "Parquet is not for a terminal; name a file with --output",
            ));
        }
        Ok(format)
    }

    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        match &self.output {
            Some(path) => write_file(path, bytes),
            None => write_stdout(bytes),
        }
    }
}

fn by_ending(path: &Path) -> Result<Format, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("txt") => Ok(Format::Table),
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some("parquet") => Ok(Format::Parquet),
        _ => Err(Failure::usage(format!(
            "{} does not end in .txt, .json, .csv or .parquet; say --format",
            path.display()
        ))),
    }
}

pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    std::fs::write(&part, bytes)
        .and_then(|()| std::fs::rename(&part, path))
        .map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!("{} cannot be written: {error}", path.display()),
            )
        })
}

/// A reader that went away (`| head`) has what it wanted; that is no failure.
pub(crate) fn write_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::new(
            Kind::Environment,
            format!("standard output cannot be written: {error}"),
        )),
        Ok(()) | Err(_) => Ok(()),
    }
}

pub(crate) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| {
        Failure::new(
            Kind::Environment,
            format!("the result cannot be written as JSON: {error}"),
        )
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::new(Kind::Environment, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(format: Option<Format>, output: Option<&str>) -> OutputFlags {
        OutputFlags {
            format,
            output: output.map(PathBuf::from),
        }
    }

    #[test]
    fn the_ending_decides_unless_the_flag_does() {
        assert_eq!(flags(None, Some("a.csv")).format().unwrap(), Format::Csv);
        let both = flags(Some(Format::Json), Some("a.csv"));
        assert_eq!(both.format().unwrap(), Format::Json);
        assert_eq!(flags(None, None).format().unwrap(), Format::Table);
        assert!(flags(None, Some("a.doc")).format().is_err());
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, "old").unwrap();
        write_file(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_file(&folder.path().join("none/a.json"), b"x").is_err());
    }
}
