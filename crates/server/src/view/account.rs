//! Setup, session, users and API keys.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use prospect_storage::{ApiKey, User, WorkspaceId};

use super::mirrored::mirrored;
use super::workspace::WorkspaceView;

mirrored! {
    /// What a person or a key may do; each includes the one before.
    RoleView as Role mirrors prospect_storage::Role { Viewer, Analyst, Admin }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Setup)]
pub(crate) struct SetupView {
    /// Whether no administrator exists yet.
    pub needed: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetupRequest {
    /// The one-time token `prospect serve` printed.
    pub token: String,
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    #[schema(min_length = 10, max_length = 200)]
    pub password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInRequest {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    #[schema(min_length = 1, max_length = 200)]
    pub password: String,
}

/// Who the caller is and what they can see.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionView {
    /// `null` when nobody is signed in.
    pub user: Option<UserView>,
    /// `null` when the caller may do nothing without signing in.
    pub role: Option<RoleView>,
    /// The workspaces the caller can see; the demo first, then by name.
    pub workspaces: Vec<WorkspaceView>,
    /// Whether the caller acts in the demo without having signed in.
    pub demo: bool,
    /// Whether an administrator must still be created under `/setup`.
    pub setup_needed: bool,
    #[schema(example = "0.1.0")]
    pub version: &'static str,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct UserView {
    pub id: Uuid,
    pub name: String,
    pub role: RoleView,
    /// May not sign in.
    pub disabled: bool,
    /// Goes up by one with each change; also the `ETag`.
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id.as_uuid(),
            name: user.name,
            role: user.role.into(),
            disabled: user.disabled,
            version: user.version,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUserRequest {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    #[schema(min_length = 10, max_length = 200)]
    pub password: String,
    pub role: RoleView,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserPatch {
    #[schema(min_length = 1, max_length = 64)]
    pub name: Option<String>,
    #[schema(min_length = 10, max_length = 200)]
    pub password: Option<String>,
    pub role: Option<RoleView>,
    /// A disabled user is signed out everywhere.
    pub disabled: Option<bool>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct ApiKeyView {
    pub id: Uuid,
    pub name: String,
    /// The first characters of the key, to tell keys apart.
    #[schema(example = "pk_3vQz9k")]
    pub prefix: String,
    pub role: RoleView,
    pub user_id: Uuid,
    /// The only workspace it opens; all of them when `null`.
    pub workspace_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

impl From<ApiKey> for ApiKeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.as_uuid(),
            name: key.name,
            prefix: key.prefix,
            role: key.role.into(),
            user_id: key.user_id.as_uuid(),
            workspace_id: key.workspace_id.map(WorkspaceId::as_uuid),
            created_at: key.created_at,
            last_used_at: key.last_used_at,
            expires_at: key.expires_at,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApiKeyRequest {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// At most the role of the one who makes the key; that role when left out.
    pub role: Option<RoleView>,
    /// Slug of the only workspace the key opens; all of them when left out.
    #[schema(max_length = 64)]
    pub workspace: Option<String>,
    /// Without it the key works until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key just made. The secret is shown this once and stored only as a hash.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CreatedApiKey)]
pub(crate) struct CreatedApiKeyView {
    pub key: ApiKeyView,
    #[schema(example = "pk_3vQz9kT0m7yYc2u5rXb1nE8wQdLJp4sHfGaKiOxVtZA")]
    pub secret: String,
}
