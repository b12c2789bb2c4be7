//! `GET /api/v1/keys`

use axum::Json;
use axum::extract::State;

use crate::access::key_owner;
use crate::authenticate::Caller;
use crate::extract::Query;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::account::ApiKeyView;
use crate::view::listing::{Listing, PageParams};

/// The caller's API keys, newest first; an administrator sees everyone's.
#[utoipa::path(
    get, path = "/api/v1/keys", operation_id = "list_keys", tag = "keys",
    params(PageParams),
    responses((status = 200, description = "A page of keys, without their secrets", body = Listing<ApiKeyView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(page): Query<PageParams>,
) -> Result<Json<Listing<ApiKeyView>>, Problem> {
    let owner = key_owner(&caller)?;
    let tx = state.store.read().await?;
    let page = tx.api_keys().list(owner, &page.request()?).await?;
    Ok(Json(Listing::of(page, ApiKeyView::from)))
}
