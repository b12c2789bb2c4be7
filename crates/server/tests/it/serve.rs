//! The server as a process sees it: it listens, talks over sockets, and stops in good order.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use prospect_server::{Server, ServerConfig};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

const LONG: Duration = Duration::from_secs(30);

struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

async fn start(folder: &Path) -> Running {
    let mut config = ServerConfig::new(folder.to_owned());
    config.bind = SocketAddr::from(([127, 0, 0, 1], 0));
    config.demo = true;
    let server = Server::start(config).await.unwrap();
    let address = server.address();
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    let task = tokio::spawn(async move { server.run(stopped).await.unwrap() });
    Running {
        address,
        stop,
        task,
    }
}

/// Status and body of one request over a connection of its own.
async fn ask(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_is_followed_over_the_socket_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(folder.path()).await;
    let body = json!({ "scenario": "oko-west-2025", "iterations": 2000, "wait": false });
    let (status, started) = ask(
        running.address,
        "POST",
        "/api/v1/simulations/run",
        &body.to_string(),
    )
    .await;
    assert_eq!(status, 202, "{started}");
    let topic = format!("job/{}", started["job"]["id"].as_str().unwrap());
    let url = format!("ws://{}/ws", running.address);
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let subscribe = json!({ "subscribe": [topic, "nonsense"] }).to_string();
    socket.send(Message::text(subscribe)).await.unwrap();
    let mut faults = 0;
    let done = timeout(LONG, async {
        loop {
            let message = socket.next().await.unwrap().unwrap();
            let Message::Text(text) = message else {
                continue;
            };
            let message: Value = serde_json::from_str(text.as_str()).unwrap();
            if message["error"].is_string() {
                faults += 1;
                continue;
            }
            assert_eq!(message["topic"], topic);
            if message["data"]["state"] == "done" {
                return message["data"].clone();
            }
        }
    });
    let done = done.await.unwrap();
    assert_eq!((faults, &done["progress"]), (1, &json!(100.0)));
    let id = started["simulation"]["id"].as_str().unwrap();
    assert_eq!(done["result"], format!("simulation/{id}"));
    let (status, result) = ask(
        running.address,
        "GET",
        &format!("/api/v1/simulations/{id}/result"),
        "",
    )
    .await;
    assert_eq!((status, &result["iterations"]), (200, &json!(2000)));
    running.stop.cancel();
    // The server says goodbye instead of vanishing.
    let goodbye = timeout(LONG, async {
        while let Some(Ok(message)) = socket.next().await {
            if message.is_close() {
                return true;
            }
        }
        false
    });
    assert!(goodbye.await.unwrap());
    timeout(LONG, running.task).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_sites_page_gets_no_socket() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(folder.path()).await;
    let mut request = format!("ws://{}/ws", running.address)
        .into_client_request()
        .unwrap();
    request
        .headers_mut()
        .insert("origin", "https://evil.example".parse().unwrap());
    let refused = tokio_tungstenite::connect_async(request).await.unwrap_err();
    assert!(matches!(refused, Error::Http(answer) if answer.status() == 403));
    let (status, problem) = ask(running.address, "GET", "/ws", "").await;
    assert_eq!((status, &problem["status"]), (426, &json!(426)));
    running.stop.cancel();
    timeout(LONG, running.task).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_finished_and_nothing_new_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(folder.path()).await;
    let address = running.address;
    let body = json!({ "scenario": "vizcachitas-2023", "iterations": 200_000 }).to_string();
    let under_way =
        tokio::spawn(async move { ask(address, "POST", "/api/v1/simulations/run", &body).await });
    // Until the simulation holds its place, stopping would refuse it instead of waiting for it.
    tokio::time::sleep(Duration::from_millis(100)).await;
    running.stop.cancel();
    let (status, answer) = timeout(LONG, under_way).await.unwrap().unwrap();
    assert_eq!(
        (status, &answer["state"]),
        (200, &json!("done")),
        "{answer}"
    );
    timeout(LONG, running.task).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_made_once_and_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let running = start(folder.path()).await;
        let (_, series) = ask(running.address, "GET", "/api/v1/series?workspace=demo", "").await;
        let (_, scenarios) = ask(
            running.address,
            "GET",
            "/api/v1/scenarios?workspace=demo",
            "",
        )
        .await;
        assert_eq!(
            (&series["total"], &scenarios["total"]),
            (&json!(3), &json!(2))
        );
        running.stop.cancel();
        timeout(LONG, running.task).await.unwrap().unwrap();
    }
}
