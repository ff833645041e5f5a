//! A client for the YugabyteDB Aeon public API.
//!
//! [`wire`] spells the API's JSON, [`ids`] its ids. This crate knows HTTP and the service; it knows
//! nothing of Postern.

pub mod ids;
pub mod wire;
