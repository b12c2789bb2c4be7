//! Who is asking: an API key, a session cookie, or a visitor of the demo on this machine.
//! What they may do is in `access`.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::TimeDelta;
use prospect_storage::{Actor, ApiKey, Role, User, WorkspaceId};
use sha2::{Digest as _, Sha256};

use crate::problem::{Kind, Problem};
use crate::session_cookie;
use crate::state::AppState;

pub(crate) const API_KEY_PREFIX: &str = "pk_";

/// A key's last use is noted at most this often, because noting it is a write.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug, Clone)]
pub(crate) enum Identity {
    User(User),
    ApiKey(ApiKey),
    /// Someone at this machine, looking at the demo without having signed in.
    Visitor,
}

/// How the caller proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    Session,
    ApiKey,
    Loopback,
}

#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub identity: Identity,
    pub role: Role,
    pub proof: Proof,
    pub address: IpAddr,
}

impl Caller {
    /// Whose rate and idempotency keys these are; `None` for visitors, who share an address only.
    pub(crate) fn principal(&self) -> Option<String> {
        match &self.identity {
            Identity::User(user) => Some(format!("user:{}", user.id)),
            Identity::ApiKey(key) => Some(format!("key:{}", key.id)),
            Identity::Visitor => None,
        }
    }

    pub(crate) fn actor(&self) -> Actor {
        match &self.identity {
            Identity::User(user) => Actor::User {
                id: user.id.to_string(),
                name: user.name.clone(),
            },
            Identity::ApiKey(key) => Actor::ApiKey {
                id: key.id.to_string(),
                name: key.name.clone(),
            },
            Identity::Visitor => Actor::Visitor,
        }
    }

    /// The name to keep beside what the caller makes.
    pub(crate) fn name(&self) -> &str {
        match &self.identity {
            Identity::User(user) => &user.name,
            Identity::ApiKey(key) => &key.name,
            Identity::Visitor => "visitor",
        }
    }

    /// The only workspace an API key opens.
    pub(crate) fn only_workspace(&self) -> Option<WorkspaceId> {
        match &self.identity {
            Identity::ApiKey(key) => key.workspace_id,
            Identity::User(_) | Identity::Visitor => None,
        }
    }
}

/// The guard put the caller there; routes that are public read `Option<Caller>`.
impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| Problem::new(Kind::Unauthenticated, "sign in, or send an API key"))
    }
}

impl<S: Send + Sync> axum::extract::OptionalFromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Problem> {
        Ok(parts.extensions.get().cloned())
    }
}

/// The network address of a request, for throttling and the audit log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientAddress(pub IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(client_address(parts, state.config.behind_proxy)))
    }
}

pub(crate) fn client_address(parts: &Parts, behind_proxy: bool) -> IpAddr {
    address_of(parts.extensions.get(), &parts.headers, behind_proxy)
}

fn address_of(
    peer: Option<&ConnectInfo<SocketAddr>>,
    headers: &HeaderMap,
    behind_proxy: bool,
) -> IpAddr {
    let forwarded = || {
        // The last entry is the one our own proxy added; those before it are the caller's word.
        let last = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?
            .to_str()
            .ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
        peer.ip()
    });
    if behind_proxy {
        forwarded().unwrap_or(peer)
    } else {
        peer
    }
}

/// SHA-256 in hexadecimal: how keys and session tokens are stored.
pub(crate) fn digest(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret.as_bytes()))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a String cannot fail");
            text
        })
}

/// Who sent the request; `None` for nobody known. Wrong credentials are an error, not nobody.
pub(crate) async fn caller(state: &AppState, parts: &Parts) -> Result<Option<Caller>, Problem> {
    let headers = &parts.headers;
    let address = client_address(parts, state.config.behind_proxy);
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let key = value
            .to_str()
            .ok()
            .and_then(bearer)
            .ok_or_else(refused_key)?;
        return by_api_key(state, key, address).await.map(Some);
    }
    if let Some(token) = session_cookie::read(headers)
        && let Some(caller) = by_session(state, token, address).await?
    {
        return Ok(Some(caller));
    }
    if is_demo_visitor(state, parts) {
        let role = Role::Analyst;
        let caller = Caller {
            identity: Identity::Visitor,
            role,
            proof: Proof::Loopback,
            address,
        };
        return Ok(Some(caller));
    }
    Ok(None)
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, key) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && key.starts_with(API_KEY_PREFIX)).then_some(key.trim())
}

