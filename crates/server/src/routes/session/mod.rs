//! Who the caller is, signing in and signing out.

pub mod create;
pub mod delete;
pub mod show;
