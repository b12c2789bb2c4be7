//! Series and their observations.

pub mod append;
pub mod delete;
mod describe;
pub mod export;
pub mod import;
pub mod list;
pub mod observations;
pub mod preview;
pub mod show;
pub mod update;
pub mod vintages;

use prospect_storage::{Series, SeriesId, Transaction};
use uuid::Uuid;

use crate::authenticate::Caller;
use crate::problem::{Kind, Problem};
use crate::scope;
use crate::trail::Subject;

pub use describe::{describe, describe_one, frequency_of, present};

/// The series `id`, if `caller` can see it.
pub async fn find<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: Uuid,
) -> Result<Series, Problem> {
    if let Some(series) = tx.series().get(SeriesId::from(id)).await?
        && scope::is_visible(tx, caller, series.workspace_id).await?
    {
        return Ok(series);
    }
    Err(not_found(id))
}

fn not_found(id: Uuid) -> Problem {
    Problem::new(
        Kind::NotFound,
        format!("there is no series \"{id}\" that you can see"),
    )
}

fn subject(series: &Series) -> Subject<'_> {
    Subject {
        kind: "series",
        id: series.id.to_string(),
        name: &series.name,
        workspace: Some(series.workspace_id),
    }
}
