//! Workspaces.

use chrono::{DateTime, Utc};
use prospect_storage::Workspace;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Workspace)]
pub(crate) struct WorkspaceView {
    pub id: Uuid,
    #[schema(example = "demo")]
    pub slug: String,
    pub name: String,
    /// Made by `--demo`; may be used without signing in on this machine.
    pub demo: bool,
    /// Goes up by one with each change; also the `ETag`.
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl From<Workspace> for WorkspaceView {
    fn from(workspace: Workspace) -> Self {
        Self {
            id: workspace.id.as_uuid(),
            slug: workspace.slug,
            name: workspace.name,
            demo: workspace.demo,
            version: workspace.version,
            created_at: workspace.created_at,
            updated_at: workspace.updated_at,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWorkspaceRequest {
    /// Lower-case letters, digits and hyphens; part of addresses and never changed. Made from the
    /// name when left out.
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkspacePatch {
    #[schema(min_length = 1, max_length = 120)]
    pub name: Option<String>,
}
