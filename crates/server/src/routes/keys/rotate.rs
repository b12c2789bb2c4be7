//! `POST /api/v1/keys/{id}/rotate`

use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use uuid::Uuid;

use super::{fresh, managed, not_found, subject};
use crate::authenticate::{Caller, digest};
use crate::extract::Path;
use crate::idempotency::ShownOnce;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::account::{ApiKeyView, CreatedApiKeyView};

/// Give a key a new secret; the old one stops working at once.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/rotate", operation_id = "rotate_key", tag = "keys",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The key with its new secret", body = CreatedApiKeyView))
)]
pub(crate) async fn rotate(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let (secret, prefix) = fresh(&state.random);
    let tx = state.store.write().await?;
    let key = managed(&tx, &caller, id).await?;
    let key = tx
        .api_keys()
        .rotate(key.id, &prefix, &digest(&secret))
        .await?;
    let key = key.ok_or_else(|| not_found(id))?;
    trail::record(&state, &tx, &caller, "rotate", subject(&key), None).await?;
    tx.commit().await?;
    let view = CreatedApiKeyView {
        key: ApiKeyView::from(key),
        secret,
    };
    Ok((Extension(ShownOnce), axum::Json(view)))
}
