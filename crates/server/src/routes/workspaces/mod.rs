//! Workspaces.

pub mod create;
pub mod delete;
pub mod list;
pub mod show;
pub mod update;

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
