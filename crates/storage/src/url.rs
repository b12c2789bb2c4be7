//! Which database: a SQLite file or a PostgreSQL server, from one URL or from its parts. Never prints a password.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use sqlx::postgres::PgConnectOptions;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum UrlError {
    #[error("the database URL starts with {scheme:?}; use sqlite: or postgres://")]
    Scheme { scheme: String },
    #[error("the database driver is {driver:?}; use sqlite or postgresql")]
    Driver { driver: String },
    #[error("the database URL cannot be read: {reason}")]
    Malformed { reason: String },
    #[error("the database schema {name:?} is not a plain name (letters, digits and underscores)")]
    Schema { name: String },
}

/// The `DATABASE_*` settings of a PostgreSQL server; what is missing takes libpq's default.
#[derive(Clone, Default)]
pub struct PostgresParts {
    pub host: Option<String>,
    pub port: Option<u16>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub name: Option<String>,
}

impl fmt::Debug for PostgresParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresParts")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("user", &self.user)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("name", &self.name)
            .finish()
    }
}

#[derive(Clone)]
pub struct StoreUrl(pub(crate) Target);

#[derive(Clone)]
pub(crate) enum Target {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl StoreUrl {
    /// `prospect.db` in the data folder.
    pub fn in_data_folder(folder: &Path) -> Self {
        Self::sqlite(folder.join("prospect.db"))
    }

    pub fn sqlite(file: impl Into<PathBuf>) -> Self {
        Self(Target::Sqlite(file.into()))
    }

    pub fn postgres(parts: &PostgresParts) -> Self {
        let mut options = PgConnectOptions::new_without_pgpass()
            .host(parts.host.as_deref().unwrap_or("127.0.0.1"))
            .username(parts.user.as_deref().unwrap_or("postgres"))
            .database(parts.name.as_deref().unwrap_or("prospect"));
        if let Some(port) = parts.port {
            options = options.port(port);
        }
        if let Some(password) = &parts.password {
            options = options.password(password);
        }
        Self(Target::Postgres(Box::new(options)))
    }

    /// The store that `DATABASE_DRIVER` names, with its parts; `name` is the file for SQLite.
    pub fn from_driver(
        driver: &str,
        parts: &PostgresParts,
        folder: &Path,
    ) -> Result<Self, UrlError> {
        // "postgresql+psycopg2" and the like are what the older deployments set.
        let base = driver.split('+').next().unwrap_or(driver);
        match base {
            "postgres" | "postgresql" => Ok(Self::postgres(parts)),
            "sqlite" | "sqlite3" => Ok(parts.name.as_ref().map_or_else(
                || Self::in_data_folder(folder),
                |name| Self::sqlite(name.clone()),
            )),
            _ => Err(UrlError::Driver {
                driver: driver.to_owned(),
            }),
        }
    }

    pub fn engine(&self) -> Engine {
        match self.0 {
            Target::Sqlite(_) => Engine::Sqlite,
            Target::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for StoreUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let (scheme, rest) = text.split_once(':').ok_or_else(|| UrlError::Scheme {
            scheme: text.to_owned(),
        })?;
        match scheme.split('+').next().unwrap_or(scheme) {
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                let path = path.split('?').next().unwrap_or(path);
                if path.is_empty() {
                    return Err(UrlError::Malformed {
                        reason: "no file is named after sqlite:".to_owned(),
                    });
                }
                Ok(Self::sqlite(path))
            }
            "postgres" | "postgresql" => format!("postgres:{rest}")
                .parse::<PgConnectOptions>()
                .map(|options| Self(Target::Postgres(Box::new(options))))
                .map_err(|error| UrlError::Malformed {
                    reason: error.to_string(),
                }),
            _ => Err(UrlError::Scheme {
                scheme: scheme.to_owned(),
            }),
        }
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Target::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Target::Postgres(options) => write!(
                f,
                "postgres://{}@{}:{}/{}",
                options.get_username(),
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or_default()
            ),
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let url: StoreUrl = "postgresql://ann:secret@db.example:5433/mine"
            .parse()
            .unwrap();
        assert_eq!(url.to_string(), "postgres://ann@db.example:5433/mine");
        assert!(!format!("{url:?}").contains("secret"));
        let parts = PostgresParts {
            password: Some("secret".to_owned()),
            ..PostgresParts::default()
        };
        assert!(!format!("{parts:?}").contains("secret"));
    }

    #[test]
    fn sqlite_urls_name_a_file() {
        for text in [
            "sqlite:data/p.db",
            "sqlite://data/p.db",
            "sqlite://data/p.db?mode=rwc",
        ] {
            assert_eq!(
                text.parse::<StoreUrl>().unwrap().to_string(),
                "sqlite:data/p.db"
            );
        }
        assert!("sqlite:".parse::<StoreUrl>().is_err());
        assert!(matches!(
            "mysql://x".parse::<StoreUrl>(),
            Err(UrlError::Scheme { .. })
        ));
    }

    #[test]
    fn a_driver_names_the_engine() {
        let parts = PostgresParts::default();
        let folder = Path::new("data");
        assert_eq!(
            StoreUrl::from_driver("postgresql+psycopg2", &parts, folder)
                .unwrap()
                .engine(),
            Engine::Postgres
        );
        assert_eq!(
            StoreUrl::from_driver("sqlite", &parts, folder)
                .unwrap()
                .to_string(),
            "sqlite:data/prospect.db"
        );
        assert!(StoreUrl::from_driver("oracle", &parts, folder).is_err());
    }
}
