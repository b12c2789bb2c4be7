//! The settings there are: one line each, from which lookup, help and the
//! administration page follow. `docs/guide/operating.md` lists the same.

use std::fmt::Write as _;

/// A setting that can be given: its name in `prospect.toml` and its variable.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) variable: &'static str,
    /// Not printed, and also taken from the file that `<variable>_FILE` names.
    pub(crate) is_secret: bool,
    pub(crate) default: &'static str,
    pub(crate) about: &'static str,
}

const fn key(
    name: &'static str,
    variable: &'static str,
    default: &'static str,
    about: &'static str,
) -> Key {
    Key {
        name,
        variable,
        is_secret: false,
        default,
        about,
    }
}

const fn secret(name: &'static str, variable: &'static str, about: &'static str) -> Key {
    Key {
        name,
        variable,
        is_secret: true,
        default: "",
        about,
    }
}

pub(crate) const KEYS: &[Key] = &[
    key(
        "data",
        "PROSPECT_DATA",
        "prospect in the user's data folder",
        "folder of the database, backups and logs",
    ),
    key(
        "bind",
        "PROSPECT_BIND",
        "127.0.0.1:8000",
        "address and port of the workbench",
    ),
    key(
        "demo",
        "PROSPECT_DEMO",
        "false",
        "open the demo workspace to everyone on this machine",
    ),
    key(
        "workers",
        "PROSPECT_WORKERS",
        "2",
        "jobs that run at once in this process; 0 leaves them to `prospect worker`",
    ),
    key(
        "compute",
        "PROSPECT_COMPUTE",
        "2",
        "simulations and forecasts computed at once while a caller waits",
    ),
    key(
        "public_url",
        "PROSPECT_PUBLIC_URL",
        "",
        "address people use, where it is not the bind address",
    ),
    key(
        "behind_proxy",
        "PROSPECT_BEHIND_PROXY",
        "false",
        "trust X-Forwarded-For and X-Forwarded-Proto",
    ),
    key(
        "rate.per_second",
        "PROSPECT_RATE_PER_SECOND",
        "100",
        "requests per second for each caller",
    ),
    key(
        "rate.burst",
        "PROSPECT_RATE_BURST",
        "400",
        "requests a caller may send at once",
    ),
    key(
        "drain_seconds",
        "PROSPECT_DRAIN_SECONDS",
        "10",
        "how long requests may finish after a request to stop",
    ),
    key(
        "log.format",
        "PROSPECT_LOG_FORMAT",
        "text",
        "`text` or `json`",
    ),
    key(
        "log.filter",
        "PROSPECT_LOG",
        "info",
        "which log lines, as in `info,sqlx=warn`",
    ),
    secret(
        "database.url",
        "DATABASE_URL",
        "`sqlite:FILE` or `postgres://USER@HOST/NAME`; wins over the parts below",
    ),
    key(
        "database.driver",
        "DATABASE_DRIVER",
        "sqlite",
        "`sqlite` or `postgresql`",
    ),
    key(
        "database.host",
        "DATABASE_HOST",
        "127.0.0.1",
        "PostgreSQL host",
    ),
    key("database.port", "DATABASE_PORT", "5432", "PostgreSQL port"),
    key(
        "database.user",
        "DATABASE_USER",
        "postgres",
        "PostgreSQL role",
    ),
    secret(
        "database.password",
        "DATABASE_PASSWORD",
        "PostgreSQL password",
    ),
    key(
        "database.name",
        "DATABASE_NAME",
        "prospect",
        "PostgreSQL database, or the SQLite file",
    ),
    key(
        "database.schema",
        "DATABASE_SCHEMA",
        "public",
        "PostgreSQL schema",
    ),
    secret(
        "redis.url",
        "REDIS_URL",
        "Redis of a cluster; accepted, but this version keeps cache and limits in each process",
    ),
];

/// The settings as the help of `serve` lists them.
pub(crate) fn listing() -> String {
    let mut text =
        "Settings: a flag wins over the variable, the variable over prospect.toml.\n".to_owned();
    let width = KEYS.iter().map(|key| key.name.len()).max().unwrap_or(0);
    for key in KEYS {
        let default = if key.default.is_empty() {
            String::new()
        } else {
            format!(" [default: {}]", key.default)
        };
        writeln!(
            text,
            "  {:width$}  {}: {}{default}",
            key.name, key.variable, key.about
        )
        .expect("text grows without fail");
    }
    text
}
