//! `DELETE /api/v1/keys/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::{managed, subject};
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;

/// Revoke a key; it stops working at once.
#[utoipa::path(
    delete, path = "/api/v1/keys/{id}", operation_id = "revoke_key", tag = "keys",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Revoked"))
)]
pub(crate) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let tx = state.store.write().await?;
    let key = managed(&tx, &caller, id).await?;
    tx.api_keys().delete(key.id).await?;
    trail::record(&state, &tx, &caller, "revoke", subject(&key), None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
