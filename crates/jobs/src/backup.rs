//! Writes a backup of the database into the backup folder.

use std::path::{Component, Path, PathBuf};

use chrono::{DateTime, Utc};
use prospect_storage::{
    StorageError, WriteTx,
    job::{Enqueued, NewJob},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    handler::{BoxFuture, Failure, Handler, JobContext, Outcome},
    kind::JobKind,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BackupPayload {
    /// What it is about, for people.
    pub subject: String,
    /// Name of the file in the backup folder.
    pub file: String,
}

/// Queues a backup. While one is queued or running, that is the one.
pub async fn enqueue(
    tx: &WriteTx,
    made_by: &str,
    now: DateTime<Utc>,
) -> Result<Enqueued, StorageError> {
    let file = format!("prospect-{}.db", now.format("%Y%m%dT%H%M%S%3fZ"));
    let new = NewJob {
        workspace_id: None,
        kind: JobKind::Backup.to_string(),
        payload: json!(BackupPayload {
            subject: "Backup".to_owned(),
            file
        }),
        priority: JobKind::Backup.priority(),
        run_at: None,
        attempts_max: 3,
        idempotency_key: Some("backup".to_owned()),
        made_by: made_by.to_owned(),
    };
    tx.jobs().enqueue(new, now).await
}

pub(crate) struct BackupHandler {
    pub(crate) folder: PathBuf,
}

impl Handler for BackupHandler {
    fn kind(&self) -> &'static str {
        JobKind::Backup.as_str()
    }

    fn run<'a>(&'a self, job: &'a JobContext) -> BoxFuture<'a, Result<Box<dyn Outcome>, Failure>> {
        Box::pin(async move {
            let file = job.payload::<BackupPayload>()?.file;
            let is_plain = matches!(
                Path::new(&file).components().collect::<Vec<_>>()[..],
                [Component::Normal(_)]
            );
            if !is_plain {
                return Err(Failure::Dead(format!("{file:?} is not a plain file name")));
            }
            let make = tokio::fs::create_dir_all(&self.folder).await;
            make.map_err(|error| {
                Failure::Retry(format!("make {}: {error}", self.folder.display()))
            })?;
            let path = self.folder.join(&file);
            job.progress.report(0.0, "copying the database");
            let bytes = match job.store.backup(&path).await {
                Ok(report) => report.bytes,
                // An earlier attempt wrote it and was stopped before it could say so; a file that has its name is whole.
                Err(StorageError::ArchiveExists { .. }) => tokio::fs::metadata(&path)
                    .await
                    .map_err(|error| Failure::Retry(format!("read {}: {error}", path.display())))?
                    .len(),
                Err(error @ StorageError::File { .. }) => {
                    return Err(Failure::Retry(error.to_string()));
                }
                Err(error) => return Err(error.into()),
            };
            let outcome: Box<dyn Outcome> = Box::new(BackupOutcome { file, bytes });
            Ok(outcome)
        })
    }
}

struct BackupOutcome {
    file: String,
    bytes: u64,
}

impl Outcome for BackupOutcome {
    fn store<'a>(&'a self, _tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>> {
        let result = json!({"object": format!("backup/{}", self.file), "bytes": self.bytes});
        Box::pin(async move { Ok(Some(result)) })
    }
}
