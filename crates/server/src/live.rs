//! One live connection: topics in, changes out. The feed of changes is bounded; a client that falls
//! behind gets the present state of what it watches instead of what it missed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use axum::http::request::Parts;
use prospect_storage::job::{Job, JobFilter, JobState};
use prospect_storage::{JobId, PageRequest, WorkspaceId};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::access::{self, Access, sees_server_jobs};
use crate::authenticate::{self, Caller};
use crate::problem::Problem;
use crate::scope;
use crate::state::AppState;
use crate::view::job::JobView;

pub(crate) const MESSAGE_BYTES_MAX: usize = 64 << 10;

const TOPICS_MAX: usize = 200;
/// Jobs told at once when the list of jobs is subscribed to.
const SNAPSHOT_JOBS_MAX: u64 = 100;
/// A client that does not take a message for this long is gone.
const SEND_LIMIT: Duration = Duration::from_secs(10);
/// Keeps proxies from closing a quiet connection, and finds dead ones.
const PING_EVERY: Duration = Duration::from_secs(25);
/// A signed-out user, a revoked key or a changed role ends the connection within this time.
const RECHECK_EVERY: Duration = Duration::from_mins(1);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    #[serde(default)]
    subscribe: Vec<String>,
    #[serde(default)]
    unsubscribe: Vec<String>,
}

#[derive(Serialize)]
struct Change<'a> {
    topic: &'a str,
    data: &'a JobView,
}

#[derive(Serialize)]
struct Fault<'a> {
    error: &'a str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Topic {
    Jobs,
    Job(JobId),
}

impl Topic {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once('/') {
            None if text == "jobs" => Some(Self::Jobs),
            Some(("job", id)) => id.parse().ok().map(Self::Job),
            _ => None,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Jobs => "jobs".to_owned(),
            Self::Job(id) => format!("job/{id}"),
        }
    }
}

/// Why a conversation ends.
enum End {
    Closed,
    NotAllowed,
    Store(Problem),
}

impl From<axum::Error> for End {
    fn from(_: axum::Error) -> Self {
        Self::Closed
    }
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Store(problem)
    }
}

struct Connection {
    state: AppState,
    parts: Parts,
    socket: WebSocket,
    caller: Caller,
    topics: HashSet<Topic>,
    /// Which workspaces the caller can see, as far as it was asked; emptied at each recheck.
    visible: HashMap<WorkspaceId, bool>,
}

/// Serves one socket until either side ends it.
pub(crate) async fn converse(state: AppState, parts: Parts, socket: WebSocket) {
    let Some(caller) = parts.extensions.get::<Caller>().cloned() else {
        return;
    };
    let mut connection = Connection {
        state,
        parts,
        socket,
        caller,
        topics: HashSet::new(),
        visible: HashMap::new(),
    };
    let reason = match connection.run().await {
        Ok(()) => "the server is stopping",
        Err(End::Closed) => return,
        Err(End::NotAllowed) => "no longer signed in",
        Err(End::Store(problem)) => {
            tracing::debug!(detail = %problem.detail, "live connection ended");
            "the server failed to answer"
        }
    };
    let frame = axum::extract::ws::CloseFrame {
        code: axum::extract::ws::close_code::AWAY,
        reason: reason.into(),
    };
    // The client may be gone already, which is what closing asks for.
    timeout(
        SEND_LIMIT,
        connection.socket.send(Message::Close(Some(frame))),
    )
    .await
    .ok();
}

