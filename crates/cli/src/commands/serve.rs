//! `prospect serve`: settings into a server configuration, the lines a person or
//! a launcher waits for, and the way out. What is served is `prospect-server`'s.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use clap::Args;
use prospect_server::{RateConfig, ServeError, Server, ServerConfig, SettingSource, SettingView};
use prospect_storage::StorageError;

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;
use crate::settings::{Layers, Settings, Source};
use crate::store::{self, StoreFlags};
use crate::{logging, settings};

/// Run the workbench: HTTP interface, background jobs and pages
#[derive(Debug, Args)]
#[command(after_long_help = settings::listing())]
pub(crate) struct Arguments {
    /// Make a demo workspace that needs no account, for this machine only
    #[arg(long)]
    demo: bool,
    /// Open the workbench in the browser once it is ready
    #[arg(long)]
    open: bool,
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<SocketAddr>,
    /// Jobs run at once in this process; 0 leaves them to `prospect worker`
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
    /// `text` or `json`
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    #[command(flatten)]
    store: StoreFlags,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut layers = arguments.store.layers()?;
    layers.flag("demo", "--demo", arguments.demo.then(|| "true".to_owned()));
    layers.flag(
        "bind",
        "--bind",
        arguments.bind.map(|bind| bind.to_string()),
    );
    let workers = arguments.workers.map(|workers| workers.to_string());
    layers.flag("workers", "--workers", workers);
    layers.flag("log.format", "--log-format", arguments.log_format.clone());
    let settings = Settings::from_layers(&layers)?;
    refuse_open_demo(&settings)?;
    logging::start(&settings)?;
    for variable in layers.unknown_variables() {
        tracing::warn!(variable, "this variable is no setting; is it misspelt?");
    }
    if let Some(redis) = &settings.redis_url {
        tracing::warn!(
            source = %redis.source,
            "a Redis is named, but this version keeps cache and limits in each process"
        );
    }
    let config = config(&layers, &settings);
    store::block_on(async {
        let server = Server::start(config).await?;
        let setup = server.setup_url();
        let mut ready = format!("Prospect is ready at {}\n", server.url());
        if let Some(setup) = &setup {
            ready.push_str("Create the administrator at ");
            ready.push_str(setup);
            ready.push('\n');
        }
        write_stdout(ready.as_bytes())?;
        if arguments.open {
            // With a demo there is something to see before there is an account.
            let demo = settings.demo.value;
            open_browser(&setup.filter(|_| !demo).unwrap_or_else(|| server.url()));
        }
        server.run(prospect_server::stop_on_signal()).await?;
        Ok(())
    })
}

/// The demo needs no account, so it must not be reachable from elsewhere.
fn refuse_open_demo(settings: &Settings) -> Result<(), Failure> {
    if settings.demo.value && !settings.bind.value.ip().is_loopback() {
        return Err(Failure::usage(format!(
            "the demo needs no account and is for this machine only, but bind is {} ({}); use 127.0.0.1 or leave --demo out",
            settings.bind.value, settings.bind.source
        )));
    }
    Ok(())
}

pub(super) fn config(layers: &Layers, settings: &Settings) -> ServerConfig {
    ServerConfig {
        bind: settings.bind.value,
        store_url: settings.database.value.clone(),
        database_schema: settings
            .database_schema
            .as_ref()
            .map(|schema| schema.value.clone()),
        demo: settings.demo.value,
        public_url: settings.public_url.as_ref().map(|url| url.value.clone()),
        behind_proxy: settings.behind_proxy.value,
        worker_concurrency: settings.workers.value,
        compute_concurrency: settings.compute.value.get() as usize,
        rate: RateConfig {
            per_second: settings.rate_per_second.value,
            burst: settings.rate_burst.value,
        },
        drain_limit: Duration::from_secs(settings.drain_seconds.value.into()),
        settings: settings::shown(layers)
            .into_iter()
            .map(|shown| SettingView {
                name: shown.name.to_owned(),
                value: shown.value,
                place: match &shown.source {
                    Source::Default => None,
                    given => Some(given.to_string()),
                },
                source: match shown.source {
                    Source::Default => SettingSource::Default,
                    Source::File(_) => SettingSource::File,
                    Source::Environment(_) => SettingSource::Environment,
                    Source::Flag(_) => SettingSource::Flag,
                },
            })
            .collect(),
        ..ServerConfig::new(settings.data.value.clone())
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let kind = match &error {
            ServeError::Open(StorageError::SchemaNewer { .. })
            | ServeError::Migrate(StorageError::SchemaNewer { .. }) => Kind::State,
            _ => Kind::Environment,
        };
        Self::new(kind, error.to_string())
    }
}

/// Tries the desktop's opener; the address was printed, so failing is no harm.
fn open_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let started = std::process::Command::new(opener)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        tracing::info!(%error, "no browser could be opened; use the address above");
    }
}
