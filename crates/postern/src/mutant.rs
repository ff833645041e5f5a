//! What a simulation leaves out, to see that it is missed.

/// A part of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The read before an edit is sent.
    ReadBefore,
    /// Waiting until the journal's record of a request is on the disk.
    JournalWait,
    /// One change of an endpoint at a time.
    Turn,
    /// Reading on after a read has shown the edit.
    Watch,
    /// The cluster's own word on an endpoint that was not found.
    NotFound,
}

#[cfg(feature = "simulation")]
thread_local! {
    static LEFT_OUT: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}

/// Leaves this part out on this thread.
#[cfg(feature = "simulation")]
pub fn leave_out(part: Option<Mutant>) {
    LEFT_OUT.set(part);
}

#[cfg(feature = "simulation")]
pub(crate) fn is_left_out(part: Mutant) -> bool {
    LEFT_OUT.get() == Some(part)
}

#[cfg(not(feature = "simulation"))]
pub(crate) fn is_left_out(_: Mutant) -> bool {
    false
}
