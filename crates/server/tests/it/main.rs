//! Tests through the real router on a real store, each on SQLite and on PostgreSQL; the modules
//! mirror the tree of addresses.

#[cfg(test)]
mod access;
#[cfg(test)]
mod api;
#[cfg(test)]
mod app;
#[cfg(test)]
mod document;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod serve;
