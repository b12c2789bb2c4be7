//! May this caller do this? Decided here and nowhere else.
//! How a caller proves who they are is in `authenticate`; where the question is asked is in
//! `routing`, once for every route.

use prospect_storage::{Role, UserId, Workspace};
use serde::Serialize;
use utoipa::ToSchema;

use crate::authenticate::{Caller, Identity};
use crate::problem::{Kind, Problem};

/// What a route asks of its caller. Every route declares one when it is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Access {
    /// Anyone, signed in or not.
    Public,
    /// May look.
    Viewer,
    /// May change series, forecasts, scenarios, simulations and jobs.
    Analyst,
    /// May change users, workspaces and the server.
    Admin,
}

impl Access {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Viewer => "viewer",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }

    fn granted_to(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Viewer,
            Role::Analyst => Self::Analyst,
            Role::Admin => Self::Admin,
        }
    }
}

/// Whether `caller` may use a route that asks for `access`.
pub(crate) fn check(caller: Option<&Caller>, access: Access) -> Result<(), Problem> {
    if access == Access::Public {
        return Ok(());
    }
    let Some(caller) = caller else {
        return Err(Problem::new(
            Kind::Unauthenticated,
            "sign in, or send an API key as Authorization: Bearer pk_…",
        ));
    };
    if Access::granted_to(caller.role) >= access {
        return Ok(());
    }
    Err(Problem::new(
        Kind::Forbidden,
        format!(
            "this needs the role {}; you are {}. An administrator can change that",
            access.as_str(),
            Access::granted_to(caller.role).as_str()
        ),
    ))
}

/// Whether `caller` can see `workspace` and what is in it.
pub(crate) fn sees(caller: &Caller, workspace: &Workspace) -> bool {
    match &caller.identity {
        Identity::User(_) => true,
        Identity::ApiKey(key) => key.workspace_id.is_none_or(|only| only == workspace.id),
        Identity::Visitor => workspace.demo,
    }
}

/// Whether `caller` may see and change an API key of `owner`.
pub(crate) fn manages_key(caller: &Caller, owner: UserId) -> bool {
    match &caller.identity {
        Identity::User(user) => user.id == owner || caller.role == Role::Admin,
        Identity::ApiKey(_) | Identity::Visitor => false,
    }
}

/// Whose keys `caller` may list: their own, or everyone's (`None`) for an administrator.
pub(crate) fn key_owner(caller: &Caller) -> Result<Option<UserId>, Problem> {
    let holder = key_holder(caller)?;
    Ok((caller.role < Role::Admin).then_some(holder))
}

/// The user a new key belongs to. Only someone who signed in with a password may make keys: a key
/// that makes keys could not be revoked.
pub(crate) fn key_holder(caller: &Caller) -> Result<UserId, Problem> {
    match &caller.identity {
        Identity::User(user) => Ok(user.id),
        Identity::ApiKey(_) | Identity::Visitor => Err(Problem::new(
            Kind::Forbidden,
            "API keys are managed by people: sign in with a name and password",
        )),
    }
}

/// Whether `caller` may see jobs that belong to no workspace, such as backups.
pub(crate) fn sees_server_jobs(caller: &Caller) -> bool {
    caller.role == Role::Admin && caller.only_workspace().is_none()
}
