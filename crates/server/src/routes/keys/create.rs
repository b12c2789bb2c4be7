//! `POST /api/v1/keys`

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use prospect_storage::NewApiKey;

use super::{fresh, subject};
use crate::access::{key_holder, sees};
use crate::authenticate::{Caller, digest};
use crate::extract::Json;
use crate::idempotency::ShownOnce;
use crate::names;
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::account::{ApiKeyView, CreatedApiKeyView, NewApiKeyRequest};

/// Create an API key. The secret is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/api/v1/keys", operation_id = "create_key", tag = "keys",
    request_body = NewApiKeyRequest,
    responses((status = 201, description = "Created", body = CreatedApiKeyView))
)]
pub(crate) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    Json(request): Json<NewApiKeyRequest>,
) -> Result<impl IntoResponse, Problem> {
    names::check_text(&request.name, "/name", "the name", names::NAME_MAX)?;
    let holder = key_holder(&caller)?;
    let now = state.clock.now();
    if request.expires_at.is_some_and(|end| end <= now) {
        return Err(Problem::invalid(
            "/expires_at",
            "the key would expire before it is made",
        ));
    }
    let role = request.role.map_or(caller.role, Into::into);
    if role > caller.role {
        return Err(Problem::invalid(
            "/role",
            "a key cannot have more rights than you have",
        ));
    }
    let (secret, prefix) = fresh(&state.random);
    let tx = state.store.write().await?;
    let workspace_id = match &request.workspace {
        None => None,
        Some(slug) => {
            let found = tx.workspaces().by_slug(slug).await?;
            let found = found
                .filter(|workspace| sees(&caller, workspace))
                .ok_or_else(|| {
                    Problem::invalid("/workspace", format!("there is no workspace \"{slug}\""))
                })?;
            Some(found.id)
        }
    };
    let new = NewApiKey {
        user_id: holder,
        name: request.name,
        prefix,
        hash: digest(&secret),
        role,
        workspace_id,
        expires_at: request.expires_at,
    };
    let key = tx.api_keys().create(new, now).await?;
    trail::record(&state, &tx, &caller, "create", subject(&key), None).await?;
    tx.commit().await?;
    let view = CreatedApiKeyView {
        key: ApiKeyView::from(key),
        secret,
    };
    Ok((StatusCode::CREATED, Extension(ShownOnce), axum::Json(view)))
}
