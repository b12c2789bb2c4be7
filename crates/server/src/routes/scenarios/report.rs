//! `GET /api/v1/scenarios/{slug}/report`

use axum::extract::State;
use axum::response::Response;
use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::report::{ReportSection, Subject};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{find, find_version};
use crate::draft::Draft;
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::reports::{self, ReportFormat};
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::valuation;

/// A report is simulated while its reader waits.
const ITERATIONS_MAX: u64 = 20_000;

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScenarioReportParams {
    #[serde(default)]
    #[param(inline)]
    pub format: ReportFormat,
    /// Parts to write, parted by commas; all without it.
    pub sections: Option<String>,
    /// The latest without it.
    #[param(minimum = 1)]
    pub version: Option<i64>,
    /// 0 reports the base case only.
    #[serde(default = "usual_iterations")]
    #[param(maximum = 20_000)]
    pub iterations: u64,
    #[serde(default = "usual_seed")]
    pub seed: u64,
}

fn usual_iterations() -> u64 {
    SimulationSettings::default().iterations
}

fn usual_seed() -> u64 {
    SimulationSettings::default().seed
}

/// A version as a report: a page, or a workbook with live formulas. Nothing is stored.
#[utoipa::path(
    get, path = "/api/v1/scenarios/{slug}/report", operation_id = "report_scenario",
    tag = "scenarios",
    params(("slug" = String, Path), WorkspaceParams, ScenarioReportParams),
    responses((status = 200, description = "The file", body = String, content_type = "text/html"))
)]
pub(crate) async fn report(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Path(slug): Path<String>,
    Query(params): Query<ScenarioReportParams>,
) -> Result<Response, Problem> {
    if params.iterations > ITERATIONS_MAX {
        return Err(Problem::invalid(
            "/query/iterations",
            format!(
                "a report is simulated at most {ITERATIONS_MAX} times; run a simulation and report that"
            ),
        ));
    }
    let sections = sections(params.sections.as_deref())?;
    let tx = state.store.read().await?;
    let stored = find(&tx, &workspace, &slug).await?;
    let version = find_version(&tx, &stored, params.version).await?;
    drop(tx);
    let scenario = Draft::read(version.content, "")?.scenario;
    let plan = valuation::plan(&state, workspace.id, scenario.clone(), "").await?;
    let case = valuation::base_case(&state, &plan).await?;
    let settings = SimulationSettings {
        iterations: params.iterations,
        seed: params.seed,
        ..SimulationSettings::default()
    };
    let simulation = match params.iterations {
        0 => None,
        _ => Some(valuation::run(&state, &plan, settings).await?),
    };
    let name = format!("{slug} v{}", version.number);
    let as_of = version.created_at.to_rfc3339();
    let write = move || {
        let subject = Subject {
            scenario: &scenario,
            case: &case,
            simulation: simulation.as_ref(),
            version: Some(&name),
            as_of: Some(&as_of),
        };
        reports::write(&plan, &subject, &sections, params.format)
    };
    let stem = format!("{slug}-v{}-report", version.number);
    reports::send(&state, write, params.format, &stem).await
}

/// The parts that a request names.
pub(crate) fn sections(words: Option<&str>) -> Result<Vec<ReportSection>, Problem> {
    match words {
        None => Ok(ReportSection::ALL.to_vec()),
        Some(words) => ReportSection::list(words)
            .map_err(|error| Problem::invalid("/query/sections", error.to_string())),
    }
}
