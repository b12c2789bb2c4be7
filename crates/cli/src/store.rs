//! Opening the store that the settings mean, for the commands that administer
//! it. A running server need not be stopped for any of them.

use std::path::PathBuf;

use clap::Args;
use prospect_storage::{Engine, StorageError, Store, StoreOptions};

use crate::failure::{Failure, Kind};
use crate::settings::{Layers, Settings};

/// The flags of every command that needs the settings.
#[derive(Debug, Args)]
pub(crate) struct StoreFlags {
    /// Settings file [default: prospect.toml in the current folder, if there]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Folder of the database, backups and logs
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

impl StoreFlags {
    pub(crate) fn layers(&self) -> Result<Layers, Failure> {
        let mut layers = Layers::gather(self.config.as_deref())?;
        let data = self.data.as_ref().map(|data| data.display().to_string());
        layers.flag("data", "--data", data);
        Ok(layers)
    }

    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        Settings::from_layers(&self.layers()?)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        let kind = match &error {
            StorageError::SchemaNewer { .. }
            | StorageError::SchemaMissing
            | StorageError::NotEmpty
            | StorageError::Inconsistent { .. } => Kind::State,
            StorageError::NotAnArchive { .. } | StorageError::Taken(_) => Kind::Input,
            StorageError::ArchiveExists { .. } | StorageError::Url(_) => Kind::Usage,
            _ => Kind::Environment,
        };
        Self::new(kind, error.to_string())
    }
}

/// Connects to the store, whatever its schema; makes the data folder when the
/// store is a file in it.
pub(crate) async fn open(settings: &Settings) -> Result<Store, Failure> {
    let url = settings.database.value.clone();
    if url.engine() == Engine::Sqlite {
        let folder = &settings.data.value;
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!(
                    "the data folder {} cannot be made: {error}",
                    folder.display()
                ),
            )
        })?;
    }
    let options = StoreOptions {
        schema: settings
            .database_schema
            .as_ref()
            .map(|schema| schema.value.clone()),
        ..StoreOptions::new(url)
    };
    Ok(Store::open(options).await?)
}

/// Connects to a store whose schema is this program's.
pub(crate) async fn open_current(settings: &Settings) -> Result<Store, Failure> {
    let store = open(settings).await?;
    let schema = store.schema_state().await?;
    if schema.is_empty() {
        return Err(Failure::new(
            Kind::State,
            format!(
                "{} has no schema yet; run `prospect migrate` or `prospect serve` first",
                settings.database.value
            ),
        ));
    }
    if !schema.is_current() {
        return Err(Failure::new(
            Kind::State,
            format!(
                "{} has an older schema; run `prospect migrate` first",
                settings.database.value
            ),
        ));
    }
    Ok(store)
}

/// Runs an asynchronous command to its end.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!("the runtime cannot be started: {error}"),
            )
        })?
        .block_on(work)
}
