//! The OpenAPI document and its viewer, which works without a network.

pub(crate) mod document;
pub(crate) mod viewer;
