//! `GET /api/v1/activity`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use prospect_storage::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::sentence;
use crate::extract::Query;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::activity::ActivityView;
use crate::view::listing::{Listing, PageParams};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActivityParams {
    /// Only what changed after this instant.
    pub since: Option<DateTime<Utc>>,
}

/// What changed in the workspace, newest first.
#[utoipa::path(
    get, path = "/api/v1/activity", operation_id = "list_activity", tag = "activity",
    params(WorkspaceParams, PageParams, ActivityParams),
    responses((status = 200, description = "A page of changes", body = Listing<ActivityView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Query(page): Query<PageParams>,
    Query(filter): Query<ActivityParams>,
) -> Result<Json<Listing<ActivityView>>, Problem> {
    let filter = AuditFilter {
        workspace_id: Some(workspace.id),
        since: filter.since,
        ..AuditFilter::default()
    };
    let tx = state.store.read().await?;
    let page = tx.audit().list(&filter, &page.request()?).await?;
    Ok(Json(Listing::of(page, sentence::view)))
}
