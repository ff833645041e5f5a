//! The rules by which something looks wrong, by what they look at.

pub(super) mod cluster;
pub(super) mod endpoint;
pub(super) mod key;
pub(super) mod principal;
mod words;
