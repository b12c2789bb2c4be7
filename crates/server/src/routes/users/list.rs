//! `GET /api/v1/users`

use axum::Json;
use axum::extract::State;

use crate::extract::Query;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::account::UserView;
use crate::view::listing::{Listing, PageParams};

/// Users by name.
#[utoipa::path(
    get, path = "/api/v1/users", operation_id = "list_users", tag = "users",
    params(PageParams),
    responses((status = 200, description = "A page of users", body = Listing<UserView>))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    Query(page): Query<PageParams>,
) -> Result<Json<Listing<UserView>>, Problem> {
    let tx = state.store.read().await?;
    let page = tx.users().list(&page.request()?).await?;
    Ok(Json(Listing::of(page, UserView::from)))
}
