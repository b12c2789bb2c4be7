//! `GET /api/v1/audit`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use prospect_storage::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::Query;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::activity::AuditEntryView;
use crate::view::listing::{Listing, PageParams};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditParams {
    /// Only entries later than this instant.
    pub since: Option<DateTime<Utc>>,
    /// Only entries about this kind of thing.
    #[param(example = "series", min_length = 1)]
    pub subject_kind: Option<String>,
    /// Only entries about this one.
    #[param(min_length = 1)]
    pub subject_id: Option<String>,
}

/// Every write in every workspace, newest first.
#[utoipa::path(
    get, path = "/api/v1/audit", operation_id = "list_audit", tag = "activity",
    params(PageParams, AuditParams),
    responses((status = 200, description = "A page of entries", body = Listing<AuditEntryView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    Query(page): Query<PageParams>,
    Query(filter): Query<AuditParams>,
) -> Result<Json<Listing<AuditEntryView>>, Problem> {
    let filter = AuditFilter {
        workspace_id: None,
        subject_kind: filter.subject_kind,
        subject_id: filter.subject_id,
        since: filter.since,
    };
    let tx = state.store.read().await?;
    let page = tx.audit().list(&filter, &page.request()?).await?;
    Ok(Json(Listing::of(page, AuditEntryView::from)))
}
