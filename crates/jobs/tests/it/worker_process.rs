//! A worker as a process of its own, to be killed. It is this test binary started again: the test below does nothing
//! unless it is told, by its environment, to be that process.
//!
//! Besides serving jobs it writes: audit entries, and jobs in the same transactions. After each commit it says so on
//! its standard output; what it said there was acknowledged and must never be lost.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use prospect_storage::{Store, StoreOptions, StoreUrl, job::NewJob};

use crate::rig::{Deed, Running, entry, job, now, options};

const URL: &str = "PROSPECT_TEST_WORKER_URL";
const SCHEMA: &str = "PROSPECT_TEST_WORKER_SCHEMA";
const NAME: &str = "PROSPECT_TEST_WORKER_NAME";
const WRITES: &str = "PROSPECT_TEST_WORKER_WRITES";

#[expect(
    clippy::disallowed_methods,
    reason = "the process learns what to be from its environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn be_a_worker_process() {
    let (Some(url), Some(name)) = (environment(URL), environment(NAME)) else {
        return;
    };
    let options_of_store = StoreOptions {
        schema: environment(SCHEMA),
        ..StoreOptions::new(url.parse().unwrap())
    };
    let store = Store::open(options_of_store).await.expect("open");
    let worker = Running::start(&store, options(&name));
    if environment(WRITES).is_some() {
        write_until_killed(&store, &name).await;
    }
    std::future::pending::<()>().await;
    worker.stop().await;
}

async fn write_until_killed(store: &Store, name: &str) {
    let mut written = 0_u64;
    loop {
        let subject = format!("{name}/{written}");
        written += 1;
        // Every other write asks for a job.
        let deed = Deed::Work(10 + (written % 7) * 25);
        let asks = written.is_multiple_of(2);
        let outcome = async {
            let tx = store.write().await?;
            tx.audit().add(entry("written", &subject), now()).await?;
            let id = if asks {
                let new = NewJob {
                    attempts_max: 1_000,
                    ..job(&deed)
                };
                Some(tx.jobs().enqueue(new, now()).await?.job.id)
            } else {
                None
            };
            tx.commit().await?;
            Ok::<_, prospect_storage::StorageError>(id)
        };
        if let Ok(id) = outcome.await {
            let mut line = format!("ACK {subject}");
            if let Some(id) = id {
                line = format!("{line} {id}");
            }
            let mut out = std::io::stdout().lock();
            writeln!(out, "\n{line}")
                .and_then(|()| out.flush())
                .expect("the parent reads");
        }
        tokio::time::sleep(Duration::from_millis(12)).await;
    }
}

/// A worker process, killed when dropped.
pub(crate) struct WorkerProcess {
    child: Child,
    pub(crate) name: String,
}

impl WorkerProcess {
    /// Starts one; what it acknowledges goes to `acknowledged`.
    pub(crate) fn start(
        url: &StoreUrl,
        secret_free_url: &str,
        schema: Option<&str>,
        name: String,
        acknowledged: Option<mpsc::Sender<String>>,
    ) -> Self {
        assert_eq!(
            url.to_string().split(':').next(),
            secret_free_url.split(':').next()
        );
        let this_program = std::env::current_exe().unwrap();
        let mut command = Command::new(this_program);
        command
            .args([
                "worker_process::be_a_worker_process",
                "--exact",
                "--nocapture",
                "--test-threads",
                "1",
            ])
            .env(URL, secret_free_url)
            .env(NAME, &name)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(schema) = schema {
            command.env(SCHEMA, schema);
        }
        if acknowledged.is_some() {
            command.env(WRITES, "yes");
        }
        let mut child = command.spawn().expect("start a worker process");
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines() {
                let Ok(line) = line else { return };
                if let (Some(what), Some(acknowledged)) = (line.strip_prefix("ACK "), &acknowledged)
                    && acknowledged.send(what.to_owned()).is_err()
                {
                    return;
                }
            }
        });
        Self { child, name }
    }

    /// Kills it at once, as a power cut of the process would: SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("kill");
        self.child.wait().expect("wait");
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("wait").is_some()
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
