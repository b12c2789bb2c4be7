//! `POST /api/v1/session`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;

use crate::authenticate::ClientAddress;
use crate::extract::Json;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use crate::view::account::{SessionView, SignInRequest};
use crate::{session_cookie, sign_in};

/// Sign in; the session is a cookie.
#[utoipa::path(
    post, path = "/api/v1/session", operation_id = "sign_in", tag = "session",
    request_body = SignInRequest,
    responses((status = 201, description = "Signed in", body = SessionView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Json(request): Json<SignInRequest>,
) -> Result<impl IntoResponse, Problem> {
    state.limits.admit_sign_in(&request.name, address)?;
    let tx = state.store.read().await?;
    let known = tx.users().credentials(&request.name).await?;
    drop(tx);
    let hash = known.as_ref().map(|known| known.password_hash.clone());
    let right = state.passwords.verify(request.password, hash).await?;
    let user = known
        .map(|known| known.user)
        .filter(|user| right && !user.disabled);
    let Some(user) = user else {
        return Err(Problem::new(
            Kind::Unauthenticated,
            "the name or the password is wrong",
        ));
    };
    let tx = state.store.write().await?;
    let (token, session) = sign_in::open(&state, tx, user, address, "sign_in").await?;
    let cookie = session_cookie::set(&token, &headers, &state.config);
    Ok((
        StatusCode::CREATED,
        [(header::SET_COOKIE, cookie)],
        axum::Json(session),
    ))
}
