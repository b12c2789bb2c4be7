//! `GET /api/v1/series`

use axum::Json;
use axum::extract::State;
use prospect_storage::{SeriesFilter, SeriesSort};

use super::describe;
use crate::extract::Query;
use crate::names::search_words;
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::view::listing::{Listing, PageParams};
use crate::view::series::{SeriesFilterParams, SeriesSortParam, SeriesView};

/// Series of the workspace: searched, filtered, sorted.
#[utoipa::path(
    get, path = "/api/v1/series", operation_id = "list_series", tag = "series",
    params(WorkspaceParams, PageParams, SeriesFilterParams),
    responses((status = 200, description = "A page of series", body = Listing<SeriesView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Query(page): Query<PageParams>,
    Query(filter): Query<SeriesFilterParams>,
) -> Result<Json<Listing<SeriesView>>, Problem> {
    let sort = match filter.sort.unwrap_or(SeriesSortParam::Name) {
        SeriesSortParam::Name => SeriesSort::Name,
        SeriesSortParam::Code => SeriesSort::Code,
        SeriesSortParam::Updated => SeriesSort::Updated,
    };
    let filter = SeriesFilter {
        workspace_id: workspace.id,
        text: search_words(filter.q)?,
        source: filter.source,
        frequency: filter
            .frequency
            .map(|frequency| frequency.name().to_owned()),
    };
    let tx = state.store.read().await?;
    let page = tx.series().list(&filter, sort, &page.request()?).await?;
    Ok(Json(Listing {
        next: page.next.map(|cursor| cursor.to_string()),
        total: page.total,
        items: describe(&tx, page.items, state.clock.now()).await?,
    }))
}
