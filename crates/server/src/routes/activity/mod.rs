//! What changed, in words.

pub(crate) mod list;
mod sentence;
