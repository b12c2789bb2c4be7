//! Tests of the public face of the crate, one module per subject.

mod calendar;
mod frequency;
mod shared;
mod unit;
