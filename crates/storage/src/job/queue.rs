//! The worker's side of the job table. A claim is one statement and carries a token; everything a worker later says
//! about the job carries it back and is refused when someone else has claimed the job since. Leases that ran out are
//! reaped, with `attempts_max` honoured, so that a job that kills its worker does not do so for ever.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use sqlx::postgres::PgListener;

use super::{CHANNEL, row};
use crate::{
    decode::{Place, to_json_text},
    error::StorageError,
    id::{JobId, WorkspaceId},
    instant::to_microseconds,
    open::{Pools, Store},
    statement::{execute, fetch_all},
    transaction::{Transaction, Write},
    url::Engine,
};

/// A job in a worker's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub id: JobId,
    pub workspace_id: Option<WorkspaceId>,
    pub kind: String,
    /// JSON, as it is stored.
    pub payload: String,
    pub token: i64,
    /// This attempt included.
    pub attempts: i32,
    pub attempts_max: i32,
    pub made_by: String,
}

impl Claim {
    pub fn is_last_attempt(&self) -> bool {
        self.attempts >= self.attempts_max
    }
}

/// What a worker says of a job it still runs.
#[derive(Debug, Clone)]
pub struct Heartbeat {
    pub id: JobId,
    pub token: i64,
    /// Percent.
    pub progress: f64,
    pub note: String,
}

/// What the queue answers to a heartbeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    Yes,
    /// Still this worker's, but someone asked it to stop.
    CancelRequested,
    /// Claimed by another worker, or ended.
    No,
}

/// What became of jobs whose lease ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reaped {
    pub requeued: u64,
    pub dead: u64,
    pub cancelled: u64,
}

/// How a worker ends a claim without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending<'a> {
    /// Failed; to be tried again at that time.
    RetryAt(DateTime<Utc>, &'a str),
    /// Failed for good.
    Dead(&'a str),
    /// Stopped because it was asked to.
    Cancelled,
    /// Given back unfinished, because the worker shuts down or the database failed it; the attempt does not count.
    ReleasedUntil(DateTime<Utc>),
}

/// The queue as a worker uses it.
#[derive(Clone, Copy)]
pub struct Queue<'s> {
    store: &'s Store,
}

impl Store {
    pub fn queue(&self) -> Queue<'_> {
        Queue { store: self }
    }

    /// Hears of new jobs from other processes; only PostgreSQL can tell.
    pub async fn queue_listener(&self) -> Result<Option<QueueListener>, StorageError> {
        match self.pools() {
            Pools::Sqlite { .. } => Ok(None),
            Pools::Postgres(pool) => {
                let mut listener = PgListener::connect_with(pool).await?;
                listener.listen(CHANNEL).await?;
                Ok(Some(QueueListener(listener)))
            }
        }
    }
}

/// Hears of new jobs, from any process.
pub struct QueueListener(PgListener);

impl QueueListener {
    /// Waits for the next announcement. Announcements made while the connection was lost are not repeated: poll too.
    pub async fn next(&mut self) -> Result<(), StorageError> {
        self.0.recv().await?;
        Ok(())
    }
}

