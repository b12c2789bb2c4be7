//! The `prospect` command: reads the arguments, runs one command, ends with a
//! meaningful exit code. What the commands do is in `commands`.

mod commands;
mod failure;
mod logging;
mod memory;
mod model_flags;
mod output;
mod panel_file;
mod progress;
mod settings;
mod store;
mod text_table;
mod threads;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Price forecasts, project values and what drives them.
#[derive(Debug, Parser)]
#[command(name = "prospect", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Forecast(commands::forecast::Arguments),
    Evaluate(commands::evaluate::Arguments),
    Simulate(commands::simulate::Arguments),
    Compare(commands::compare::Arguments),
    Report(commands::report::Arguments),
    Template(commands::template::Arguments),
    Serve(commands::serve::Arguments),
    Migrate(commands::migrate::Arguments),
    Seed(commands::seed::Arguments),
    Worker(commands::worker::Arguments),
    Backup(commands::backup::Arguments),
    Restore(commands::restore::Arguments),
    Doctor(commands::doctor::Arguments),
    User(commands::user::Arguments),
    Key(commands::key::Arguments),
    Openapi(commands::openapi::Arguments),
}

fn main() -> ExitCode {
    memory::share_pools();
    let outcome = match Arguments::parse().command {
        Command::Forecast(arguments) => commands::forecast::run(&arguments),
        Command::Evaluate(arguments) => commands::evaluate::run(&arguments),
        Command::Simulate(arguments) => commands::simulate::run(&arguments),
        Command::Compare(arguments) => commands::compare::run(&arguments),
        Command::Report(arguments) => commands::report::run(&arguments),
        Command::Template(arguments) => commands::template::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Migrate(arguments) => commands::migrate::run(&arguments),
        Command::Seed(arguments) => commands::seed::run(&arguments),
        Command::Worker(arguments) => commands::worker::run(&arguments),
        Command::Backup(arguments) => commands::backup::run(&arguments),
        Command::Restore(arguments) => commands::restore::run(&arguments),
        Command::Doctor(arguments) => commands::doctor::run(&arguments),
        Command::User(arguments) => commands::user::run(&arguments),
        Command::Key(arguments) => commands::key::run(&arguments),
        Command::Openapi(arguments) => commands::openapi::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}
