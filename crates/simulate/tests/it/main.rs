//! The engine against published studies and the vectors of the definitions.

mod golden_cases;
mod shared;
