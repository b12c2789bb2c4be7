//! Which database the settings mean: one URL, or the parts that older
//! deployments set, or the file in the data folder.

use std::path::Path;

use prospect_storage::{PostgresParts, StoreUrl};

use super::{Layers, Source, Sourced};
use crate::failure::Failure;

pub(super) fn url(layers: &Layers, data: &Path) -> Result<Sourced<StoreUrl>, Failure> {
    if let Some(given) = layers.get("database.url") {
        return match given.value.parse() {
            Ok(value) => Ok(Sourced {
                value,
                source: given.source.clone(),
            }),
            Err(error) => Err(Failure::usage(format!("{error} ({})", given.source))),
        };
    }
    let part = |name: &str| layers.get(name).map(|given| given.value.clone());
    let parts = PostgresParts {
        host: part("database.host"),
        port: super::parsed(layers, "database.port", 5432_u16).map(|port| Some(port.value))?,
        user: part("database.user"),
        password: part("database.password"),
        name: part("database.name"),
    };
    let Some(driver) = layers.get("database.driver") else {
        // Parts without a driver would be silently unused.
        if let Some(orphan) = layers.get("database.host") {
            return Err(Failure::usage(format!(
                "database.host is given ({}) but database.driver is not; set DATABASE_DRIVER=postgresql",
                orphan.source
            )));
        }
        return Ok(Sourced {
            value: StoreUrl::in_data_folder(data),
            source: Source::Default,
        });
    };
    match StoreUrl::from_driver(&driver.value, &parts, data) {
        Ok(value) => Ok(Sourced {
            value,
            source: driver.source.clone(),
        }),
        Err(error) => Err(Failure::usage(format!("{error} ({})", driver.source))),
    }
}
