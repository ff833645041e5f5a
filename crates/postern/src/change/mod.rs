//! What would change, did it?
//!
//! A draft becomes a plan ([`plan`], pure), the user reviews it, and an [`Engine`] carries it out: read
//! again, merge three ways ([`merge`], pure), send once, read until an answer agrees. Every state of every
//! step goes through one place (`engine::Shared::record`).

mod confirm;
mod engine;
mod goal;
mod job;
mod judge;
#[cfg(test)]
mod judge_tests;
pub mod merge;
mod model;
mod orders;
mod plan;
mod runner;
mod send;
mod warn;

pub use engine::Engine;
pub use goal::Goal;
pub use model::*;
pub use plan::{Prepared, endpoint_name, plan, title};
