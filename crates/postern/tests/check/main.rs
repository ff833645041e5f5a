//! The check of a private link from this machine: against listeners on loopback, and a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod listeners;
#[path = "../../../../tests/src/port.rs"]
mod port;
mod postgres;
mod steps;
