//! Background work.

pub(crate) mod cancel;
pub(crate) mod list;
pub(crate) mod retry;
pub(crate) mod show;

use prospect_storage::job::Job;
use prospect_storage::{JobId, Transaction};
use uuid::Uuid;

use crate::authenticate::Caller;
use crate::problem::{Kind, Problem};
use crate::scope;
use crate::trail::Subject;

/// The job `id`, if `caller` can see it. Jobs of no workspace are the administrators'.
pub(crate) async fn find<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: Uuid,
) -> Result<Job, Problem> {
    if let Some(job) = tx.jobs().get(JobId::from(id)).await? {
        let visible = match job.workspace_id {
            Some(workspace) => scope::is_visible(tx, caller, workspace).await?,
            None => crate::access::sees_server_jobs(caller),
        };
        if visible {
            return Ok(job);
        }
    }
    Err(not_found(id))
}

fn not_found(id: Uuid) -> Problem {
    Problem::new(
        Kind::NotFound,
        format!("there is no job \"{id}\" that you can see"),
    )
}

fn subject(job: &Job) -> Subject<'_> {
    Subject {
        kind: "job",
        id: job.id.to_string(),
        name: &job.kind,
        workspace: job.workspace_id,
    }
}
