//! Makes sure the folder the workbench is embedded from exists, so that the server also builds
//! before the workbench does.

use std::fs;
use std::path::Path;

fn main() {
    let dist = Path::new("../../ui/dist");
    if let Err(error) = fs::create_dir_all(dist) {
        println!("cargo::error=failed to create {}: {error}", dist.display());
    }
    println!("cargo::rerun-if-changed={}", dist.display());
}
