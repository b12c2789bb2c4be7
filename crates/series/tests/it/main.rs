//! Tests of the public face of the crate, one module per subject.

mod calendar;
mod column;
mod frequency;
mod shared;
mod unit;
