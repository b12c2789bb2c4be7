//! `POST /api/v1/users`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_storage::NewUser;

use super::subject;
use crate::authenticate::Caller;
use crate::extract::Json;
use crate::names;
use crate::precondition::etag;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::account::{NewUserRequest, UserView};

/// Create a user.
#[utoipa::path(
    post, path = "/api/v1/users", operation_id = "create_user", tag = "users",
    request_body = NewUserRequest,
    responses((status = 201, description = "Created", body = UserView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<NewUserRequest>,
) -> Result<impl IntoResponse, Problem> {
    names::check_user(&request.name, "/name")?;
    names::check_password(&request.password, "/password")?;
    let hash = state
        .passwords
        .hash(request.password, &state.random)
        .await?;
    let tx = state.store.write().await?;
    let new = NewUser {
        name: request.name,
        password_hash: hash,
        role: request.role.into(),
    };
    let user = tx.users().create(new, state.clock.now()).await?;
    trail::record(&state, &tx, &caller, "create", subject(&user), None).await?;
    tx.commit().await?;
    Ok((
        StatusCode::CREATED,
        etag(user.version),
        axum::Json(UserView::from(user)),
    ))
}
