//! What would change, did it?
//!
//! A draft becomes a plan ([`plan`], pure), the user reviews it, and an [`Engine`] carries it out: read
//! again, merge three ways ([`merge`], pure), send once, read until an answer agrees. Every state of every
//! step goes through one place (`engine::Shared::record`).

mod bulk;
mod confirm;
mod engine;
mod expand;
mod goal;
mod index;
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
mod title;
mod warn;

pub use bulk::{BulkPlan, PreparedBulk, bulk};
pub use engine::Engine;
pub use expand::{Expanded, Skipped, expand};
pub use goal::Goal;
pub use model::*;
pub use plan::{Prepared, endpoint_name, plan, title};
pub use title::Naming;

pub(crate) use plan::untyped;
