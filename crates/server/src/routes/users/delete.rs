//! `DELETE /api/v1/users/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use prospect_storage::UserId;
use uuid::Uuid;

use super::{keep_an_admin, not_found, subject};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;

/// Delete a user with their sessions and API keys; what they made stays.
#[utoipa::path(
    delete, path = "/api/v1/users/{id}", operation_id = "delete_user", tag = "users",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Deleted"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let user_id = UserId::from(id);
    let tx = state.store.write().await?;
    let user = tx
        .users()
        .get(user_id)
        .await?
        .ok_or_else(|| not_found(id))?;
    tx.users().delete(user_id).await?;
    keep_an_admin(&tx).await?;
    trail::record(&state, &tx, &caller, "delete", subject(&user), None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
