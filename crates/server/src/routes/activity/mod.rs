//! What changed, in words.

pub mod list;
mod sentence;
