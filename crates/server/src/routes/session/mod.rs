//! Who the caller is, signing in and signing out.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod show;
