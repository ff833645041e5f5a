//! What a client of the service gets, told over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod endpoints;
mod faults;
mod lists;

mod refusals;
mod service;
mod there;
