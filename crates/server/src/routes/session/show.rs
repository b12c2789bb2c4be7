//! `GET /api/v1/session`

use axum::Json;
use axum::extract::State;

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::sign_in;
use crate::state::AppState;
use crate::view::account::SessionView;

/// Who the caller is and what they can see.
#[utoipa::path(
    get, path = "/api/v1/session", operation_id = "show_session", tag = "session",
    responses((status = 200, description = "The caller, known or not", body = SessionView))
)]
pub(crate) async fn show(
    State(state): State<AppState>,
    caller: Option<Caller>,
) -> Result<Json<SessionView>, Problem> {
    sign_in::describe(&state, caller.as_ref()).await.map(Json)
}
