//! The journal of changes: what was changed, by whom, and with which result.
//!
//! A [`Journal`] is one SQLite file with one writer thread (`writer`), which processes writes in order and
//! commits waiting ones together. A project's part of it is a [`Ledger`]. The engine records every state of
//! every step, and sends a request only once its record is durable. Changes by others are recorded when they
//! are seen. The journal contains no keys.

mod accepted;
mod compare;
#[cfg(test)]
mod compare_tests;
#[cfg(feature = "simulation")]
mod disk;
mod export;
mod forget;
#[cfg(test)]
mod large_tests;
mod last_seen;
mod ledger;
mod model;
mod notes;
mod query;
mod recover;
mod rows;
mod schema;
mod undo;
mod watch;
mod writer;
#[cfg(test)]
mod writer_tests;

#[cfg(feature = "simulation")]
pub use disk::Disk;
pub use export::export;
pub use ledger::{Ledger, Whose};
pub use model::*;
pub use notes::GrantNote;
pub use writer::{Commit, Journal, JournalError, OnCommit};

pub(crate) use ledger::{NewChange, Sending, SentNote, StepKey};
pub(crate) use recover::{OpenChange, OpenStep, unreadable};
pub(crate) use watch::{List, Ours, watch};
