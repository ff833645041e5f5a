//! What Postern knows and does. No Tauri, no window.
//!
//! Modules depend on each other in one direction only; `cargo xtask check` fails on a cycle, and on I/O in
//! a module that must be pure.

pub mod access;
pub mod apply;
pub mod change;
pub mod check;
pub mod cloud;
pub mod cloud_cli;
pub mod config;
pub mod connection;
pub mod endpoint_link;
pub mod files;
pub mod inventory;
pub mod journal;
pub mod keys;
#[doc(hidden)]
pub mod mutant;
pub mod permission;
pub mod plan;
pub mod preflight;
pub mod principal;
pub mod private_address;
pub mod problem;
pub mod recipe;
pub mod rows;
pub mod session;
#[cfg(feature = "simulation")]
pub mod simulation;
mod sqlite;
mod sync;
mod table;
mod text;
pub mod trouble;
pub mod vpc;
