//! The session cookie: an opaque token that scripts cannot read and other sites cannot send.

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::TimeDelta;

use crate::config::ServerConfig;

const NAME: &str = "prospect_session";

/// A session in use is extended, so this is how long one may lie unused.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::days(30);

pub(crate) fn read(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME).then_some(value))
}

pub(crate) fn set(token: &str, headers: &HeaderMap, config: &ServerConfig) -> HeaderValue {
    written(token, LIFETIME.num_seconds(), is_secure(headers, config))
}

pub(crate) fn clear(headers: &HeaderMap, config: &ServerConfig) -> HeaderValue {
    written("", 0, is_secure(headers, config))
}

fn written(token: &str, max_age_s: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{NAME}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_s}{secure}");
    HeaderValue::from_str(&cookie).expect("tokens are URL-safe base64")
}

/// Browsers drop `Secure` cookies that come over plain HTTP, so it is set only when people reach
/// the server through TLS.
fn is_secure(headers: &HeaderMap, config: &ServerConfig) -> bool {
    let public = config
        .public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    let proxied = config.behind_proxy
        && headers
            .get("x-forwarded-proto")
            .is_some_and(|scheme| scheme == "https");
    public || proxied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            "a=1; prospect_session=tok; b=2".parse().unwrap(),
        );
        assert_eq!(read(&headers), Some("tok"));
        assert_eq!(read(&HeaderMap::new()), None);
    }

    #[test]
    fn it_is_secure_only_behind_tls() {
        let mut config = ServerConfig::new("x".into());
        let plain = set("t", &HeaderMap::new(), &config);
        assert!(!plain.to_str().unwrap().contains("Secure"));
        config.public_url = Some("https://prospect.example".to_owned());
        let secure = set("t", &HeaderMap::new(), &config);
        assert!(secure.to_str().unwrap().ends_with("; Secure"));
        assert!(
            secure
                .to_str()
                .unwrap()
                .contains("HttpOnly; SameSite=Strict")
        );
    }
}
