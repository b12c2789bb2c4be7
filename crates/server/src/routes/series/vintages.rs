//! `GET /api/v1/series/{id}/vintages`

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use super::{find, not_found};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::listing::Listing;
use crate::view::series::VintageView;

/// The newest ones are listed; older vintages are still read by `as_of`.
const LISTED_MAX: u32 = 1_000;

/// When values of a series became known, newest first; at most 1,000.
#[utoipa::path(
    get, path = "/api/v1/series/{id}/vintages", operation_id = "list_vintages", tag = "series",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The vintages", body = Listing<VintageView>))
)]
pub(crate) async fn vintages(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Listing<VintageView>>, Problem> {
    let tx = state.store.read().await?;
    let series = find(&tx, &caller, id).await?;
    let vintages = tx.observations().vintages(series.id, LISTED_MAX).await?;
    let items: Vec<_> = vintages
        .ok_or_else(|| not_found(id))?
        .into_iter()
        .map(|vintage| VintageView {
            vintage: vintage.vintage,
            observations: vintage.observations,
            first_time: vintage.first,
            last_time: vintage.last,
        })
        .collect();
    let total = u64::try_from(items.len()).expect("a list's length fits in 64 bits");
    Ok(Json(Listing {
        items,
        next: None,
        total,
    }))
}
