//! What should be: from a goal to drafts, and from drafts to a plan that the user reviews.
//!
//! Pure: a snapshot in, a plan out. Nothing here reads, sends or writes; `apply` does.

mod approval;
mod batch;
mod confirmation;
mod endpoint;
mod expand;
mod goal;
mod index;
mod job;
pub mod merge;
mod plan_file;
mod revert;
mod step;
mod title;
mod warnings;
mod ybm;

pub use approval::{AccountFacts, StepsDigest, StepsSummary};
pub use batch::{BulkPlan, PreparedBulk, Unread, bulk};
pub use expand::{Expanded, Notes, Skipped, expand};
pub use goal::Goal;
pub use plan_file::PlanFile;
pub use revert::{RevertStep, revert};
pub use step::Prepared;
pub use title::Naming;
pub use ybm::ybm_commands;

pub(crate) use job::{Job, JobKind, Reviewed};
pub(crate) use step::{show_lists, stale};
