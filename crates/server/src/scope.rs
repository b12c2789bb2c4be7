//! Which workspace a request is about, and whether the caller can see it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use prospect_storage::{PageRequest, ReadTx, StorageError, Transaction, Workspace, WorkspaceId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::access::sees;
use crate::authenticate::Caller;
use crate::extract::Query;
use crate::problem::{Kind, Problem};
use crate::state::AppState;

/// More workspaces than this are not listed in a session or searched for a default.
pub(crate) const WORKSPACES_MAX: u64 = 500;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkspaceParams {
    /// Slug of the workspace; the first the caller can see when left out, the demo before others.
    #[param(min_length = 1, max_length = 64)]
    pub workspace: Option<String>,
}

/// The workspace of the request. One the caller cannot see does not exist for them.
#[derive(Debug, Clone)]
pub(crate) struct InWorkspace(pub Workspace);

impl FromRequestParts<AppState> for InWorkspace {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let Query(WorkspaceParams { workspace: slug }) =
            Query::from_request_parts(parts, state).await?;
        let tx = state.store.read().await?;
        let found = match &slug {
            Some(slug) => tx
                .workspaces()
                .by_slug(slug)
                .await?
                .filter(|found| sees(&caller, found)),
            None => visible(&tx, &caller).await?.into_iter().next(),
        };
        found.map(Self).ok_or_else(|| {
            let detail = slug.map_or_else(
                || "there is no workspace yet; an administrator can create one".to_owned(),
                |slug| format!("there is no workspace \"{slug}\" that you can see"),
            );
            Problem::new(Kind::NotFound, detail)
        })
    }
}

/// The workspaces `caller` can see: the demo first, then by name.
pub(crate) async fn visible(tx: &ReadTx, caller: &Caller) -> Result<Vec<Workspace>, Problem> {
    let page = tx
        .workspaces()
        .list(&PageRequest::first(WORKSPACES_MAX))
        .await?;
    let mut workspaces: Vec<_> = page
        .items
        .into_iter()
        .filter(|workspace| sees(caller, workspace))
        .collect();
    workspaces.sort_by_key(|workspace| !workspace.demo);
    Ok(workspaces)
}

/// Whether `caller` can see what is in the workspace `id`.
pub(crate) async fn is_visible<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: WorkspaceId,
) -> Result<bool, StorageError> {
    Ok(tx
        .workspaces()
        .get(id)
        .await?
        .is_some_and(|workspace| sees(caller, &workspace)))
}
