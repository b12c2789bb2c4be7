//! Jobs as everyone but a worker sees them: put in, looked at, cancelled, tried again. A job is enqueued in the
//! caller's transaction, so work is asked for exactly when the change that needs it is committed.
//!
//! What a worker does to the queue is in [`queue`].

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, page},
    decode::{Place, stored_words, to_json_text},
    error::StorageError,
    id::{JobId, WorkspaceId},
    statement::{execute, fetch_all},
    transaction::{Transaction, Write},
    url::Engine,
};

pub mod queue;

/// The PostgreSQL channel on which a new job is announced.
pub(crate) const CHANNEL: &str = "prospect_job";

stored_words! {
    pub enum JobState {
        Queued = "queued",
        Running = "running",
        Done = "done",
        /// Failed for good: every attempt was used up, or trying again is of no use.
        Dead = "dead",
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Whether nothing more will happen to it by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Dead | Self::Cancelled)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub workspace_id: Option<WorkspaceId>,
    pub kind: String,
    pub payload: Value,
    pub state: JobState,
    /// Higher is served first.
    pub priority: i32,
    /// Not served before.
    pub run_at: DateTime<Utc>,
    /// Times it was started.
    pub attempts: i32,
    pub attempts_max: i32,
    pub worker: Option<String>,
    /// Percent.
    pub progress: f64,
    pub note: String,
    pub cancel_requested: bool,
    pub idempotency_key: Option<String>,
    pub result: Option<Value>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    pub made_by: String,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug, Clone)]
pub struct NewJob {
    pub workspace_id: Option<WorkspaceId>,
    pub kind: String,
    pub payload: Value,
    pub priority: i32,
    /// Not served before; at once, when absent.
    pub run_at: Option<DateTime<Utc>>,
    pub attempts_max: i32,
    /// While a job of the same kind and key is queued or running, no second one is made.
    pub idempotency_key: Option<String>,
    pub made_by: String,
}

/// The job asked for, or the live one that already does the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Enqueued {
    pub job: Job,
    pub is_new: bool,
}

#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    pub workspace_id: Option<WorkspaceId>,
    pub state: Option<JobState>,
    pub kind: Option<String>,
}

/// A place in the order of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMark {
    pub at: DateTime<Utc>,
    /// The last job seen of those changed at that moment; none of them, when absent.
    pub id: Option<JobId>,
}

/// What the queue holds, for gauges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCount {
    pub kind: String,
    pub state: JobState,
    pub jobs: u64,
    /// When the one that has been due longest became so.
    pub oldest_run_at: DateTime<Utc>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub workspace_id: Option<String>,
        pub kind: String,
        pub payload: String,
        pub state: String,
        pub priority: i32,
        pub run_at_ms: i64,
        pub attempts: i32,
        pub attempts_max: i32,
        pub worker: Option<String>,
        /// Counts the claims; whoever finishes a job must hold the newest.
        pub token: i64,
        pub lease_until_ms: Option<i64>,
        pub progress: f64,
        pub note: String,
        pub cancel_requested: bool,
        pub idempotency_key: Option<String>,
        pub result: Option<String>,
        pub error: Option<String>,
        pub made_by: String,
        pub created_at_ms: i64,
        pub started_at_ms: Option<i64>,
        pub finished_at_ms: Option<i64>,
        pub updated_at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for Job {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "job",
            row: &row.id,
        };
        let optional = |column, millis: Option<i64>| {
            millis
                .map(|millis| place.millis(column, millis))
                .transpose()
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            workspace_id: place.parse_optional("workspace_id", row.workspace_id.as_deref())?,
            // A payload that is not JSON is shown as the text it is: the worker reports it, lists must not fail on it.
            payload: serde_json::from_str(&row.payload)
                .unwrap_or_else(|_| Value::String(row.payload.clone())),
            state: place.parse("state", &row.state)?,
            result: place.json_optional("result", row.result.as_deref())?,
            run_at: place.millis("run_at_ms", row.run_at_ms)?,
            created_at: place.millis("created_at_ms", row.created_at_ms)?,
            started_at: optional("started_at_ms", row.started_at_ms)?,
            finished_at: optional("finished_at_ms", row.finished_at_ms)?,
            updated_at: place.millis("updated_at_ms", row.updated_at_ms)?,
            kind: row.kind,
            priority: row.priority,
            attempts: row.attempts,
            attempts_max: row.attempts_max,
            worker: row.worker,
            progress: row.progress,
            note: row.note,
            cancel_requested: row.cancel_requested,
            idempotency_key: row.idempotency_key,
            error: row.error,
            made_by: row.made_by,
        })
    }
}

