//! The store's tests: one conformance suite that both engines pass, and what only one of them has.

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod databases;
