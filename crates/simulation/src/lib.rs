//! Postern's client, engine and journal as they are, against the simulated service: one thread, virtual time, no
//! sockets. A seed decides everything that can differ between two runs; the same seed gives the same trace.
//!
//! [`run`] plays a user and another client on a few endpoints, and checks at the end what Postern said against what
//! the service did (`claims`).

mod claims;
mod network;
mod other;
mod play;
mod settings;
mod trace;
mod user;

pub use claims::Claim;
pub use postern::mutant::Mutant;
pub use settings::{Faults, LAGS, Settings};

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its seed.
    pub seed: u64,
    /// What happened, a line each.
    pub trace: Vec<String>,
    /// The claims that don't hold, and why.
    pub broken: Vec<(Claim, String)>,
    /// Edits that the other client made and that were acknowledged.
    pub others_edits: usize,
    /// Changes of its that an edit of ours replaced, for good or for a while.
    pub replaced: usize,
    /// Of those, the ones that were lost without a word.
    pub lost_untold: usize,
}

/// Runs a simulation.
pub fn run(settings: &Settings, seed: u64) -> Report {
    play::play(settings, seed)
}