pub struct JobRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> JobRepository<'_, Mode> {
    pub async fn get(&self, id: JobId) -> Result<Option<Job>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(Job::try_from).transpose()
    }

    /// Newest first.
    pub async fn list(
        &self,
        filter: &JobFilter,
        request: &PageRequest,
    ) -> Result<Page<Job>, StorageError> {
        let mut matching = row::Entity::find();
        if let Some(workspace) = filter.workspace_id {
            matching = matching.filter(row::Column::WorkspaceId.eq(workspace.to_string()));
        }
        if let Some(state) = filter.state {
            matching = matching.filter(row::Column::State.eq(state.as_str()));
        }
        if let Some(kind) = &filter.kind {
            matching = matching.filter(row::Column::Kind.eq(kind.as_str()));
        }
        let keyset = Keyset {
            column: row::Column::CreatedAtMs,
            id: row::Column::Id,
            direction: Direction::Descending,
        };
        let key = |row: &row::Model| (row.created_at_ms.into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            Job::try_from,
        )
        .await
    }

    /// Jobs changed after `mark`, oldest change first: how one process learns what another's workers do.
    pub async fn changed_after(
        &self,
        mark: &ChangeMark,
        limit: u64,
    ) -> Result<Vec<Job>, StorageError> {
        let millis = mark.at.timestamp_millis();
        let later_in_same_moment = Condition::all()
            .add(row::Column::UpdatedAtMs.eq(millis))
            .add(row::Column::Id.gt(mark.id.map_or_else(String::new, |id| id.to_string())));
        let rows = row::Entity::find()
            .filter(
                Condition::any()
                    .add(row::Column::UpdatedAtMs.gt(millis))
                    .add(later_in_same_moment),
            )
            .order_by_asc(row::Column::UpdatedAtMs)
            .order_by_asc(row::Column::Id)
            .limit(limit)
            .all(&self.tx.connection)
            .await?;
        rows.into_iter().map(Job::try_from).collect()
    }

    /// How many jobs of each kind are in each state.
    pub async fn counts(&self) -> Result<Vec<JobCount>, StorageError> {
        let sql = "SELECT kind, state, count(*), min(run_at_ms) FROM job GROUP BY kind, state ORDER BY kind, state";
        let rows = fetch_all(&self.tx.connection, sql, []).await?;
        rows.into_iter()
            .map(|row| {
                let kind: String = row.try_get_by_index(0)?;
                let place = Place {
                    table: "job",
                    row: &kind,
                };
                Ok(JobCount {
                    state: place.parse("state", &row.try_get_by_index::<String>(1)?)?,
                    jobs: row.try_get_by_index::<i64>(2)?.cast_unsigned(),
                    oldest_run_at: place.millis("run_at_ms", row.try_get_by_index(3)?)?,
                    kind,
                })
            })
            .collect()
    }
}

