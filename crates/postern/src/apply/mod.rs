//! Making it so.
//!
//! An [`Engine`] carries plans out: read again, merge three ways, send once, read until an answer agrees.
//! Every state of every step goes through one place (`shared::SharedChanges::record_state`, which writes it into
//! the journal).

mod answer;
mod confirm;
mod create;
mod delete;
mod engine;
mod outcome;
mod read;
mod recover;
mod runner;
mod send;
mod shared;
mod tasks;
mod update;
mod user_commands;
mod verdict;
#[cfg(test)]
mod verdict_tests;
mod window;

pub use engine::Engine;
pub use outcome::{BatchResult, BatchResults};
