//! Tests of the public face of the crate, one module per subject.

mod shared;
mod unit;
