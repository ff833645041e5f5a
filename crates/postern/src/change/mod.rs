//! What would change, did it?
//!
//! A draft becomes a plan ([`plan`], pure), the user reviews it, and an [`Engine`] carries it out: read
//! again, merge three ways ([`merge`], pure), send once, read until an answer agrees. Every state of every
//! step goes through one place (`shared::Shared::record_state`, which writes it into the journal).

mod answer;
mod bulk;
mod confirm;
mod each;
mod engine;
mod expand;
mod goal;
mod index;
mod job;
mod judge;
#[cfg(test)]
mod judge_tests;
mod kept;
pub mod merge;
mod model;
mod orders;
mod outcome;
mod plan;
mod portable;
mod revert;
mod runner;
mod send;
mod shared;
mod title;
mod typed;
mod warn;
mod ybm;

pub use bulk::{BulkPlan, PreparedBulk, Unread, bulk};
pub use engine::Engine;
pub use expand::{Expanded, Notes, Skipped, expand};
pub use goal::Goal;
pub use model::*;
pub use outcome::{Outcome, Outcomes};
pub use plan::{Prepared, endpoint_name, plan, title};
pub use portable::PlanFile;
pub use revert::{RevertStep, revert};
pub use title::Naming;
pub use typed::Confirm;
pub use ybm::ybm_commands;
