//! A server without a network: the real router over a fresh store, with a clock that stands still
//! and seeded secrets. Callers are made the way people make them: by setup and by the API.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::{TimeDelta, TimeZone as _, Utc};
use http_body_util::BodyExt as _;
use prospect_server::clock::FixedClock;
use prospect_server::{AppState, Random, ServerConfig};
use prospect_storage::{Engine, IdSource, Store, StoreOptions, StoreUrl};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// Runs each named async function, which takes an [`App`], once per engine.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                $crate::app::run(prospect_storage::Engine::Sqlite, super::$test).await;
            }
        )+ }
        mod postgres { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                $crate::app::run(prospect_storage::Engine::Postgres, super::$test).await;
            }
        )+ }
    };
}
pub(crate) use on_both_engines;

pub(crate) const PASSWORD: &str = "a long enough password";

#[derive(Clone)]
pub(crate) struct App {
    pub(crate) router: Router,
    pub(crate) clock: FixedClock,
    pub(crate) state: AppState,
    pub(crate) setup_token: String,
    _folder: Arc<TempDir>,
}

/// What a request carries to prove who sends it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    headers: HeaderMap,
    peer: Option<SocketAddr>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl App {
    async fn new(engine: Engine, schema: Option<String>, folder: TempDir) -> Self {
        let mut config = ServerConfig::new(PathBuf::from(folder.path()));
        config.demo = true;
        let options = StoreOptions {
            schema,
            ids: IdSource::from_seed(1),
            ..StoreOptions::new(match engine {
                Engine::Sqlite => StoreUrl::in_data_folder(folder.path()),
                Engine::Postgres => postgres_url().parse().unwrap(),
            })
        };
        let store = Store::open(options).await.unwrap();
        store.migrate().await.unwrap();
        let clock = FixedClock::at(Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap());
        let state = AppState::new(config, store, Arc::new(clock.clone()), Random::seeded(1));
        let setup_token = prospect_server::issue_setup_token(&state)
            .await
            .unwrap()
            .unwrap();
        let (router, _) = prospect_server::build(state.clone());
        Self {
            router,
            clock,
            state,
            setup_token,
            _folder: Arc::new(folder),
        }
    }

    pub(crate) async fn request(&self, caller: &Caller, request: Request<Body>) -> Answer {
        // Two writes never share an instant, so that lists by time have one order.
        self.clock.advance(TimeDelta::milliseconds(1));
        let (mut parts, body) = request.into_parts();
        for (name, value) in &caller.headers {
            parts.headers.entry(name).or_insert(value.clone());
        }
        let peer = caller
            .peer
            .unwrap_or(SocketAddr::from(([203, 0, 113, 9], 4000)));
        parts.extensions.insert(ConnectInfo(peer));
        let request = Request::from_parts(parts, body);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    pub(crate) async fn get(&self, caller: &Caller, path: &str) -> Answer {
        self.request(caller, Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn delete(&self, caller: &Caller, path: &str) -> Answer {
        self.request(caller, Request::delete(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: &Value) -> Answer {
        self.send(caller, &Method::POST, path, body, &[]).await
    }

    pub(crate) async fn send(
        &self,
        caller: &Caller,
        method: &Method,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.request(caller, request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A multipart form of a file and one JSON part.
    pub(crate) async fn upload(
        &self,
        caller: &Caller,
        path: &str,
        file: (&str, &[u8]),
        part: (&str, &Value),
    ) -> Answer {
        let mut body = format!(
            "--cut\r\ncontent-disposition: form-data; name=\"{}\"\r\n\
             content-type: application/json\r\n\r\n{}\r\n\
             --cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n",
            part.0, part.1, file.0
        )
        .into_bytes();
        body.extend_from_slice(file.1);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(Body::from(body))
            .unwrap();
        self.request(caller, request).await
    }

    /// The first administrator, made by the setup token.
    pub(crate) async fn admin(&self) -> Caller {
        let body = json!({ "token": self.setup_token, "name": "Ada", "password": PASSWORD });
        let answer = self.post(&Caller::default(), "/api/v1/setup", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        Caller::signed_in(&answer)
    }

    /// A user of `role`, made by `admin`.
    pub(crate) async fn user(&self, admin: &Caller, name: &str, role: &str) -> Caller {
        let body = json!({ "name": name, "password": PASSWORD, "role": role });
        let answer = self.post(admin, "/api/v1/users", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let body = json!({ "name": name, "password": PASSWORD });
        let answer = self
            .post(&Caller::default(), "/api/v1/session", &body)
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        Caller::signed_in(&answer)
    }

    pub(crate) async fn workspace(&self, admin: &Caller, slug: &str) {
        let body = json!({ "slug": slug, "name": slug });
        let answer = self.post(admin, "/api/v1/workspaces", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    }

    /// A monthly series of `count` values in the workspace; its id.
    pub(crate) async fn series(&self, caller: &Caller, workspace: &str, count: u32) -> String {
        self.series_of(caller, workspace, "CU", count).await
    }

    /// The same by another code; a longer one has rougher values.
    pub(crate) async fn series_of(
        &self,
        caller: &Caller,
        workspace: &str,
        code: &str,
        count: u32,
    ) -> String {
        let rough = f64::from(u32::try_from(code.len() - 2).unwrap());
        let mut csv = String::from("Date,Copper\n");
        for month in 0..count {
            let wave = rough * f64::from(month * month % 7);
            let value = 100.0 + f64::from(month) + 5.0 * f64::from(month % 12) + wave;
            let (year, month) = (2000 + month / 12, month % 12 + 1);
            writeln!(csv, "{year}-{month:02}-01,{value}").unwrap();
        }
        let path = format!("/api/v1/series/import?workspace={workspace}");
        let mapping = json!({
            "source": "test", "first_data_row": 2, "date_column": 0, "date_format": "iso",
            "values": [{ "column": 1, "code": code, "name": "Copper", "unit": "US$/t" }],
        });
        let file = ("copper.csv", csv.as_bytes());
        let answer = self
            .upload(caller, &path, file, ("mapping", &mapping))
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.json()["created"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

impl Caller {
    /// Someone at the server's own machine, asking under a loopback name.
    pub(crate) fn local() -> Self {
        Self {
            headers: HeaderMap::from_iter([(header::HOST, "127.0.0.1:8000".parse().unwrap())]),
            peer: Some(SocketAddr::from(([127, 0, 0, 1], 4000))),
        }
    }

    pub(crate) fn with_key(secret: &str) -> Self {
        Self::default().with("authorization", &format!("Bearer {secret}"))
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    fn signed_in(answer: &Answer) -> Self {
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        Self::default().with("cookie", cookie.split(';').next().unwrap())
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a complete problem of `status`; gives its body.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.text()
        );
        let body = self.json();
        assert_eq!(body["status"], status);
        assert!(
            body["type"]
                .as_str()
                .unwrap()
                .starts_with("urn:prospect:problem:"),
            "{body}"
        );
        for field in ["title", "detail", "instance", "request_id"] {
            assert!(
                !body[field].as_str().unwrap().is_empty(),
                "{field} is empty in {body}"
            );
        }
        assert_eq!(self.header("x-request-id"), body["request_id"]);
        body
    }

    #[track_caller]
    pub(crate) fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        if self.bytes.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests take the server's address from there"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn postgres_url() -> String {
    environment("PROSPECT_TEST_POSTGRES")
        .unwrap_or_else(|| "postgres://postgres@127.0.0.1:5432/postgres".to_owned())
}

/// A connection to the server, or `None`, said aloud, when there is none and this is not CI.
async fn postgres_server() -> Option<PgConnection> {
    match PgConnection::connect(&postgres_url()).await {
        Ok(connection) => Some(connection),
        Err(error) if environment("CI").is_some() => panic!("no PostgreSQL for the tests: {error}"),
        Err(error) => {
            eprintln!("SKIPPED: no PostgreSQL at {}: {error}", postgres_url());
            None
        }
    }
}

pub(crate) async fn run<F, T>(engine: Engine, test: F)
where
    F: FnOnce(App) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder = tempfile::tempdir().unwrap();
    if engine == Engine::Sqlite {
        test(App::new(engine, None, folder).await).await;
        return;
    }
    let Some(mut server) = postgres_server().await else {
        return;
    };
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let schema = format!("prospect_server_test_{}_{number}", std::process::id());
    let app = App::new(engine, Some(schema.clone()), folder).await;
    let store = app.state.store.clone();
    let outcome = tokio::spawn(test(app)).await;
    store.close().await;
    // The schema's name is made above, from two numbers.
    let drop = sqlx::AssertSqlSafe(format!("DROP SCHEMA IF EXISTS {schema} CASCADE"));
    sqlx::query(drop).execute(&mut server).await.unwrap();
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}