impl JobRepository<'_, Write> {
    /// Puts a job into the queue; it is served once this transaction commits.
    pub async fn enqueue(&self, new: NewJob, now: DateTime<Utc>) -> Result<Enqueued, StorageError> {
        let id: JobId = self.tx.make_id(now);
        let now_ms = now.timestamp_millis();
        let key = new.idempotency_key.clone();
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            workspace_id: Set(new.workspace_id.map(|id| id.to_string())),
            kind: Set(new.kind.clone()),
            payload: Set(to_json_text(&new.payload)),
            state: Set(JobState::Queued.to_string()),
            priority: Set(new.priority),
            run_at_ms: Set(new.run_at.map_or(now_ms, |time| time.timestamp_millis())),
            attempts: Set(0),
            attempts_max: Set(new.attempts_max.max(1)),
            worker: Set(None),
            token: Set(0),
            lease_until_ms: Set(None),
            progress: Set(0.0),
            note: Set(String::new()),
            cancel_requested: Set(false),
            idempotency_key: Set(new.idempotency_key),
            result: Set(None),
            error: Set(None),
            made_by: Set(new.made_by),
            created_at_ms: Set(now_ms),
            started_at_ms: Set(None),
            finished_at_ms: Set(None),
            updated_at_ms: Set(now_ms),
        };
        // Two callers with one key may both find no live job; of their inserts one is refused, without an error that
        // would end the caller's transaction on PostgreSQL.
        let keep = sea_orm::sea_query::OnConflict::new()
            .do_nothing()
            .to_owned();
        let inserted = row::Entity::insert(row)
            .on_conflict(keep)
            .exec_without_returning(&self.tx.connection)
            .await?;
        if inserted > 0 {
            self.announce(id).await?;
            let job = self.get(id).await?.ok_or(StorageError::MissingReference)?;
            return Ok(Enqueued { job, is_new: true });
        }
        let live = row::Entity::find()
            .filter(row::Column::Kind.eq(new.kind))
            .filter(row::Column::IdempotencyKey.eq(key))
            .filter(
                row::Column::State.is_in([JobState::Queued.as_str(), JobState::Running.as_str()]),
            )
            .one(&self.tx.connection)
            .await?;
        let live = live.ok_or(StorageError::Taken(crate::UniqueRule::LiveJobKey))?;
        Ok(Enqueued {
            job: live.try_into()?,
            is_new: false,
        })
    }

    /// Tells idle workers that there is work, once this is committed.
    async fn announce(&self, id: JobId) -> Result<(), StorageError> {
        if self.tx.engine() == Engine::Postgres {
            let parameters = [CHANNEL.into(), id.to_string().into()];
            fetch_all(&self.tx.connection, "SELECT pg_notify($1, $2)", parameters).await?;
        }
        self.tx.wake_queue_on_commit();
        Ok(())
    }

    /// Cancels a queued job at once and asks a running one to stop. `Ok(None)` if there is no such job; a job that has
    /// ended stays as it is.
    pub async fn cancel(&self, id: JobId, now: DateTime<Utc>) -> Result<Option<Job>, StorageError> {
        let sql = "UPDATE job SET cancel_requested = TRUE, \
                   finished_at_ms = CASE WHEN state = 'queued' THEN $2 ELSE finished_at_ms END, \
                   state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END, updated_at_ms = $2 \
                   WHERE id = $1 AND state IN ('queued', 'running') RETURNING *";
        let rows = fetch_all(
            &self.tx.connection,
            sql,
            [id.to_string().into(), now.timestamp_millis().into()],
        )
        .await?;
        let Some(row) = rows.first() else {
            return self.get(id).await;
        };
        let job: Job = row::Model::from_query_result(row, "")?.try_into()?;
        if job.state == JobState::Cancelled {
            queue::end_simulations(&self.tx.connection, &id.to_string(), now).await?;
        }
        Ok(Some(job))
    }

    /// Queues a dead or cancelled job afresh. `Ok(None)` if there is no such job; any other job stays as it is.
    pub async fn retry(&self, id: JobId, now: DateTime<Utc>) -> Result<Option<Job>, StorageError> {
        let sql = "UPDATE job SET state = 'queued', attempts = 0, cancel_requested = FALSE, progress = 0, note = '', \
                   error = NULL, result = NULL, finished_at_ms = NULL, run_at_ms = $2, updated_at_ms = $2 \
                   WHERE id = $1 AND state IN ('dead', 'cancelled') RETURNING *";
        let parameters = [id.to_string().into(), now.timestamp_millis().into()];
        let rows = fetch_all(&self.tx.connection, sql, parameters).await?;
        let Some(row) = rows.first() else {
            return self.get(id).await;
        };
        let simulations = "UPDATE simulation SET state = 'queued', error = NULL, finished_at = NULL \
                           WHERE job_id = $1 AND state IN ('failed', 'cancelled')";
        execute(&self.tx.connection, simulations, [id.to_string().into()]).await?;
        self.announce(id).await?;
        Ok(Some(row::Model::from_query_result(row, "")?.try_into()?))
    }

    /// Removes jobs that ended before `before`; how many.
    pub async fn delete_finished(&self, before: DateTime<Utc>) -> Result<u64, StorageError> {
        let sql =
            "DELETE FROM job WHERE state IN ('done', 'dead', 'cancelled') AND finished_at_ms < $1";
        execute(&self.tx.connection, sql, [before.timestamp_millis().into()]).await
    }
}
