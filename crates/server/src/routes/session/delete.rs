//! `DELETE /api/v1/session`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;

use crate::authenticate::{Caller, Identity, Proof, digest};
use crate::problem::Problem;
use crate::session_cookie;
use crate::state::AppState;
use crate::trail::{self, Subject};

/// Sign out. Also answers 204 when nobody was signed in.
#[utoipa::path(
    delete, path = "/api/v1/session", operation_id = "sign_out", tag = "session",
    responses((status = 204, description = "Signed out"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Option<Caller>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    if let (Some(token), Some(caller)) = (session_cookie::read(&headers), &caller)
        && let (Proof::Session, Identity::User(user)) = (caller.proof, &caller.identity)
    {
        let tx = state.store.write().await?;
        tx.login_sessions().delete(&digest(token)).await?;
        let subject = Subject {
            kind: "user",
            id: user.id.to_string(),
            name: &user.name,
            workspace: None,
        };
        trail::record(&state, &tx, caller, "sign_out", subject, None).await?;
        tx.commit().await?;
    }
    let cookie = session_cookie::clear(&headers, &state.config);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}
