//! `prospect user`: accounts, made at the machine itself.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use prospect_server::administration::{Administration, AdministrationError};
use prospect_storage::{PageRequest, Role, Store};

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;
use crate::settings::Settings;
use crate::store::{self, StoreFlags};
use crate::text_table::{Align, TextTable};

/// Accounts: add, list, set a password
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add an account; the password comes from standard input or a file
    Add {
        name: String,
        /// viewer, analyst or admin
        #[arg(long)]
        role: Role,
        #[command(flatten)]
        password: PasswordFlags,
        #[command(flatten)]
        store: StoreFlags,
    },
    /// List the accounts
    List {
        #[command(flatten)]
        store: StoreFlags,
    },
    /// Set a new password and sign the account out everywhere
    Passwd {
        name: String,
        #[command(flatten)]
        password: PasswordFlags,
        #[command(flatten)]
        store: StoreFlags,
    },
}

#[derive(Debug, Args)]
struct PasswordFlags {
    /// File that holds the password [default: standard input]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

const PAGE: u64 = 1_000;
/// A password line longer than this is some other file.
const PASSWORD_BYTES_MAX: u64 = 4_096;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Add {
            name,
            role,
            password,
            store,
        } => {
            let password = password.read()?;
            let settings = store.settings()?;
            store::block_on(async {
                let administration = administration(&settings).await?;
                let user = administration.create_user(name, *role, password).await?;
                write_stdout(format!("added {} as {}\n", user.name, user.role).as_bytes())
            })
        }
        Command::List { store } => {
            let settings = store.settings()?;
            store::block_on(async {
                let text = list(&store::open_current(&settings).await?).await?;
                write_stdout(text.as_bytes())
            })
        }
        Command::Passwd {
            name,
            password,
            store,
        } => {
            let password = password.read()?;
            let settings = store.settings()?;
            store::block_on(async {
                let administration = administration(&settings).await?;
                administration.set_password(name, password).await?;
                write_stdout(format!("the password of {name} is set\n").as_bytes())
            })
        }
    }
}

pub(super) async fn administration(settings: &Settings) -> Result<Administration, Failure> {
    let store = store::open_current(settings).await?;
    Administration::new(store).map_err(|error| {
        Failure::new(
            Kind::Environment,
            format!("the operating system gives no random bytes: {error}"),
        )
    })
}

impl From<AdministrationError> for Failure {
    fn from(error: AdministrationError) -> Self {
        match error {
            AdministrationError::Storage(error) => error.into(),
            AdministrationError::Password(error) => Self::new(Kind::Environment, error.to_string()),
            AdministrationError::Refused(_)
            | AdministrationError::NoUser(_)
            | AdministrationError::RoleAboveUser { .. } => Self::input(error.to_string()),
        }
    }
}

impl PasswordFlags {
    fn read(&self) -> Result<String, Failure> {
        let (text, place) = match &self.password_file {
            Some(path) => (read_file(path), path.display().to_string()),
            None => (
                read_bounded(std::io::stdin().lock()),
                "standard input".to_owned(),
            ),
        };
        let text = text.map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!("the password cannot be read from {place}: {error}"),
            )
        })?;
        let password = text.trim_end_matches(['\r', '\n']);
        if password.is_empty() {
            return Err(Failure::input(format!(
                "no password was given; write it to {place}"
            )));
        }
        Ok(password.to_owned())
    }
}

fn read_file(path: &Path) -> std::io::Result<String> {
    read_bounded(std::fs::File::open(path)?)
}

fn read_bounded(from: impl std::io::Read) -> std::io::Result<String> {
    let mut text = String::new();
    from.take(PASSWORD_BYTES_MAX).read_to_string(&mut text)?;
    Ok(text)
}

async fn list(store: &Store) -> Result<String, Failure> {
    let mut table = TextTable::new(&[
        ("name", Align::Left),
        ("role", Align::Left),
        ("state", Align::Left),
        ("added", Align::Left),
    ]);
    let mut request = PageRequest::first(PAGE);
    let tx = store.read().await?;
    loop {
        let page = tx.users().list(&request).await?;
        for user in page.items {
            table.row(vec![
                user.name,
                user.role.to_string(),
                if user.disabled { "disabled" } else { "active" }.to_owned(),
                user.created_at.format("%Y-%m-%d").to_string(),
            ]);
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => return Ok(table.render()),
        }
    }
}
