//! What can go wrong between a caller and the database, each case by name, so that the edge can answer it and the
//! job worker can tell "try again" from "never".

use std::{fmt, path::PathBuf};

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

use crate::url::UrlError;

/// The kinds of stored things, as errors name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    ApiKey,
    Forecast,
    Job,
    LoginSession,
    Scenario,
    Series,
    Simulation,
    User,
    Workspace,
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiKey => "API key",
            Self::Forecast => "forecast",
            Self::Job => "job",
            Self::LoginSession => "login session",
            Self::Scenario => "scenario",
            Self::Series => "series",
            Self::Simulation => "simulation",
            Self::User => "user",
            Self::Workspace => "workspace",
        })
    }
}

/// The uniqueness rules of the schema that a caller can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniqueRule {
    UserName,
    WorkspaceSlug,
    SeriesCode,
    ScenarioSlug,
    ScenarioVersionNumber,
    ApiKeyHash,
    SessionHash,
    LiveJobKey,
    ObservationVintage,
    PrimaryKey,
}

impl UniqueRule {
    /// PostgreSQL reports the index by name, SQLite the columns.
    const NAMED: [(Self, &'static str, &'static str); 9] = [
        (Self::UserName, "user_name_key", "user_account.name_folded"),
        (Self::WorkspaceSlug, "workspace_slug_key", "workspace.slug"),
        (
            Self::SeriesCode,
            "series_code_key",
            "series.workspace_id, series.source, series.code",
        ),
        (
            Self::ScenarioSlug,
            "scenario_slug_key",
            "scenario.workspace_id, scenario.slug",
        ),
        (
            Self::ScenarioVersionNumber,
            "scenario_version_number_key",
            "scenario_version.scenario_id, scenario_version.number",
        ),
        (Self::ApiKeyHash, "api_key_hash_key", "api_key.hash"),
        (
            Self::SessionHash,
            "login_session_hash_key",
            "login_session.token_hash",
        ),
        (
            Self::LiveJobKey,
            "job_live_key",
            "job.kind, job.idempotency_key",
        ),
        (
            Self::ObservationVintage,
            "observation_pkey",
            "observation.series_key, observation.time, observation.vintage",
        ),
    ];

    fn recognise(constraint: Option<&str>, message: &str) -> Self {
        Self::NAMED
            .into_iter()
            .find(|(_, index, columns)| {
                constraint == Some(*index)
                    || message.ends_with(&format!("constraint failed: {columns}"))
            })
            .map_or(Self::PrimaryKey, |(rule, _, _)| rule)
    }
}

impl fmt::Display for UniqueRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UserName => "a user of that name",
            Self::WorkspaceSlug => "a workspace with that slug",
            Self::SeriesCode => "a series with that source and code in the workspace",
            Self::ScenarioSlug => "a scenario with that slug in the workspace",
            Self::ScenarioVersionNumber => "that version of the scenario",
            Self::ApiKeyHash => "that API key",
            Self::SessionHash => "that login session",
            Self::LiveJobKey => "a live job of that kind and idempotency key",
            Self::ObservationVintage => "a different value of that series at that time and vintage",
            Self::PrimaryKey => "a row with that identifier",
        })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("{0} already exists")]
    Taken(UniqueRule),
    #[error("a row refers to something that does not exist")]
    MissingReference,
    #[error("{0} is still in use")]
    InUse(Entity),
    #[error("{entity} {id} is at version {found}, not {expected}")]
    Stale {
        entity: Entity,
        id: String,
        expected: i64,
        found: i64,
    },
    #[error("the cursor is not one this list gave")]
    BadCursor,
    #[error("observation {index} is not a finite number (missing values are stored as missing)")]
    NotFinite { index: usize },
    #[error("observation {index} is not later than the one before it")]
    NotAscending { index: usize },
    #[error("{times} times do not match {values} values")]
    LengthMismatch { times: usize, values: usize },
    #[error("table {table}, column {column}, row {row}: {reason}")]
    Inconsistent {
        table: &'static str,
        column: &'static str,
        row: String,
        reason: String,
    },
    #[error(
        "the database has schema {found}, newer than {known}, the newest this program knows; use a newer program"
    )]
    SchemaNewer { found: String, known: String },
    #[error("the database has no schema yet; run `prospect migrate`")]
    SchemaMissing,
    #[error("{} already exists", path.display())]
    ArchiveExists { path: PathBuf },
    #[error("{} is not a Prospect backup: {reason}", path.display())]
    NotAnArchive { path: PathBuf, reason: String },
    #[error("the store already holds data; restore into an empty one")]
    NotEmpty,
    #[error("{action} {}: {source}", path.display())]
    File {
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Url(#[from] UrlError),
    #[error("the database {url} cannot be opened: {source}")]
    CannotOpen { url: String, source: SqlxError },
    #[error("database: {0}")]
    Database(#[source] DbErr),
}

impl StorageError {
    /// Whether the same call may succeed later without anything being changed: a lock, a lost connection, a server
    /// that restarts, a serialisation conflict.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Database(error) => database_is_transient(error),
            Self::CannotOpen { source, .. } => sqlx_is_transient(source),
            Self::Taken(_)
            | Self::MissingReference
            | Self::InUse(_)
            | Self::Stale { .. }
            | Self::BadCursor
            | Self::NotFinite { .. }
            | Self::NotAscending { .. }
            | Self::LengthMismatch { .. }
            | Self::Inconsistent { .. }
            | Self::SchemaNewer { .. }
            | Self::SchemaMissing
            | Self::ArchiveExists { .. }
            | Self::NotAnArchive { .. }
            | Self::NotEmpty
            | Self::File { .. }
            | Self::Url(_) => false,
        }
    }
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlxError::Database(database)) = sqlx_cause(&error) {
            if database.is_unique_violation() {
                return Self::Taken(UniqueRule::recognise(
                    database.constraint(),
                    database.message(),
                ));
            }
            if database.is_foreign_key_violation() {
                return Self::MissingReference;
            }
        }
        Self::Database(error)
    }
}

