//! What was done to PSEs, by which key: what a simulation compares a client's words with.

use jiff::Timestamp;

use super::World;

/// A change of a PSE that the service accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// When.
    pub at: Timestamp,
    /// The name of the key.
    pub key: &'static str,
    /// The cluster's id.
    pub cluster: String,
    /// The region's code.
    pub region: String,
    /// What was done.
    pub operation: Operation,
    /// The list before; empty if there was no PSE.
    pub before: Vec<String>,
    /// The list afterwards; empty for a deletion.
    pub after: Vec<String>,
}

/// What was done to a PSE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It was created.
    Create,
    /// Its list was replaced.
    Edit,
    /// Its deletion began.
    Delete,
}

impl World {
    /// Notes a change that was accepted.
    pub(crate) fn note(
        &mut self,
        key: &'static str,
        (cluster, region): (&str, &str),
        operation: Operation,
        before: Vec<String>,
        after: Vec<String>,
    ) {
        self.applied.push(Applied {
            at: self.now(),
            key,
            cluster: cluster.to_owned(),
            region: region.to_owned(),
            operation,
            before,
            after,
        });
    }
}
