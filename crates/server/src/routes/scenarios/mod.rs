//! Scenarios: named lines of immutable versions.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod diff;
pub(crate) mod evaluate;
pub(crate) mod list;
pub(crate) mod read_workbook;
pub(crate) mod report;
pub(crate) mod show;
pub(crate) mod versions;

use prospect_storage::{Scenario, ScenarioOverview, ScenarioVersion, Transaction, Workspace};

use crate::problem::Problem;
use crate::trail::Subject;
use crate::view::scenario::{LatestSimulation, ScenarioSummaryView, VersionSummaryView};

/// The scenario `slug` of the workspace.
pub(crate) async fn find<Mode>(
    tx: &Transaction<Mode>,
    workspace: &Workspace,
    slug: &str,
) -> Result<Scenario, Problem> {
    let scenario = tx.scenarios().by_slug(workspace.id, slug).await?;
    scenario.ok_or_else(|| Problem::not_found("scenario", slug))
}

/// The version `number`, or the latest.
pub(crate) async fn find_version<Mode>(
    tx: &Transaction<Mode>,
    scenario: &Scenario,
    number: Option<i64>,
) -> Result<ScenarioVersion, Problem> {
    let number = number.unwrap_or(scenario.latest);
    let version = tx.scenarios().version(scenario.id, number).await?;
    version.ok_or_else(|| {
        let name = format!("{} v{number}", scenario.slug);
        Problem::not_found("scenario version", &name)
    })
}

async fn summary<Mode>(
    tx: &Transaction<Mode>,
    scenario: Scenario,
) -> Result<ScenarioSummaryView, Problem> {
    let mut overviews = tx
        .scenarios()
        .overviews(std::slice::from_ref(&scenario))
        .await?;
    let overview = overviews.remove(&scenario.id);
    let overview = overview.ok_or_else(|| Problem::not_found("scenario", &scenario.slug))?;
    Ok(summarised(scenario, overview))
}

fn summarised(scenario: Scenario, overview: ScenarioOverview) -> ScenarioSummaryView {
    let latest_simulation = overview.simulation.and_then(|(version, simulation)| {
        Some(LatestSimulation {
            id: simulation.id.as_uuid(),
            version,
            at: simulation.finished_at?,
            npv: simulation.summary?.into(),
        })
    });
    ScenarioSummaryView {
        id: scenario.id.as_uuid(),
        slug: scenario.slug,
        name: scenario.name,
        version: scenario.latest,
        hash: overview.latest.hash,
        note: overview.latest.note,
        author: overview.latest.author,
        created_at: scenario.created_at,
        updated_at: scenario.updated_at,
        latest_simulation,
    }
}

fn version_summary(version: &ScenarioVersion) -> VersionSummaryView {
    VersionSummaryView {
        version: version.number,
        hash: version.hash.clone(),
        note: version.note.clone(),
        author: version.author.clone(),
        created_at: version.created_at,
    }
}

fn subject(scenario: &Scenario) -> Subject<'_> {
    Subject {
        kind: "scenario",
        id: scenario.slug.clone(),
        name: &scenario.name,
        workspace: Some(scenario.workspace_id),
    }
}
