//! The OpenAPI document and its viewer, which works without a network.

pub mod document;
pub mod viewer;
