//! What was done, by whom, and how did it end?
//!
//! A [`Journal`] is one SQLite file with one owner (`owner`): a thread that does every write in order and
//! commits what has come together together. An account's part of it is a [`Ledger`]. The engine writes each
//! state of each step into it, and waits for what is about to be sent to be on the disk before the request
//! goes out; what others change is kept beside that, as seen. There is no key in it.

mod compare;
#[cfg(test)]
mod compare_tests;
mod export;
mod forget;
#[cfg(test)]
mod large_tests;
mod last_seen;
mod ledger;
mod model;
mod query;
mod recover;
mod rows;
mod schema;
mod undo;
mod watch;
mod writer;
#[cfg(test)]
mod writer_tests;

pub use export::export;
pub use ledger::{Ledger, Whose};
pub use model::*;
pub use writer::{Commit, Journal, JournalError, OnCommit};

pub(crate) use ledger::{Begun, Sending, SentNote, StepKey};
pub(crate) use recover::{Kept, KeptStep, unreadable};
pub(crate) use watch::{List, Ours, watch};
