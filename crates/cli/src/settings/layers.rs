//! Where settings are looked up: raw text by key, gathered once from flags,
//! environment and file. Says nothing about what a value means.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{KEYS, Sourced};
use crate::failure::{Failure, Kind};

/// Where a value was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Default,
    File(PathBuf),
    /// The variable, or the file that the variable with `_FILE` named.
    Environment(String),
    /// The flag, with its dashes.
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => out.write_str("default"),
            Self::File(path) => write!(out, "{}", path.display()),
            Self::Environment(variable) => out.write_str(variable),
            Self::Flag(flag) => out.write_str(flag),
        }
    }
}

/// All values that were given, by key.
#[derive(Default)]
pub(crate) struct Layers {
    given: BTreeMap<&'static str, Sourced<String>>,
    environment: BTreeMap<String, String>,
}

/// The file looked for in the current folder when none is named.
const FILE_NAME: &str = "prospect.toml";

impl Layers {
    /// Reads the file and the environment of the process.
    pub(crate) fn gather(file: Option<&Path>) -> Result<Self, Failure> {
        let mut layers = Self {
            given: BTreeMap::new(),
            environment: std::env::vars().collect(),
        };
        let named = file
            .map(Path::to_path_buf)
            .or_else(|| layers.environment.get("PROSPECT_CONFIG").map(PathBuf::from));
        match named {
            Some(path) => layers.read_file(&path)?,
            None if Path::new(FILE_NAME).exists() => layers.read_file(Path::new(FILE_NAME))?,
            None => {}
        }
        layers.read_environment()?;
        Ok(layers)
    }

    /// Sets a value from a flag, which wins over everything.
    pub(crate) fn flag(&mut self, key: &'static str, flag: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.set(key, value, Source::Flag(flag));
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Sourced<String>> {
        self.given.get(key)
    }

    /// Variables that look like ours but are not.
    pub(crate) fn unknown_variables(&self) -> Vec<&str> {
        self.environment
            .keys()
            .filter(|variable| variable.starts_with("PROSPECT_"))
            .filter(|variable| variable.as_str() != "PROSPECT_CONFIG")
            .filter(|variable| KEYS.iter().all(|key| key.variable != variable.as_str()))
            .map(String::as_str)
            .collect()
    }

    /// The folder for this user's data by the rules of the desktop.
    pub(crate) fn default_data_folder(&self) -> Result<PathBuf, Failure> {
        let folder = |variable: &str| {
            self.environment
                .get(variable)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        folder("XDG_DATA_HOME")
            .or_else(|| folder("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("prospect"))
            .ok_or_else(|| Failure::usage("no data folder is known; name one with --data"))
    }

    fn set(&mut self, key: &'static str, value: String, source: Source) {
        self.given.insert(key, Sourced { value, source });
    }

    fn read_environment(&mut self) -> Result<(), Failure> {
        let mut found = Vec::new();
        for key in KEYS {
            let direct = self
                .environment
                .get(key.variable)
                .filter(|value| !value.is_empty());
            let file_variable = format!("{}_FILE", key.variable);
            let file = self
                .environment
                .get(&file_variable)
                .filter(|value| key.is_secret && !value.is_empty());
            match (direct, file) {
                (Some(_), Some(_)) => {
                    return Err(Failure::usage(format!(
                        "{} and {file_variable} are both set; keep one",
                        key.variable
                    )));
                }
                (Some(value), None) => found.push((
                    key.name,
                    value.clone(),
                    Source::Environment(key.variable.to_owned()),
                )),
                (None, Some(path)) => {
                    let text = std::fs::read_to_string(path).map_err(|error| {
                        Failure::new(
                            Kind::Environment,
                            format!("{path} ({file_variable}) cannot be read: {error}"),
                        )
                    })?;
                    found.push((
                        key.name,
                        text.trim_end_matches(['\r', '\n']).to_owned(),
                        Source::Environment(file_variable),
                    ));
                }
                (None, None) => {}
            }
        }
        for (name, value, source) in found {
            self.set(name, value, source);
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path) -> Result<(), Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!("{} cannot be read: {error}", path.display()),
            )
        })?;
        self.read_toml(path, &text)
    }

    fn read_toml(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            Failure::input(format!("{}: {}", path.display(), error.message()))
        })?;
        let mut values = Vec::new();
        flatten("", table, &mut values);
        for (name, value) in values {
            let Some(key) = KEYS.iter().find(|key| key.name == name) else {
                return Err(Failure::input(format!(
                    "{}: there is no setting {name:?}; there are {}",
                    path.display(),
                    KEYS.iter()
                        .map(|key| key.name)
                        .collect::<Vec<_>>()
                        .join(", ")
                )));
            };
            let Some(value) = value else {
                return Err(Failure::input(format!(
                    "{}: {name} must be text, a whole number or true/false",
                    path.display()
                )));
            };
            self.set(key.name, value, Source::File(path.to_path_buf()));
        }
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn for_test(file: &str, environment: &[(&str, &str)]) -> Result<Self, Failure> {
        let mut layers = Self {
            given: BTreeMap::new(),
            environment: environment
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        };
        layers.read_toml(Path::new(FILE_NAME), file)?;
        layers.read_environment()?;
        Ok(layers)
    }
}

/// Tables become dotted names; a value that is no scalar becomes `None`.
fn flatten(prefix: &str, table: toml::Table, into: &mut Vec<(String, Option<String>)>) {
    for (name, value) in table {
        let path = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            toml::Value::Table(inner) => flatten(&path, inner, into),
            toml::Value::String(text) => into.push((path, Some(text))),
            toml::Value::Integer(number) => into.push((path, Some(number.to_string()))),
            toml::Value::Boolean(flag) => into.push((path, Some(flag.to_string()))),
            toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Array(_) => {
                into.push((path, None));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, "hidden\n").unwrap();
        let named = path.to_str().unwrap();
        let layers = Layers::for_test("", &[("DATABASE_PASSWORD_FILE", named)]).unwrap();
        let given = layers.get("database.password").unwrap();
        assert_eq!(given.value, "hidden");
        assert_eq!(given.source.to_string(), "DATABASE_PASSWORD_FILE");

        let both = [
            ("DATABASE_PASSWORD_FILE", named),
            ("DATABASE_PASSWORD", "x"),
        ];
        let failure = Layers::for_test("", &both).err().unwrap();
        assert!(failure.message.contains("both set"), "{}", failure.message);
    }

    #[test]
    fn an_empty_variable_counts_as_not_given() {
        let layers = Layers::for_test("", &[("DATABASE_URL", "")]).unwrap();
        assert!(layers.get("database.url").is_none());
    }

    #[test]
    fn variables_that_look_like_ours_are_listed() {
        let environment = [("PROSPECT_BNID", "x"), ("PROSPECT_BIND", "127.0.0.1:1")];
        let layers = Layers::for_test("", &environment).unwrap();
        assert_eq!(layers.unknown_variables(), ["PROSPECT_BNID"]);
    }

    #[test]
    fn a_list_is_no_setting() {
        let failure = Layers::for_test("bind = [1]\n", &[]).err().unwrap();
        assert!(
            failure.message.contains("bind must be text"),
            "{}",
            failure.message
        );
    }
}
