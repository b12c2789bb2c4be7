//! What the server commands need to know, in one validated struct. Values come
//! from flags, then the environment, then `prospect.toml`, then the defaults,
//! and each remembers which. This is the only module that reads the
//! environment. The commands on plain files take no settings.

mod database;
mod keys;
mod layers;

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

use prospect_storage::StoreUrl;

use crate::failure::Failure;
use keys::KEYS;
pub(crate) use keys::listing;
pub(crate) use layers::{Layers, Source};

/// A value and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Sourced<T> {
    pub(crate) value: T,
    pub(crate) source: Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("must be text or json"),
        }
    }
}

/// Everything the server commands were told.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) data: Sourced<PathBuf>,
    pub(crate) bind: Sourced<SocketAddr>,
    pub(crate) demo: Sourced<bool>,
    pub(crate) workers: Sourced<usize>,
    pub(crate) compute: Sourced<NonZeroU32>,
    pub(crate) public_url: Option<Sourced<String>>,
    pub(crate) behind_proxy: Sourced<bool>,
    pub(crate) rate_per_second: Sourced<NonZeroU32>,
    pub(crate) rate_burst: Sourced<NonZeroU32>,
    pub(crate) drain_seconds: Sourced<u32>,
    pub(crate) log_format: Sourced<LogFormat>,
    pub(crate) log_filter: Sourced<String>,
    pub(crate) database: Sourced<StoreUrl>,
    pub(crate) database_schema: Option<Sourced<String>>,
    pub(crate) redis_url: Option<Sourced<String>>,
}

const WORKERS_MAX: usize = 64;

impl Settings {
    pub(crate) fn from_layers(layers: &Layers) -> Result<Self, Failure> {
        let data = match layers.get("data") {
            Some(given) => Sourced {
                value: PathBuf::from(&given.value),
                source: given.source.clone(),
            },
            None => Sourced {
                value: layers.default_data_folder()?,
                source: Source::Default,
            },
        };
        let workers = parsed(layers, "workers", 2_usize)?;
        if workers.value > WORKERS_MAX {
            return Err(Failure::usage(format!(
                "workers is {} ({}); the limit is {WORKERS_MAX}",
                workers.value, workers.source
            )));
        }
        Ok(Self {
            bind: parsed(layers, "bind", SocketAddr::from(([127, 0, 0, 1], 8000)))?,
            demo: parsed(layers, "demo", false)?,
            workers,
            compute: parsed(layers, "compute", count(2))?,
            public_url: layers.get("public_url").cloned(),
            behind_proxy: parsed(layers, "behind_proxy", false)?,
            rate_per_second: parsed(layers, "rate.per_second", count(100))?,
            rate_burst: parsed(layers, "rate.burst", count(400))?,
            drain_seconds: parsed(layers, "drain_seconds", 10)?,
            log_format: parsed(layers, "log.format", LogFormat::Text)?,
            log_filter: parsed(layers, "log.filter", "info".to_owned())?,
            database: database::url(layers, &data.value)?,
            database_schema: layers.get("database.schema").cloned(),
            redis_url: layers.get("redis.url").cloned(),
            data,
        })
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.data.value.join("backups")
    }
}

/// A setting as it may be shown: secrets hidden, defaults in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) name: &'static str,
    pub(crate) value: Option<String>,
    pub(crate) source: Source,
}

pub(crate) fn shown(layers: &Layers) -> Vec<Shown> {
    KEYS.iter()
        .map(|key| match layers.get(key.name) {
            Some(given) => Shown {
                name: key.name,
                value: Some(if key.is_secret {
                    "••••".to_owned()
                } else {
                    given.value.clone()
                }),
                source: given.source.clone(),
            },
            None => Shown {
                name: key.name,
                value: (!key.default.is_empty()).then(|| key.default.to_owned()),
                source: Source::Default,
            },
        })
        .collect()
}

fn count(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("the defaults are not zero")
}

fn parsed<T>(layers: &Layers, name: &'static str, default: T) -> Result<Sourced<T>, Failure>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    let Some(given) = layers.get(name) else {
        return Ok(Sourced {
            value: default,
            source: Source::Default,
        });
    };
    match given.value.parse() {
        Ok(value) => Ok(Sourced {
            value,
            source: given.source.clone(),
        }),
        Err(error) => Err(Failure::usage(format!(
            "{name} is {:?} ({}): {error}",
            given.value, given.source
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn settings(file: &str, environment: &[(&str, &str)]) -> Result<Settings, Failure> {
        Settings::from_layers(&Layers::for_test(file, environment)?)
    }

    #[test]
    fn defaults_need_nothing() {
        let settings = settings("", &[("HOME", "/h")]).unwrap();
        assert_eq!(settings.bind.value.to_string(), "127.0.0.1:8000");
        assert_eq!(settings.bind.source, Source::Default);
        assert_eq!(settings.data.value, Path::new("/h/.local/share/prospect"));
        assert_eq!(
            settings.database.value.to_string(),
            "sqlite:/h/.local/share/prospect/prospect.db"
        );
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = "bind = \"127.0.0.1:9000\"\ndemo = true\n[log]\nformat = \"json\"\n";
        let settings = settings(file, &[("HOME", "/h"), ("PROSPECT_BIND", "0.0.0.0:80")]).unwrap();
        assert_eq!(settings.bind.value.to_string(), "0.0.0.0:80");
        assert_eq!(
            settings.bind.source,
            Source::Environment("PROSPECT_BIND".to_owned())
        );
        assert!(settings.demo.value);
        assert_eq!(settings.demo.source.to_string(), "prospect.toml");
        assert_eq!(settings.log_format.value, LogFormat::Json);
    }

    #[test]
    fn a_bad_value_names_its_source() {
        let failure = settings("", &[("HOME", "/h"), ("PROSPECT_BIND", "8000")]).unwrap_err();
        assert_eq!(
            failure.message,
            "bind is \"8000\" (PROSPECT_BIND): invalid socket address syntax"
        );
    }

    #[test]
    fn an_unknown_key_of_the_file_is_an_error() {
        let failure = settings("bnid = \"127.0.0.1:1\"\n", &[]).unwrap_err();
        assert!(failure.message.contains("bnid"), "{}", failure.message);
        assert!(failure.message.contains("bind"), "{}", failure.message);
    }

    #[test]
    fn database_parts_make_a_url() {
        let settings = settings(
            "",
            &[
                ("HOME", "/h"),
                ("DATABASE_DRIVER", "postgresql"),
                ("DATABASE_HOST", "db"),
                ("DATABASE_USER", "ann"),
                ("DATABASE_PASSWORD", "secret"),
                ("DATABASE_NAME", "mine"),
            ],
        )
        .unwrap();
        let shown = settings.database.value.to_string();
        assert!(
            shown.contains("ann@db") && shown.ends_with("/mine"),
            "{shown}"
        );
        assert!(!format!("{settings:?}").contains("secret"));
    }
}
