//! What a client of the simulated service gets over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod client;
mod dialects;
mod endpoints;
mod faults;
mod lists;
mod refusals;
mod service;
