//! `GET /api/v1/scenarios`

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::summarised;
use crate::extract::Query;
use crate::names::search_words;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::listing::{Listing, PageParams};
use crate::view::scenario::ScenarioSummaryView;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScenarioFilterParams {
    /// Words looked for in the name.
    #[param(max_length = 200)]
    pub q: Option<String>,
}

/// Scenarios of the workspace by name, each with its latest version and simulation.
#[utoipa::path(
    get, path = "/api/v1/scenarios", operation_id = "list_scenarios", tag = "scenarios",
    params(WorkspaceParams, PageParams, ScenarioFilterParams),
    responses((status = 200, description = "A page of scenarios", body = Listing<ScenarioSummaryView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Query(page): Query<PageParams>,
    Query(filter): Query<ScenarioFilterParams>,
) -> Result<Json<Listing<ScenarioSummaryView>>, Problem> {
    let tx = state.store.read().await?;
    let text = search_words(filter.q)?;
    let page = tx
        .scenarios()
        .list(workspace.id, text.as_deref(), &page.request()?)
        .await?;
    let mut overviews = tx.scenarios().overviews(&page.items).await?;
    let items = page.items.into_iter().filter_map(|scenario| {
        let overview = overviews.remove(&scenario.id)?;
        Some(summarised(scenario, overview))
    });
    Ok(Json(Listing {
        items: items.collect(),
        next: page.next.map(|cursor| cursor.to_string()),
        total: page.total,
    }))
}
