//! `prospect openapi`: the description of the HTTP interface, as the server
//! answers it at `/api/openapi.json`.

use clap::Args;

use crate::failure::{Failure, Kind};
use crate::output::write_stdout;

/// Print the OpenAPI description of the HTTP interface
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<(), Failure> {
    let mut json = prospect_server::document()
        .to_pretty_json()
        .map_err(|error| {
            Failure::new(
                Kind::Environment,
                format!("the description cannot be written: {error}"),
            )
        })?;
    json.push('\n');
    write_stdout(json.as_bytes())
}