fn kind_list(engine: Engine, kinds: &[&str]) -> Value {
    match engine {
        Engine::Sqlite => serde_json::to_string(kinds)
            .expect("words serialise")
            .into(),
        Engine::Postgres => kinds
            .iter()
            .map(|kind| (*kind).to_owned())
            .collect::<Vec<_>>()
            .into(),
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}

impl Queue<'_> {
    /// When the earliest queued job of these kinds is due. Only reads, so an idle worker takes no write lock.
    pub async fn next_due(self, kinds: &[&str]) -> Result<Option<DateTime<Utc>>, StorageError> {
        let engine = self.store.engine();
        let sql = match engine {
            Engine::Sqlite => {
                "SELECT run_at_ms FROM job WHERE state = 'queued' \
                 AND kind IN (SELECT value FROM json_each($1)) ORDER BY run_at_ms LIMIT 1"
            }
            Engine::Postgres => {
                "SELECT run_at_ms FROM job WHERE state = 'queued' AND kind = ANY($1) \
                 ORDER BY run_at_ms LIMIT 1"
            }
        };
        let rows = fetch_all(self.store.reader(), sql, [kind_list(engine, kinds)]).await?;
        let due: Option<i64> = rows
            .first()
            .map(|row| row.try_get_by_index(0))
            .transpose()?;
        due.map(|due| {
            Place {
                table: "job",
                row: &"queue",
            }
            .millis("run_at_ms", due)
        })
        .transpose()
    }

    /// Claims up to `slots` due jobs of these kinds for `lease`, most urgent first.
    pub async fn claim(
        self,
        worker: &str,
        kinds: &[&str],
        slots: u32,
        lease: Duration,
        now: DateTime<Utc>,
    ) -> Result<Vec<Claim>, StorageError> {
        let engine = self.store.engine();
        let sql = match engine {
            Engine::Sqlite => {
                "UPDATE job SET state = 'running', worker = $1, token = token + 1, attempts = attempts + 1, \
                 lease_until_ms = $2, started_at_ms = $3, updated_at_ms = $3, progress = 0, note = '' \
                 WHERE id IN (SELECT id FROM job WHERE state = 'queued' AND run_at_ms <= $3 \
                 AND kind IN (SELECT value FROM json_each($5)) ORDER BY priority DESC, run_at_ms, id LIMIT $4) \
                 RETURNING *"
            }
            // The common table expression is materialised so that the planner cannot run the locking select twice.
            Engine::Postgres => {
                "WITH picked AS MATERIALIZED (SELECT id FROM job WHERE state = 'queued' AND run_at_ms <= $3 \
                 AND kind = ANY($5) ORDER BY priority DESC, run_at_ms, id LIMIT $4 FOR UPDATE SKIP LOCKED) \
                 UPDATE job SET state = 'running', worker = $1, token = token + 1, attempts = attempts + 1, \
                 lease_until_ms = $2, started_at_ms = $3, updated_at_ms = $3, progress = 0, note = '' \
                 FROM picked WHERE job.id = picked.id RETURNING job.*"
            }
        };
        let now_ms = now.timestamp_millis();
        let parameters = [
            worker.into(),
            (now_ms + millis(lease)).into(),
            now_ms.into(),
            i64::from(slots).into(),
            kind_list(engine, kinds),
        ];
        let rows = fetch_all(self.store.writer(), sql, parameters).await?;
        let mut rows: Vec<row::Model> = rows
            .iter()
            .map(|row| row::Model::from_query_result(row, ""))
            .collect::<Result<_, _>>()?;
        rows.sort_by(|a, b| {
            (b.priority, a.run_at_ms, &a.id).cmp(&(a.priority, b.run_at_ms, &b.id))
        });
        rows.into_iter()
            .map(|row| {
                let place = Place {
                    table: "job",
                    row: &row.id,
                };
                Ok(Claim {
                    id: place.parse("id", &row.id)?,
                    workspace_id: place
                        .parse_optional("workspace_id", row.workspace_id.as_deref())?,
                    kind: row.kind,
                    payload: row.payload,
                    token: row.token,
                    attempts: row.attempts,
                    attempts_max: row.attempts_max,
                    made_by: row.made_by,
                })
            })
            .collect()
    }

    /// Prolongs the leases of the jobs a worker runs and notes their progress, in one transaction; the answers are in
    /// the order of the heartbeats.
    pub async fn renew(
        self,
        heartbeats: &[Heartbeat],
        lease: Duration,
        now: DateTime<Utc>,
    ) -> Result<Vec<Held>, StorageError> {
        let sql = "UPDATE job SET lease_until_ms = $3, progress = $4, note = $5, updated_at_ms = $6 \
                   WHERE id = $1 AND token = $2 AND state = 'running' RETURNING cancel_requested";
        let now_ms = now.timestamp_millis();
        let tx = self.store.write().await?;
        let mut held = Vec::with_capacity(heartbeats.len());
        for beat in heartbeats {
            let parameters = [
                beat.id.to_string().into(),
                beat.token.into(),
                (now_ms + millis(lease)).into(),
                beat.progress.into(),
                beat.note.as_str().into(),
                now_ms.into(),
            ];
            let rows = fetch_all(&tx.connection, sql, parameters).await?;
            let cancel: Option<bool> = rows
                .first()
                .map(|row| row.try_get_by_index(0))
                .transpose()?;
            held.push(match cancel {
                Some(true) => Held::CancelRequested,
                Some(false) => Held::Yes,
                None => Held::No,
            });
        }
        tx.commit().await?;
        Ok(held)
    }

    /// Whether any lease has run out. Only reads.
    pub async fn has_expired(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM job WHERE state = 'running' AND lease_until_ms < $1 LIMIT 1";
        let found = fetch_all(self.store.reader(), sql, [now.timestamp_millis().into()]).await?;
        Ok(!found.is_empty())
    }

    /// Proves that the database takes writes, by a write transaction that writes nothing.
    pub async fn probe_write(self) -> Result<(), StorageError> {
        self.store.write().await?.rollback().await
    }

    /// Takes jobs back whose lease ran out: to be tried again at `retry_at`, dead when no attempt is left, cancelled
    /// when that was asked for.
    pub async fn reap(
        self,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Reaped, StorageError> {
        if !self.has_expired(now).await? {
            return Ok(Reaped::default());
        }
        let now_ms = now.timestamp_millis();
        let sql = "UPDATE job SET worker = NULL, lease_until_ms = NULL, updated_at_ms = $1, \
                   error = 'the worker stopped or lost its lease', \
                   run_at_ms = CASE WHEN cancel_requested OR attempts >= attempts_max THEN run_at_ms ELSE $2 END, \
                   finished_at_ms = CASE WHEN cancel_requested OR attempts >= attempts_max THEN $1 ELSE NULL END, \
                   state = CASE WHEN cancel_requested THEN 'cancelled' \
                   WHEN attempts >= attempts_max THEN 'dead' ELSE 'queued' END \
                   WHERE state = 'running' AND lease_until_ms < $1 RETURNING id, state";
        let tx = self.store.write().await?;
        let rows = fetch_all(
            &tx.connection,
            sql,
            [now_ms.into(), retry_at.timestamp_millis().into()],
        )
        .await?;
        let mut reaped = Reaped::default();
        for row in rows {
            let state: String = row.try_get_by_index(1)?;
            match state.as_str() {
                "queued" => reaped.requeued += 1,
                "dead" => reaped.dead += 1,
                _ => reaped.cancelled += 1,
            }
            if state != "queued" {
                let id: String = row.try_get_by_index(0)?;
                end_simulations(&tx.connection, &id, now).await?;
            }
        }
        tx.commit().await?;
        Ok(reaped)
    }

    /// Ends a claim without a result; whether it was still held.
    pub async fn end(
        self,
        claim: &Claim,
        ending: Ending<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let now_ms = now.timestamp_millis();
        let (state, run_at, error, attempt_back) = match ending {
            Ending::RetryAt(time, error) => {
                ("queued", Some(time.timestamp_millis()), Some(error), 0)
            }
            Ending::Dead(error) => ("dead", None, Some(error), 0),
            Ending::Cancelled => ("cancelled", None, None, 0),
            Ending::ReleasedUntil(time) => ("queued", Some(time.timestamp_millis()), None, 1),
        };
        let finished = (state != "queued").then_some(now_ms);
        let sql = "UPDATE job SET state = $3, run_at_ms = coalesce($4, run_at_ms), error = coalesce($5, error), \
                   attempts = attempts - $6, finished_at_ms = $7, worker = NULL, lease_until_ms = NULL, \
                   updated_at_ms = $8 WHERE id = $1 AND token = $2 AND state = 'running'";
        let parameters: [Value; 8] = [
            claim.id.to_string().into(),
            claim.token.into(),
            state.into(),
            run_at.into(),
            error.map(str::to_owned).into(),
            attempt_back.into(),
            finished.into(),
            now_ms.into(),
        ];
        let tx = self.store.write().await?;
        let held = execute(&tx.connection, sql, parameters).await? > 0;
        if held && finished.is_some() {
            end_simulations(&tx.connection, &claim.id.to_string(), now).await?;
        }
        if held && finished.is_none() {
            tx.wake_queue_on_commit();
        }
        tx.commit().await?;
        Ok(held)
    }

    /// Whether the claim itself completed the job: the question after a commit whose answer was lost.
    pub async fn completed_by(self, claim: &Claim) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM job WHERE id = $1 AND token = $2 AND state = 'done'";
        let parameters = [claim.id.to_string().into(), claim.token.into()];
        Ok(!fetch_all(self.store.writer(), sql, parameters)
            .await?
            .is_empty())
    }
}

