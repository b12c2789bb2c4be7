//! `GET /api/v1/simulations`

use axum::Json;
use axum::extract::State;
use prospect_storage::{PageRequest, ScenarioVersionId, SimulationFilter};

use super::view;
use crate::extract::Query;
use crate::problem::Problem;
use crate::routes::scenarios;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::listing::{Listing, PageParams};
use crate::view::simulation::{SimulationFilterParams, SimulationView};

/// Versions of a scenario whose simulations are listed; runs of older ones are found without the
/// filter.
const VERSIONS_MAX: u64 = 1_000;

/// Simulations of the workspace, newest first.
#[utoipa::path(
    get, path = "/api/v1/simulations", operation_id = "list_simulations", tag = "simulations",
    params(WorkspaceParams, PageParams, SimulationFilterParams),
    responses((status = 200, description = "A page of simulations", body = Listing<SimulationView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Query(page): Query<PageParams>,
    Query(filter): Query<SimulationFilterParams>,
) -> Result<Json<Listing<SimulationView>>, Problem> {
    let tx = state.store.read().await?;
    let scenario_version_ids = match &filter.scenario {
        None => None,
        Some(slug) => {
            let scenario = scenarios::find(&tx, &workspace, slug).await?;
            let versions = PageRequest::first(VERSIONS_MAX);
            let versions = tx.scenarios().versions(scenario.id, &versions).await?;
            Some(
                versions
                    .items
                    .into_iter()
                    .map(|version| version.id)
                    .collect(),
            )
        }
    };
    let filter = SimulationFilter {
        workspace_id: workspace.id,
        scenario_version_ids,
        state: filter.state.map(Into::into),
    };
    let page = tx.simulations().list(&filter, &page.request()?).await?;
    let versions: Vec<ScenarioVersionId> = page
        .items
        .iter()
        .filter_map(|simulation| simulation.scenario_version_id)
        .collect();
    let origins = tx.scenarios().origins(&versions).await?;
    Ok(Json(Listing::of(page, |simulation| {
        let origin = simulation
            .scenario_version_id
            .and_then(|version| origins.get(&version));
        view(simulation, origin)
    })))
}
