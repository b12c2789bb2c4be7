//! `GET /api/v1/forecasts`

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use prospect_storage::{ForecastFilter, SeriesId};

use super::summary;
use crate::extract::Query;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::forecast::{ForecastFilterParams, ForecastSummaryView};
use crate::view::listing::{Listing, PageParams};

/// Stored forecasts of the workspace, newest first.
#[utoipa::path(
    get, path = "/api/v1/forecasts", operation_id = "list_forecasts", tag = "forecasts",
    params(WorkspaceParams, PageParams, ForecastFilterParams),
    responses((status = 200, description = "A page of forecasts", body = Listing<ForecastSummaryView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Query(page): Query<PageParams>,
    Query(filter): Query<ForecastFilterParams>,
) -> Result<Json<Listing<ForecastSummaryView>>, Problem> {
    let filter = ForecastFilter {
        workspace_id: workspace.id,
        series_id: filter.series_id.map(SeriesId::from),
    };
    let tx = state.store.read().await?;
    let page = tx.forecasts().list(&filter, &page.request()?).await?;
    let ids: Vec<_> = page
        .items
        .iter()
        .map(|forecast| forecast.series_id)
        .collect();
    let series: HashMap<_, _> = tx
        .series()
        .by_ids(&ids)
        .await?
        .into_iter()
        .map(|series| (series.id, series))
        .collect();
    let items = page
        .items
        .iter()
        .filter_map(|forecast| Some(summary(forecast, series.get(&forecast.series_id)?)));
    Ok(Json(Listing {
        items: items.collect(),
        next: page.next.map(|cursor| cursor.to_string()),
        total: page.total,
    }))
}
