//! `prospect restore`: a backup into an empty store, of either engine. With
//! `--force` it replaces a SQLite store, which is kept beside it.

use std::path::{Path, PathBuf};

use clap::Args;
use prospect_server::clock::{Clock as _, SystemClock};
use prospect_storage::{Engine, StorageError, StoreUrl};

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;
use crate::settings::Settings;
use crate::store::{self, StoreFlags};

/// Bring a backup back into an empty store
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A backup, of SQLite or PostgreSQL
    file: PathBuf,
    /// Replace a SQLite store that is not empty, keeping the old file; stop the server first
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = arguments.store.settings()?;
    let file = &arguments.file;
    store::block_on(async {
        match restore(&settings, file).await {
            Err(error) if error.kind == Kind::State && arguments.force => {
                let kept = put_aside(&settings)?;
                let outcome = restore(&settings, file).await;
                if outcome.is_err() {
                    put_back(&settings, &kept)?;
                }
                outcome?;
                let text = format!("the replaced store is kept as {}\n", kept.display());
                write_stdout(text.as_bytes())
            }
            outcome => outcome,
        }
    })
}

async fn restore(settings: &Settings, file: &Path) -> Result<(), Failure> {
    let store = store::open(settings).await?;
    let outcome = store.restore(file).await;
    store.close().await;
    let report = outcome.map_err(|error| match error {
        StorageError::NotEmpty => Failure::new(
            Kind::State,
            format!(
                "{} already holds data; restore into an empty store, or replace it with --force",
                settings.database.value
            ),
        ),
        other => other.into(),
    })?;
    let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
    write_stdout(format!("restored {rows} rows from {}\n", file.display()).as_bytes())
}

/// The files of a SQLite database: itself and its log.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

fn put_aside(settings: &Settings) -> Result<PathBuf, Failure> {
    let current = database_file(&settings.database.value)?;
    let stamp = SystemClock.now().format("%Y%m%dT%H%M%S%3fZ");
    let kept = with_suffix(&current, &format!(".before-restore-{stamp}"));
    move_files(&current, &kept)?;
    Ok(kept)
}

fn put_back(settings: &Settings, kept: &Path) -> Result<(), Failure> {
    move_files(kept, &database_file(&settings.database.value)?)
}

fn database_file(url: &StoreUrl) -> Result<PathBuf, Failure> {
    match (url.engine(), url.to_string().strip_prefix("sqlite:")) {
        (Engine::Sqlite, Some(file)) => Ok(PathBuf::from(file)),
        _ => Err(Failure::usage(
            "--force replaces SQLite stores only; make a new PostgreSQL database and restore into that",
        )),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn move_files(from: &Path, to: &Path) -> Result<(), Failure> {
    for suffix in SUFFIXES {
        let (from, to) = (with_suffix(from, suffix), with_suffix(to, suffix));
        match std::fs::rename(&from, &to) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(Failure::new(
                    Kind::Environment,
                    format!("{} cannot be moved: {error}", from.display()),
                ));
            }
        }
    }
    Ok(())
}
