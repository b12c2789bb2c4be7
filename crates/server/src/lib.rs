//! The HTTP interface, the WebSocket, accounts and the embedded workbench.
//!
//! A handler parses, calls and answers: SQL is in `prospect-storage`, numbers are in the engines,
//! background work is in `prospect-jobs`. Settings come as plain data in [`ServerConfig`]; reading
//! them from files, environment and flags is the command line's part.

#![expect(
    unused_qualifications,
    reason = "raised by the expansion of utoipa's macros over the handlers' own types"
)]

mod access;
pub mod administration;
mod application;
mod authenticate;
mod backups;
pub mod clock;
mod compute;
mod config;
mod cross_site;
mod demo;
mod download;
mod downsample;
mod draft;
mod edge;
mod extract;
mod first_run;
mod forecasting;
mod health;
mod idempotency;
mod limits;
mod live;
mod moment;
mod names;
mod openapi;
mod password;
mod precondition;
mod problem;
mod random;
pub mod reports;
mod routes;
mod routing;
pub mod scenario_book;
mod scenario_diff;
mod scope;
mod serve;
mod session_cookie;
mod sign_in;
mod state;
mod storage_problem;
mod trail;
mod ui;
mod valuation;
mod view;

pub use application::{build, document};
pub use config::{RateConfig, ServerConfig, SettingSource, SettingView};
pub use first_run::issue as issue_setup_token;
pub use password::{PasswordError, Passwords};
pub use random::Random;
pub use routing::ACCESS_EXTENSION;
pub use serve::{ServeError, Server, seed_demo, serve, stop_on_signal};
pub use state::AppState;
