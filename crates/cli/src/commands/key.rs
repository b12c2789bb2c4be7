//! `prospect key`: API keys, made at the machine itself. A key is shown once.

use clap::{Args, Subcommand};
use prospect_storage::{ApiKeyId, PageRequest, Role, Store};

use super::user::administration;
use crate::failure::Failure;
use crate::output::write_stdout;
use crate::store::{self, StoreFlags};
use crate::text_table::{Align, TextTable};

/// API keys: create, list, revoke
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a key and print it; it cannot be shown again
    Create {
        /// What the key is for
        name: String,
        /// Account that the key belongs to
        #[arg(long, value_name = "NAME")]
        user: String,
        /// viewer, analyst or admin [default: the account's]
        #[arg(long)]
        role: Option<Role>,
        #[command(flatten)]
        store: StoreFlags,
    },
    /// List the keys without their secrets
    List {
        #[command(flatten)]
        store: StoreFlags,
    },
    /// Revoke a key; it stops working at once
    Revoke {
        /// As `key list` shows it
        id: ApiKeyId,
        #[command(flatten)]
        store: StoreFlags,
    },
}

const PAGE: u64 = 1_000;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Create {
            name,
            user,
            role,
            store,
        } => {
            let settings = store.settings()?;
            store::block_on(async {
                let administration = administration(&settings).await?;
                let (_, secret) = administration.create_key(user, name, *role).await?;
                write_stdout(format!("{secret}\n").as_bytes())
            })
        }
        Command::List { store } => {
            let settings = store.settings()?;
            store::block_on(async {
                let text = list(&store::open_current(&settings).await?).await?;
                write_stdout(text.as_bytes())
            })
        }
        Command::Revoke { id, store } => {
            let settings = store.settings()?;
            store::block_on(async {
                if administration(&settings).await?.revoke_key(*id).await? {
                    return write_stdout(b"revoked\n");
                }
                Err(Failure::input(format!(
                    "there is no key {id}; `prospect key list` shows them"
                )))
            })
        }
    }
}

async fn list(store: &Store) -> Result<String, Failure> {
    let mut table = TextTable::new(&[
        ("id", Align::Left),
        ("begins with", Align::Left),
        ("name", Align::Left),
        ("role", Align::Left),
        ("last used", Align::Left),
    ]);
    let mut request = PageRequest::first(PAGE);
    let tx = store.read().await?;
    loop {
        let page = tx.api_keys().list(None, &request).await?;
        for key in page.items {
            table.row(vec![
                key.id.to_string(),
                key.prefix,
                key.name,
                key.role.to_string(),
                key.last_used_at.map_or_else(
                    || "never".to_owned(),
                    |used| used.format("%Y-%m-%d %H:%M").to_string(),
                ),
            ]);
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => return Ok(table.render()),
        }
    }
}
