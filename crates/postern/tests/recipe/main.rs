//! What people run, and what they are told when it does not work.
//!
//! The clouds' own tools judge the artifacts: `cargo xtask setup` installs them.

#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod aws;
mod azure;
mod check_script;
mod connection;
mod curl;
mod example;
mod form;
mod gate;
mod links;
#[path = "../../../../tests/src/port.rs"]
mod port;
mod prerequisites;
mod quoting;
mod refusals;
mod shells;
mod snapshots;
mod support;
mod templates;
mod terraform_ybm;
mod trouble;
mod unfit;
