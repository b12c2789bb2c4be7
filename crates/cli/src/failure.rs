//! How a command ends when it does not succeed: one sentence for the person,
//! one exit code for the program. The codes are part of the interface
//! (`docs/cli.md`); nothing else in this crate chooses a code.

use std::fmt;
use std::process::ExitCode;

/// What went wrong, by whom it can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Disk, network, database: the machine or its surroundings.
    Environment,
    /// The command was called wrongly in a way the argument parser cannot see.
    Usage,
    /// A file or value is not what it must be.
    Input,
    /// The input is sound, but what was asked cannot be computed from it.
    Unavailable,
    /// The store is in a state in which the command must not go on.
    State,
}

impl Kind {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Environment => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Unavailable => 4,
            Self::State => 5,
        }
    }
}

/// The reason a command ends without having done its work.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    /// Further places of the same fault, one a line, shown below the message.
    pub(crate) details: Vec<String>,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            details: Vec::new(),
        }
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, message)
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unavailable, message)
    }

    pub(crate) fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.kind.exit_code())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error: {}", self.message)?;
        for detail in &self.details {
            write!(out, "\n  {detail}")?;
        }
        Ok(())
    }
}

/// Errors that carry no better knowledge are the environment's.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(Kind::Environment, format!("{error:#}"))
    }
}
