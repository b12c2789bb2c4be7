//! Tests of the public face of the crate, one module per subject.

mod files;
mod hostile;
mod published;
mod shared;