impl From<SqlxError> for StorageError {
    fn from(error: SqlxError) -> Self {
        Self::from(DbErr::Query(RuntimeErr::SqlxError(error.into())))
    }
}

/// Guards an edit: the caller must have seen the version it changes.
pub(crate) fn expect_version(
    entity: Entity,
    id: &str,
    expected: i64,
    found: i64,
) -> Result<(), StorageError> {
    if expected == found {
        return Ok(());
    }
    Err(StorageError::Stale {
        entity,
        id: id.to_owned(),
        expected,
        found,
    })
}

fn sqlx_cause(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

fn database_is_transient(error: &DbErr) -> bool {
    if let DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed) =
        error
    {
        return true;
    }
    sqlx_cause(error).is_some_and(sqlx_is_transient)
}

fn sqlx_is_transient(error: &SqlxError) -> bool {
    match error {
        // The driver reports a connection cut inside a message as a protocol error.
        SqlxError::Io(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed
        | SqlxError::Tls(_)
        | SqlxError::Protocol(_) => true,
        SqlxError::Database(database) => {
            database.code().is_some_and(|code| code_is_transient(&code))
        }
        _ => false,
    }
}

fn code_is_transient(code: &str) -> bool {
    if code.len() == 5 {
        // SQLSTATE: connection exceptions, resources, administrator's shutdown, serialisation, deadlock, lock timeout.
        return code.starts_with("08")
            || code.starts_with("53")
            || matches!(
                code,
                "57P01" | "57P02" | "57P03" | "57P05" | "40001" | "40P01" | "55P03" | "25P03"
            );
    }
    // SQLite's primary result code is the low byte: 5 busy, 6 locked.
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code & 0xff, 5 | 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_and_gone_are_transient_but_broken_rules_are_not() {
        for code in ["5", "6", "261", "517", "08006", "57P01", "40001", "53300"] {
            assert!(code_is_transient(code), "{code}");
        }
        for code in ["1", "19", "2067", "23505", "42P01", "28P01"] {
            assert!(!code_is_transient(code), "{code}");
        }
    }

    #[test]
    fn a_rule_is_recognised_from_either_engine() {
        assert_eq!(
            UniqueRule::recognise(Some("workspace_slug_key"), "duplicate key"),
            UniqueRule::WorkspaceSlug
        );
        assert_eq!(
            UniqueRule::recognise(None, "UNIQUE constraint failed: workspace.slug"),
            UniqueRule::WorkspaceSlug
        );
        assert_eq!(
            UniqueRule::recognise(None, "UNIQUE constraint failed: forecast.id"),
            UniqueRule::PrimaryKey
        );
    }
}
