//! What a server needs to know to start. Plain data: the command line fills it from files,
//! environment and flags; nothing here reads any of them.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use prospect_storage::StoreUrl;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone)]
pub struct ServerConfig {
    /// Port 0 takes a free one; [`crate::Server::address`] tells which.
    pub bind: SocketAddr,
    /// Holds backups, and the database where `store_url` says so.
    pub data_dir: PathBuf,
    pub store_url: StoreUrl,
    /// PostgreSQL only: the schema that holds the tables; the server's default when `None`.
    pub database_schema: Option<String>,
    /// Makes the demo workspace, and lets anyone on this machine use it when bound to loopback.
    pub demo: bool,
    /// Where to leave the one-time setup token for a launcher to read; also printed.
    pub setup_token_file: Option<PathBuf>,
    /// The address people use, when it is not the bind address: decides `Secure` cookies and links.
    pub public_url: Option<String>,
    /// Trust `X-Forwarded-For` and `X-Forwarded-Proto` of the proxy in front.
    pub behind_proxy: bool,
    /// Jobs this process runs at the same time; 0 leaves them to other workers.
    pub worker_concurrency: usize,
    /// Simulations and forecasts computed at the same time while a caller waits.
    pub compute_concurrency: usize,
    pub rate: RateConfig,
    /// How long in-flight requests may go on after a request to stop.
    pub drain_limit: Duration,
    /// Every setting with its value and where it came from, for the admin page. Secrets masked.
    pub settings: Vec<SettingView>,
}

/// Requests per principal, or per address when the principal is unknown.
#[derive(Debug, Clone, Copy)]
pub struct RateConfig {
    pub per_second: NonZeroU32,
    pub burst: NonZeroU32,
}

/// One setting as the admin page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingView {
    #[schema(example = "bind")]
    pub name: String,
    /// `null` when unset; secrets read `••••`.
    pub value: Option<String>,
    pub source: SettingSource,
    /// Where exactly: the file, the variable or the flag.
    #[schema(example = "PROSPECT_BIND")]
    pub place: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingSource {
    Default,
    File,
    Environment,
    Flag,
}

impl ServerConfig {
    /// Every default, with the data in `data_dir`.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 8000)),
            store_url: StoreUrl::in_data_folder(&data_dir),
            data_dir,
            database_schema: None,
            demo: false,
            setup_token_file: None,
            public_url: None,
            behind_proxy: false,
            worker_concurrency: 2,
            compute_concurrency: 2,
            rate: RateConfig::default(),
            drain_limit: Duration::from_secs(10),
            settings: Vec::new(),
        }
    }
}

impl Default for RateConfig {
    fn default() -> Self {
        Self {
            per_second: NonZeroU32::new(100).expect("not zero"),
            burst: NonZeroU32::new(400).expect("not zero"),
        }
    }
}
