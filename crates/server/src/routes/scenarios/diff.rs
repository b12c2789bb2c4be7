//! `GET /api/v1/scenarios/{slug}/diff`

use axum::Json;
use axum::extract::State;

use super::{find, find_version};
use crate::draft::{Draft, refused};
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::scenario_diff::{lines, npv, value_lines};
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::valuation;
use crate::view::scenario::{DiffParams, DiffView};

/// What differs between two versions, line by line, with the effect of each line on the NPV.
#[utoipa::path(
    get, path = "/api/v1/scenarios/{slug}/diff", operation_id = "diff_scenario", tag = "scenarios",
    params(("slug" = String, Path), WorkspaceParams, DiffParams),
    responses((status = 200, description = "The differences", body = DiffView))
)]
pub(crate) async fn diff(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Path(slug): Path<String>,
    Query(params): Query<DiffParams>,
) -> Result<Json<DiffView>, Problem> {
    let tx = state.store.read().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    let to = params.to.unwrap_or(scenario.latest);
    let from = params.from.unwrap_or_else(|| (to - 1).max(1));
    let new = find_version(&tx, &scenario, Some(to)).await?.content;
    let old = find_version(&tx, &scenario, Some(from)).await?.content;
    let newer = Draft::read(new.clone(), "")?.scenario;
    let unit = newer.basis.money.clone();
    drop(tx);
    let forecasts = valuation::forecasts(&state, workspace.id, &newer, "").await?;
    let work = move || {
        let paths = forecasts
            .draw(&newer)
            .map_err(|errors| refused(errors, ""))?;
        let (npv_from, npv_to) = (npv(old.clone(), &paths), npv(new.clone(), &paths));
        let mut lines = lines(&old, &new);
        if let Some(npv_from) = npv_from {
            value_lines(&mut lines, &old, &new, npv_from, &paths);
        }
        Ok(Json(DiffView {
            slug,
            from,
            to,
            npv_from,
            npv_to,
            unit,
            lines,
        }))
    };
    state.compute.run(work).await?
}
