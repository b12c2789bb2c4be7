//! `prospect serve` and `worker` as processes: ready line, setup link, health,
//! drain, refusals.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::command::Place;

/// A running server that is killed when the test ends early.
struct Running {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Running {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let mut process = place
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        Self { process, output }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Ends it as an orchestrator does; gives the exit code and the log.
    fn terminate(mut self) -> (Option<i32>, String) {
        let id = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        let status = self.process.wait().unwrap();
        let mut log = String::new();
        self.process
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (status.code(), log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has usually ended by now.
        self.process.kill().unwrap_or_default();
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_new_server_says_where_it_is_and_how_to_begin() {
    let place = Place::new();
    let mut server = Running::start(&place, &["serve", "--bind", "127.0.0.1:0"]);
    let ready = server.line();
    let url = ready
        .strip_prefix("Prospect is ready at ")
        .unwrap()
        .to_owned();
    let setup = server.line();
    let token = setup.strip_prefix(&format!("Create the administrator at {url}/setup?token="));
    assert_eq!(token.unwrap().len(), 43, "{setup}");

    let address = url.strip_prefix("http://").unwrap();
    let health = get(address, "/health");
    assert!(
        health.starts_with("HTTP/1.1 200") && health.ends_with("{\"status\":\"ok\"}"),
        "{health}"
    );
    assert_eq!(
        place.ok(&["doctor", "--url", &url]),
        format!("{url} is ready\n")
    );

    let (code, log) = server.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopping"), "{log}");
    let gone = place.fails(1, &["doctor", "--url", &url]);
    assert!(
        gone.contains("does not answer") && gone.ends_with("is the server running?\n"),
        "{gone}"
    );
}

#[test]
fn log_lines_can_be_json() {
    let place = Place::new();
    let mut server = Running::start(
        &place,
        &["serve", "--bind", "127.0.0.1:0", "--log-format", "json"],
    );
    server.line();
    let (_, log) = server.terminate();
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string(), "{line}");
    }
    assert!(!log.is_empty());
}

#[test]
fn a_server_with_an_administrator_prints_no_setup_link() {
    let place = Place::new();
    place.ok(&["migrate"]);
    place.file("password", "a long enough password");
    place.ok(&[
        "user",
        "add",
        "ann",
        "--role",
        "admin",
        "--password-file",
        "password",
    ]);
    let mut server = Running::start(&place, &["serve", "--bind", "127.0.0.1:0"]);
    assert!(server.line().starts_with("Prospect is ready at "));
    let id = server.process.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(server.line(), "", "nothing but the ready line");
}

#[test]
fn the_demo_is_for_this_machine_only() {
    assert_eq!(
        Place::new().fails(2, &["serve", "--demo", "--bind", "0.0.0.0:0"]),
        "error: the demo needs no account and is for this machine only, but bind is 0.0.0.0:0 (--bind); use 127.0.0.1 or leave --demo out\n"
    );
}

#[test]
fn a_taken_port_is_named() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let stderr = place.fails(1, &["serve", "--bind", &address]);
    assert!(
        stderr.contains(&address) && stderr.ends_with("is another server running there?\n"),
        "{stderr}"
    );
}

#[test]
fn a_worker_runs_without_a_server_and_drains() {
    let place = Place::new();
    place.ok(&["migrate"]);
    let mut worker = Running::start(&place, &["worker", "--workers", "1"]);
    let line = worker.line();
    assert!(
        line.starts_with("working on sqlite:") && line.ends_with("with 1 at once"),
        "{line}"
    );
    let (code, log) = worker.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert_eq!(
        place.fails(2, &["worker", "--workers", "0"]),
        "error: workers is 0 (--workers); a worker needs at least 1\n"
    );
}