impl Connection {
    async fn run(&mut self) -> Result<(), End> {
        let mut feed = self.state.feed.subscribe();
        let stopping = self.state.stopping.clone();
        let mut ping = interval(PING_EVERY);
        let mut recheck = interval(RECHECK_EVERY);
        for timer in [&mut ping, &mut recheck] {
            timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
            timer.reset();
        }
        let mut answered = true;
        loop {
            tokio::select! {
                () = stopping.cancelled() => return Ok(()),
                message = self.socket.recv() => match message {
                    None | Some(Err(_) | Ok(Message::Close(_))) => return Err(End::Closed),
                    Some(Ok(Message::Text(text))) => self.hear(text.as_str()).await?,
                    Some(Ok(Message::Pong(_))) => answered = true,
                    Some(Ok(Message::Binary(_) | Message::Ping(_))) => {}
                },
                change = feed.recv() => match change {
                    Ok(job) => self.tell(&job).await?,
                    Err(RecvError::Lagged(_)) => self.snapshot(&self.topics.clone()).await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                _ = ping.tick() => {
                    if !answered {
                        return Err(End::Closed);
                    }
                    answered = false;
                    self.send(Message::Ping(Vec::new().into())).await?;
                }
                _ = recheck.tick() => self.recheck().await?,
            }
        }
    }

    async fn hear(&mut self, text: &str) -> Result<(), End> {
        let Ok(request) = serde_json::from_str::<Request>(text) else {
            return self
                .fault("expected {\"subscribe\": [topics], \"unsubscribe\": [topics]}")
                .await;
        };
        for name in &request.unsubscribe {
            if let Some(topic) = Topic::parse(name) {
                self.topics.remove(&topic);
            }
        }
        let mut fresh = HashSet::new();
        for name in &request.subscribe {
            let Some(topic) = Topic::parse(name) else {
                self.fault(&format!(
                    "\"{name}\" is no topic; there are jobs and job/{{id}}"
                ))
                .await?;
                continue;
            };
            if self.topics.len() >= TOPICS_MAX {
                return self
                    .fault(&format!("at most {TOPICS_MAX} topics at once"))
                    .await;
            }
            if self.topics.insert(topic.clone()) {
                fresh.insert(topic);
            }
        }
        self.snapshot(&fresh).await
    }

    /// The present state of `topics`.
    async fn snapshot(&mut self, topics: &HashSet<Topic>) -> Result<(), End> {
        let tx = self.state.store.read().await.map_err(Problem::from)?;
        let mut jobs = Vec::new();
        for topic in topics {
            match topic {
                Topic::Job(id) => {
                    let job = tx.jobs().get(*id).await.map_err(Problem::from)?;
                    jobs.extend(job.map(|job| (topic.name(), job)));
                }
                Topic::Jobs => {
                    for state in [JobState::Running, JobState::Queued] {
                        let filter = JobFilter {
                            state: Some(state),
                            ..JobFilter::default()
                        };
                        let page = PageRequest::first(SNAPSHOT_JOBS_MAX);
                        let page = tx
                            .jobs()
                            .list(&filter, &page)
                            .await
                            .map_err(Problem::from)?;
                        jobs.extend(page.items.into_iter().map(|job| (topic.name(), job)));
                    }
                }
            }
        }
        drop(tx);
        for (topic, job) in jobs {
            if self.sees(&job).await? {
                self.change(&topic, &JobView::from(job)).await?;
            }
        }
        Ok(())
    }

    async fn tell(&mut self, job: &Arc<Job>) -> Result<(), End> {
        let watched: Vec<_> = [Topic::Job(job.id), Topic::Jobs]
            .into_iter()
            .filter(|topic| self.topics.contains(topic))
            .collect();
        if watched.is_empty() || !self.sees(job).await? {
            return Ok(());
        }
        let view = JobView::from(job.as_ref().clone());
        for topic in watched {
            self.change(&topic.name(), &view).await?;
        }
        Ok(())
    }

    async fn sees(&mut self, job: &Job) -> Result<bool, End> {
        let Some(workspace) = job.workspace_id else {
            return Ok(sees_server_jobs(&self.caller));
        };
        if let Some(known) = self.visible.get(&workspace) {
            return Ok(*known);
        }
        let tx = self.state.store.read().await.map_err(Problem::from)?;
        let visible = scope::is_visible(&tx, &self.caller, workspace)
            .await
            .map_err(Problem::from)?;
        self.visible.insert(workspace, visible);
        Ok(visible)
    }

    async fn recheck(&mut self) -> Result<(), End> {
        let caller = authenticate::caller(&self.state, &self.parts).await;
        match caller {
            Ok(Some(caller)) if access::check(Some(&caller), Access::Viewer).is_ok() => {
                self.caller = caller;
                self.visible.clear();
                Ok(())
            }
            Err(problem) if problem.kind.status().is_server_error() => Err(End::Store(problem)),
            Ok(_) | Err(_) => Err(End::NotAllowed),
        }
    }

    async fn change(&mut self, topic: &str, data: &JobView) -> Result<(), End> {
        let text = serde_json::to_string(&Change { topic, data }).map_err(|_| End::Closed)?;
        self.send(Message::Text(text.into())).await
    }

    async fn fault(&mut self, error: &str) -> Result<(), End> {
        let text = serde_json::to_string(&Fault { error }).map_err(|_| End::Closed)?;
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(SEND_LIMIT, self.socket.send(message)).await {
            Ok(sent) => sent.map_err(End::from),
            Err(_) => Err(End::Closed),
        }
    }
}
