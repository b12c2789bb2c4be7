//! Opening a session, and describing the caller to themselves.

use std::net::IpAddr;

use prospect_storage::{NewLoginSession, User, WriteTx};

use crate::authenticate::{Caller, Identity, Proof, digest};
use crate::first_run;
use crate::problem::Problem;
use crate::scope;
use crate::session_cookie::LIFETIME;
use crate::state::AppState;
use crate::trail::{self, Subject};
use crate::view::account::{SessionView, UserView};

/// Opens a session for `user` in `tx` and commits it; the token goes into the cookie.
pub(crate) async fn open(
    state: &AppState,
    tx: WriteTx,
    user: User,
    address: IpAddr,
    action: &'static str,
) -> Result<(String, SessionView), Problem> {
    let now = state.clock.now();
    let token = state.random.secret();
    let session = NewLoginSession {
        user_id: user.id,
        token_hash: digest(&token),
        address: Some(address.to_string()),
        expires_at: now + LIFETIME,
    };
    tx.login_sessions().create(session, now).await?;
    let role = user.role;
    let caller = Caller {
        identity: Identity::User(user),
        role,
        proof: Proof::Session,
        address,
    };
    if let Identity::User(user) = &caller.identity {
        let subject = Subject {
            kind: "user",
            id: user.id.to_string(),
            name: &user.name,
            workspace: None,
        };
        trail::record(state, &tx, &caller, action, subject, None).await?;
    }
    tx.commit().await?;
    let view = describe(state, Some(&caller)).await?;
    Ok((token, view))
}

pub(crate) async fn describe(
    state: &AppState,
    caller: Option<&Caller>,
) -> Result<SessionView, Problem> {
    let tx = state.store.read().await?;
    let workspaces = match caller {
        Some(caller) => scope::visible(&tx, caller).await?,
        None => Vec::new(),
    };
    let identity = caller.map(|caller| &caller.identity);
    let user = match identity {
        Some(Identity::User(user)) => Some(UserView::from(user.clone())),
        Some(Identity::ApiKey(key)) => tx.users().get(key.user_id).await?.map(UserView::from),
        Some(Identity::Visitor) | None => None,
    };
    Ok(SessionView {
        user,
        role: caller.map(|caller| caller.role.into()),
        workspaces: workspaces.into_iter().map(Into::into).collect(),
        demo: matches!(identity, Some(Identity::Visitor)),
        setup_needed: first_run::is_needed(&tx).await?,
        version: env!("CARGO_PKG_VERSION"),
    })
}
