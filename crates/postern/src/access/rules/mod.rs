//! The rules that produce findings, one file per subject.

pub(super) mod cluster;
pub(super) mod connection;
pub(super) mod date;
pub(super) mod endpoint;
pub(super) mod key;
pub(super) mod owner;
pub(super) mod principal;
mod words;
