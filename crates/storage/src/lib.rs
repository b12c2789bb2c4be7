//! Where Prospect keeps what it must not lose: entities, migrations, repositories, the observation store and the
//! job table, on SQLite (one file in the data folder) or PostgreSQL, with one behaviour.
//!
//! Everything hangs on a transaction: [`Store::read`] gives a snapshot, [`Store::write`] a transaction to commit;
//! each has one accessor per aggregate. "Not found" is `Ok(None)`. Time and identifiers' randomness are passed in.
//!
//! Not here: HTTP, permissions, the numeric engines, and the worker that runs jobs.

mod api_key;
mod archive;
mod audit;
mod check;
mod cursor;
mod decode;
mod error;
mod forecast;
mod id;
mod idempotency;
mod instant;
pub mod job;
mod login_session;
pub mod migration;
mod observations;
mod open;
mod scenario;
mod scenario_overview;
mod series;
mod setting;
mod simulation;
mod statement;
mod transaction;
mod url;
mod user;
mod workspace;

pub use api_key::{ApiKey, ApiKeyRepository, NewApiKey};
pub use archive::{ArchiveReport, TableCount};
pub use audit::{Actor, AuditEntry, AuditFilter, AuditRepository, NewAuditEntry};
pub use check::CheckReport;
pub use cursor::{Cursor, Direction, Page, PageRequest};
pub use error::{Entity, StorageError, UniqueRule};
pub use forecast::{Forecast, ForecastFilter, ForecastRepository, NewForecast};
pub use id::{
    ApiKeyId, AuditEntryId, ForecastId, IdSource, JobId, LoginSessionId, ScenarioId,
    ScenarioVersionId, SeriesId, SimulationId, UserId, WorkspaceId,
};
pub use idempotency::{IdempotencyRepository, IdempotencyStart, StoredResponse};
pub use instant::to_microseconds;
pub use login_session::{LoginSession, LoginSessionRepository, NewLoginSession};
pub use observations::{
    AppendOutcome, LatestObservation, ObservationRepository, Observations, SeriesExtent, TimeRange,
    Vintage,
};
pub use open::{QueryTiming, Store, StoreOptions};
pub use scenario::{
    NewScenario, NewScenarioVersion, Scenario, ScenarioRepository, ScenarioVersion,
    ScenarioVersionSummary,
};
pub use scenario_overview::{ScenarioOverview, VersionOrigin};
pub use series::{NewSeries, Series, SeriesChange, SeriesFilter, SeriesRepository, SeriesSort};
pub use setting::SettingRepository;
pub use simulation::{
    IterationTable, NewSimulation, Simulation, SimulationFilter, SimulationRepository,
    SimulationResult, SimulationState, SimulationSummary,
};
pub use transaction::{Read, ReadTx, Transaction, Write, WriteTx};
pub use url::{Engine, PostgresParts, StoreUrl, UrlError};
pub use user::{NewUser, Role, User, UserChange, UserCredentials, UserRepository};
pub use workspace::{NewWorkspace, Workspace, WorkspaceChange, WorkspaceRepository};