impl super::JobRepository<'_, Write> {
    /// Whether the claim is still the newest. Until this transaction ends it stays so: write the job's results now,
    /// then [`finish`](Self::finish).
    pub async fn hold(&self, claim: &Claim) -> Result<bool, StorageError> {
        let sql = match self.tx.engine() {
            Engine::Sqlite => {
                "SELECT 1 FROM job WHERE id = $1 AND token = $2 AND state = 'running'"
            }
            Engine::Postgres => {
                "SELECT 1 FROM job WHERE id = $1 AND token = $2 AND state = 'running' FOR UPDATE"
            }
        };
        let parameters = [claim.id.to_string().into(), claim.token.into()];
        Ok(!fetch_all(&self.tx.connection, sql, parameters)
            .await?
            .is_empty())
    }

    /// Marks the job done with `result`, if the claim is still the newest; whether it was. Write the job's results in
    /// the same transaction, and roll it back on `false`: then a job's results exist exactly once.
    pub async fn finish(
        &self,
        claim: &Claim,
        result: Option<&serde_json::Value>,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let sql = "UPDATE job SET state = 'done', progress = 100, result = $3, error = NULL, worker = NULL, \
                   lease_until_ms = NULL, finished_at_ms = $4, updated_at_ms = $4 \
                   WHERE id = $1 AND token = $2 AND state = 'running'";
        let parameters: [Value; 4] = [
            claim.id.to_string().into(),
            claim.token.into(),
            result.map(to_json_text).into(),
            now.timestamp_millis().into(),
        ];
        let tx: &Transaction<Write> = self.tx;
        Ok(execute(&tx.connection, sql, parameters).await? > 0)
    }
}

/// A simulation ends as its job does: failed with a dead job, cancelled with a cancelled one.
pub(super) async fn end_simulations(
    connection: &impl ConnectionTrait,
    job: &str,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    let sql = "UPDATE simulation SET finished_at = $2, \
               state = (SELECT CASE WHEN job.state = 'dead' THEN 'failed' ELSE 'cancelled' END FROM job WHERE id = $1), \
               error = (SELECT CASE WHEN job.state = 'dead' THEN job.error END FROM job WHERE id = $1) \
               WHERE job_id = $1 AND simulation.state IN ('queued', 'running')";
    execute(connection, sql, [job.into(), to_microseconds(now).into()]).await?;
    Ok(())
}
