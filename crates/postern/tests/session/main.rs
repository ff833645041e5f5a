//! What an account's user gets: the whole of `postern` against the simulated service, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod access;
mod accounts;
mod bulk;
mod changes;
mod connect;
mod crowd;
mod endpoints;
mod history;
mod interrupted;
mod inventory;
mod keys;
mod outside;
mod portable;
mod reading;
mod support;
mod vpcs;
