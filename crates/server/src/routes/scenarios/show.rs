//! `GET /api/v1/scenarios/{slug}`

use axum::extract::State;
use axum::response::IntoResponse;

use super::{find, find_version, summary};
use crate::extract::Path;
use crate::precondition::etag;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::scenario::ScenarioDetailView;

/// A scenario with its latest version. The `ETag` is what a new version must match.
#[utoipa::path(
    get, path = "/api/v1/scenarios/{slug}", operation_id = "show_scenario", tag = "scenarios",
    params(("slug" = String, Path), WorkspaceParams),
    responses((status = 200, description = "The scenario", body = ScenarioDetailView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Path(slug): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let tx = state.store.read().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    let version = find_version(&tx, &scenario, None).await?;
    let summary = summary(&tx, scenario).await?;
    let tag = etag(summary.version);
    Ok((
        tag,
        axum::Json(ScenarioDetailView {
            summary,
            scenario: version.content,
        }),
    ))
}
