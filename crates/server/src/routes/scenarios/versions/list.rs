//! `GET /api/v1/scenarios/{slug}/versions`

use axum::Json;
use axum::extract::State;

use super::super::find;
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::listing::{Listing, PageParams};
use crate::view::scenario::VersionSummaryView;

/// The versions of a scenario, newest first.
#[utoipa::path(
    get, path = "/api/v1/scenarios/{slug}/versions", operation_id = "list_scenario_versions",
    tag = "scenarios",
    params(("slug" = String, Path), WorkspaceParams, PageParams),
    responses((status = 200, description = "A page of versions", body = Listing<VersionSummaryView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Path(slug): Path<String>,
    Query(page): Query<PageParams>,
) -> Result<Json<Listing<VersionSummaryView>>, Problem> {
    let tx = state.store.read().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    let page = tx
        .scenarios()
        .versions(scenario.id, &page.request()?)
        .await?;
    Ok(Json(Listing::of(page, |version| VersionSummaryView {
        version: version.number,
        hash: version.hash,
        note: version.note,
        author: version.author,
        created_at: version.created_at,
    })))
}
