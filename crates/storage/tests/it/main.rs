//! The store's tests: one conformance suite that both engines pass, and what only one of them has.

mod conformance;
mod databases;
