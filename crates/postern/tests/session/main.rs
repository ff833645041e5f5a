//! What an account's user gets: the whole of `postern` against the simulated service, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod access;
mod accounts;
mod bulk;
mod changes;
mod clouds;
mod connect;
mod consent;
mod crowd;
mod deleting;
mod dialects;
mod endpoints;
mod files;
mod history;
mod history_kept;
mod interrupted;
mod inventory;
mod keys;
mod link;
mod migration;
mod outside;
mod portable;
mod preflight;
mod reading;
mod support;
mod undoing;
mod updates;
mod user_verification;
mod views;
mod vpcs;
