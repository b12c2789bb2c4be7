//! People who sign in.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod update;

use prospect_storage::{StorageError, User, WriteTx};
use uuid::Uuid;

use crate::problem::{Kind, Problem};
use crate::trail::Subject;

fn not_found(id: Uuid) -> Problem {
    Problem::new(Kind::NotFound, format!("there is no user \"{id}\""))
}

fn subject(user: &User) -> Subject<'_> {
    Subject {
        kind: "user",
        id: user.id.to_string(),
        name: &user.name,
        workspace: None,
    }
}

/// Refuses a change that would leave nobody able to administer the server.
async fn keep_an_admin(tx: &WriteTx) -> Result<(), Problem> {
    let admins: Result<u64, StorageError> = tx.users().count_active_admins().await;
    if admins? == 0 {
        return Err(Problem::conflict(
            "this is the last active administrator; make another one first",
        ));
    }
    Ok(())
}
