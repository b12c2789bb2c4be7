//! Tests through the real router on a real store; the modules mirror the tree of addresses.

mod openapi;
