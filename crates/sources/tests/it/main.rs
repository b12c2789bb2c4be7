//! Tests of the public face of the crate, one module per subject.

mod book;
mod export;
mod files;
mod hostile;
mod panel;
mod published;
mod shared;
mod workbooks;
