//! `GET /api/v1/scenarios/{slug}/versions/{n}`

use axum::Json;
use axum::extract::State;

use super::super::{find, find_version, version_summary};
use crate::draft::Draft;
use crate::extract::Path;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::valuation;
use crate::view::scenario::VersionView;

/// One version with its deterministic figures.
#[utoipa::path(
    get, path = "/api/v1/scenarios/{slug}/versions/{n}", operation_id = "show_scenario_version",
    tag = "scenarios",
    params(("slug" = String, Path), ("n" = i64, Path, minimum = 1), WorkspaceParams),
    responses((status = 200, description = "The version", body = VersionView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Path((slug, number)): Path<(String, i64)>,
) -> Result<Json<VersionView>, Problem> {
    let tx = state.store.read().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    let version = find_version(&tx, &scenario, Some(number)).await?;
    drop(tx);
    let summary = version_summary(&version);
    let draft = Draft::read(version.content, "")?;
    let plan = valuation::plan(&state, workspace.id, draft.scenario, "").await?;
    let base_case = valuation::base_case(&state, &plan).await?;
    Ok(Json(VersionView {
        slug,
        summary,
        scenario: draft.content,
        base_case,
    }))
}
