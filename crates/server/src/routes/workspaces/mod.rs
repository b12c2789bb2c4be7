//! Workspaces.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod update;

use prospect_storage::Workspace;

use crate::access::sees;
use crate::authenticate::Caller;
use crate::problem::{Kind, Problem};
use crate::trail::Subject;

fn found(workspace: Option<Workspace>, caller: &Caller, slug: &str) -> Result<Workspace, Problem> {
    workspace
        .filter(|workspace| sees(caller, workspace))
        .ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                format!("there is no workspace \"{slug}\" that you can see"),
            )
        })
}

fn subject(workspace: &Workspace) -> Subject<'_> {
    Subject {
        kind: "workspace",
        id: workspace.id.to_string(),
        name: &workspace.name,
        workspace: Some(workspace.id),
    }
}