fn refused_key() -> Problem {
    Problem::new(
        Kind::Unauthenticated,
        "the API key is unknown, expired or revoked",
    )
}

async fn by_api_key(state: &AppState, key: &str, address: IpAddr) -> Result<Caller, Problem> {
    let now = state.clock.now();
    let tx = state.store.read().await?;
    let key = tx
        .api_keys()
        .by_hash(&digest(key))
        .await?
        .ok_or_else(refused_key)?;
    let owner = tx.users().get(key.user_id).await?;
    drop(tx);
    let owner = owner
        .filter(|owner| !owner.disabled)
        .ok_or_else(refused_key)?;
    if key.expires_at.is_some_and(|end| end <= now) {
        return Err(refused_key());
    }
    if key
        .last_used_at
        .is_none_or(|last| now - last >= TOUCH_EVERY)
    {
        let tx = state.store.write().await?;
        tx.api_keys().touch(key.id, now).await?;
        tx.commit().await?;
    }
    // A key never outranks its owner, also when the owner was demoted after making it.
    let role = key.role.min(owner.role);
    Ok(Caller {
        identity: Identity::ApiKey(key),
        role,
        proof: Proof::ApiKey,
        address,
    })
}

async fn by_session(
    state: &AppState,
    token: &str,
    address: IpAddr,
) -> Result<Option<Caller>, Problem> {
    let now = state.clock.now();
    let tx = state.store.read().await?;
    let live = tx.login_sessions().live(&digest(token), now).await?;
    drop(tx);
    let Some((session, user)) = live else {
        return Ok(None);
    };
    if session.expires_at - now < session_cookie::LIFETIME / 2 {
        let tx = state.store.write().await?;
        tx.login_sessions()
            .extend(session.id, now + session_cookie::LIFETIME)
            .await?;
        tx.commit().await?;
    }
    let role = user.role;
    Ok(Some(Caller {
        identity: Identity::User(user),
        role,
        proof: Proof::Session,
        address,
    }))
}

/// Only when nothing but this machine can reach the server: bound to loopback, asked from loopback
/// and not through a proxy, under a loopback name (a foreign name that resolves to 127.0.0.1 is how
/// DNS rebinding gets in).
fn is_demo_visitor(state: &AppState, parts: &Parts) -> bool {
    let headers = &parts.headers;
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    state.config.demo
        && state.config.bind.ip().is_loopback()
        && peer.is_some_and(|ConnectInfo(peer)| peer.ip().is_loopback())
        && !headers.contains_key("x-forwarded-for")
        && !headers.contains_key(header::FORWARDED)
        && is_loopback_host(host_of(parts))
}

fn host_of(parts: &Parts) -> &str {
    parts
        .headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| {
            parts
                .uri
                .authority()
                .map(axum::http::uri::Authority::as_str)
        })
        .unwrap_or_default()
}

fn is_loopback_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_trusted() {
        for host in [
            "localhost",
            "localhost:8000",
            "127.0.0.1:8000",
            "[::1]:8000",
            "LOCALHOST",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:8000",
            "localhost.evil:80",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_a_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 5.6.7.8".parse().unwrap());
        let peer = ConnectInfo(SocketAddr::from(([9, 9, 9, 9], 1)));
        assert_eq!(
            address_of(Some(&peer), &headers, true),
            IpAddr::from([5, 6, 7, 8])
        );
        assert_eq!(
            address_of(Some(&peer), &headers, false),
            IpAddr::from([9, 9, 9, 9])
        );
    }

    #[test]
    fn a_digest_is_sha_256_in_hexadecimal() {
        assert_eq!(
            digest("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
