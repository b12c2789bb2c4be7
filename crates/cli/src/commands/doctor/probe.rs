//! Asking a server whether it is ready, for container health checks: one plain
//! HTTP request without a client library. Loopback and private networks only, so
//! no TLS.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;

const PATIENCE: Duration = Duration::from_secs(2);
/// A readiness answer is far shorter.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

pub(super) fn ready(url: &str) -> Result<(), Failure> {
    let authority = authority(url)?;
    let answer = ask(authority).map_err(|error| {
        Failure::new(
            Kind::Environment,
            format!("{url} does not answer: {error}; is the server running?"),
        )
    })?;
    let status = answer.split_whitespace().nth(1).unwrap_or_default();
    let body = answer
        .split_once("\r\n\r\n")
        .map_or("", |(_, body)| body)
        .trim();
    if status == "200" {
        return write_stdout(format!("{url} is ready\n").as_bytes());
    }
    Err(Failure::new(
        Kind::State,
        format!("{url} is not ready: status {status} {body}").trim_end(),
    ))
}

/// `127.0.0.1:8000` of `http://127.0.0.1:8000/`.
fn authority(url: &str) -> Result<&str, Failure> {
    let rest = url
        .strip_prefix("http://")
        .ok_or_else(|| Failure::usage(format!("--url is {url:?}; it must begin with http://")))?;
    Ok(rest.split('/').next().unwrap_or(rest))
}

fn ask(authority: &str) -> std::io::Result<String> {
    let with_port = if authority.contains(':') {
        authority.to_owned()
    } else {
        format!("{authority}:80")
    };
    let address = with_port
        .to_socket_addrs()?
        .next()
        .ok_or(std::io::ErrorKind::AddrNotAvailable)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET /readyz HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.take(ANSWER_BYTES_MAX).read_to_string(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_taken_from_the_url() {
        assert_eq!(
            authority("http://127.0.0.1:8000").unwrap(),
            "127.0.0.1:8000"
        );
        assert_eq!(authority("http://server:80/x").unwrap(), "server:80");
        assert!(authority("https://server").is_err());
    }
}
