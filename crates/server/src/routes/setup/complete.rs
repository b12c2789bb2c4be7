//! `POST /api/v1/setup`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use prospect_storage::{NewUser, Role};

use crate::authenticate::ClientAddress;
use crate::extract::Json;
use crate::problem::{Kind, Problem};
use crate::sign_in;
use crate::state::AppState;
use crate::view::account::{SessionView, SetupRequest};
use crate::{first_run, names};

/// Create the first administrator and sign them in.
#[utoipa::path(
    post, path = "/api/v1/setup", operation_id = "complete_setup", tag = "session",
    request_body = SetupRequest,
    responses((status = 201, description = "Signed in as administrator", body = SessionView))
)]
pub(crate) async fn complete(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Json(request): Json<SetupRequest>,
) -> Result<impl IntoResponse, Problem> {
    names::check_user(&request.name, "/name")?;
    names::check_password(&request.password, "/password")?;
    state.limits.admit_sign_in("setup", address)?;
    let hash = state
        .passwords
        .hash(request.password, &state.random)
        .await?;
    let tx = state.store.write().await?;
    if !first_run::redeem(&tx, &request.token).await? {
        return Err(Problem::new(
            Kind::Forbidden,
            "the setup token is wrong or was used; `prospect serve` prints it until setup is done",
        ));
    }
    let now = state.clock.now();
    let new = NewUser {
        name: request.name,
        password_hash: hash,
        role: Role::Admin,
    };
    let user = tx.users().create(new, now).await?;
    let (token, session) = sign_in::open(&state, tx, user, address, "setup").await?;
    let cookie = crate::session_cookie::set(&token, &headers, &state.config);
    Ok((
        StatusCode::CREATED,
        [(header::SET_COOKIE, cookie)],
        axum::Json(session),
    ))
}
