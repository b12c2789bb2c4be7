//! `GET /api/v1/setup`

use axum::Json;
use axum::extract::State;

use crate::first_run;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::account::SetupView;

/// Whether an administrator must still be created.
#[utoipa::path(
    get, path = "/api/v1/setup", operation_id = "show_setup", tag = "session",
    responses((status = 200, description = "The state of setup", body = SetupView))
)]
pub(crate) async fn show(State(state): State<AppState>) -> Result<Json<SetupView>, Problem> {
    let tx = state.store.read().await?;
    Ok(Json(SetupView {
        needed: first_run::is_needed(&tx).await?,
    }))
}
