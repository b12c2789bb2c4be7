//! `PATCH /api/v1/users/{id}`

use axum::extract::State;
use axum::response::IntoResponse;
use prospect_storage::{UserChange, UserId};
use uuid::Uuid;

use super::{keep_an_admin, not_found, subject};
use crate::authenticate::Caller;
use crate::extract::{Json, Path};
use crate::names;
use crate::precondition::{IfMatch, etag};
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::account::{UserPatch, UserView};

/// Change a user's name, password or role, or disable them. A new password or a disabled user ends
/// all their sessions.
#[utoipa::path(
    patch, path = "/api/v1/users/{id}", operation_id = "update_user", tag = "users",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "The user's ETag", pattern = r#"^"v[0-9]{1,9}"$"#)),
    request_body = UserPatch,
    responses((status = 200, description = "As they are now", body = UserView))
)]
pub(crate) async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(patch): Json<UserPatch>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(name) = &patch.name {
        names::check_user(name, "/name")?;
    }
    let signs_out = patch.password.is_some() || patch.disabled == Some(true);
    let mut password_hash = None;
    if let Some(password) = patch.password {
        names::check_password(&password, "/password")?;
        password_hash = Some(state.passwords.hash(password, &state.random).await?);
    }
    let change = UserChange {
        name: patch.name,
        password_hash,
        role: patch.role.map(Into::into),
        disabled: patch.disabled,
    };
    let user_id = UserId::from(id);
    let tx = state.store.write().await?;
    let before = tx
        .users()
        .get(user_id)
        .await?
        .ok_or_else(|| not_found(id))?;
    let after = tx
        .users()
        .update(user_id, expected, change, state.clock.now())
        .await?;
    let after = after.ok_or_else(|| not_found(id))?;
    keep_an_admin(&tx).await?;
    if signs_out {
        tx.login_sessions().delete_of_user(user_id).await?;
    }
    let diff = trail::diff(&before, &after);
    trail::record(&state, &tx, &caller, "update", subject(&after), diff).await?;
    tx.commit().await?;
    Ok((etag(after.version), axum::Json(UserView::from(after))))
}
