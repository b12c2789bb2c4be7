//! `GET /api/v1/simulations/{id}/report`

use axum::extract::State;
use axum::response::Response;
use prospect_simulate::report::Subject;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{check_engine, finished, origin, scenario_of};
use crate::authenticate::Caller;
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::reports::{self, ReportFormat};
use crate::routes::scenarios::report::sections;
use crate::state::AppState;
use crate::valuation;

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SimulationReportParams {
    #[serde(default)]
    #[param(inline)]
    pub format: ReportFormat,
    /// Parts to write, parted by commas; all without it.
    pub sections: Option<String>,
}

/// A finished simulation as a report: a page, or a workbook with live formulas. The simulated figures are the stored ones.
#[utoipa::path(
    get, path = "/api/v1/simulations/{id}/report", operation_id = "report_simulation",
    tag = "simulations",
    params(("id" = Uuid, Path), SimulationReportParams),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/html"),
        (status = 409, description = "It has no result, or one of another engine", body = crate::problem::ProblemBody<'_>,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn report(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(params): Query<SimulationReportParams>,
) -> Result<Response, Problem> {
    let sections = sections(params.sections.as_deref())?;
    let tx = state.store.read().await?;
    let (simulation, result) = finished(&tx, &caller, id).await?;
    check_engine(&result, "to report it")?;
    let origin = origin(&tx, &simulation).await?;
    let scenario = scenario_of(&tx, &simulation).await?;
    drop(tx);
    let plan = valuation::plan(&state, simulation.workspace_id, scenario.clone(), "").await?;
    let case = valuation::base_case(&state, &plan).await?;
    let version = origin.map(|origin| format!("{} v{}", origin.slug, origin.number));
    let as_of = simulation.finished_at.map(|at| at.to_rfc3339());
    let write = move || {
        let subject = Subject {
            scenario: &scenario,
            case: &case,
            simulation: Some(&result),
            version: version.as_deref(),
            as_of: as_of.as_deref(),
        };
        reports::write(&plan, &subject, &sections, params.format)
    };
    let stem = format!("simulation-{id}-report");
    reports::send(&state, write, params.format, &stem).await
}
