//! `GET /api/v1/admin/settings`

use axum::Json;
use axum::extract::State;

use crate::config::SettingView;
use crate::state::AppState;
use crate::view::listing::Listing;

/// Every setting with its value and where it came from; secrets are masked.
#[utoipa::path(
    get, path = "/api/v1/admin/settings", operation_id = "list_settings", tag = "admin",
    responses((status = 200, description = "The settings", body = Listing<SettingView>))
)]
pub(crate) async fn settings(State(state): State<AppState>) -> Json<Listing<SettingView>> {
    let items = state.config.settings.clone();
    let total = u64::try_from(items.len()).expect("a list's length fits in 64 bits");
    Json(Listing {
        items,
        next: None,
        total,
    })
}
