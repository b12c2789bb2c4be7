//! What administrators look at: storage, backups, health.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StorageReport)]
pub(crate) struct StorageView {
    #[schema(example = "sqlite")]
    pub engine: String,
    /// The file or server, without credentials.
    pub location: String,
    pub schema_version: String,
    pub size_bytes: u64,
    pub tables: Vec<TableSize>,
    pub last_backup: Option<BackupView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableSize {
    pub table: String,
    pub rows: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Backup)]
pub(crate) struct BackupView {
    pub file: String,
    pub size_bytes: u64,
    pub made_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Health)]
pub(crate) struct HealthView {
    pub version: &'static str,
    pub started_at: DateTime<Utc>,
    pub checks: Vec<HealthCheck>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthCheck {
    #[schema(example = "store")]
    pub name: &'static str,
    pub healthy: bool,
    pub detail: String,
    pub latency_ms: Option<f64>,
}
