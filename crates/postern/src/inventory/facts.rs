//! What has been read, as it was read, and when: what the model is made of.

use aeon::ids::RegionInfoId;
use aeon::wire;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::problem::Problem;

/// The order in which requests were sent. What was asked later is newer, whatever came back first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    pub number: u64,
    /// When it was sent, if that was in this run.
    pub at: Option<Instant>,
}

/// What is known of a PSE from reads of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct PseFacts {
    /// The last answer.
    pub read: Option<PseRead>,
    /// Why the last attempt failed, where it did.
    pub problem: Option<Problem>,
    /// When a read said that it is gone.
    pub gone: Option<Stamp>,
}

/// An answer about a PSE.
#[derive(Clone, Debug)]
pub(crate) struct PseRead {
    pub pse: wire::Pse,
    pub at: Timestamp,
    pub stamp: Stamp,
}

impl PseFacts {
    /// The service name of the last answer.
    pub fn service_name(&self) -> Option<String> {
        let name = self.read.as_ref()?.pse.info.service_name.clone();
        name.filter(|name| !name.is_empty())
    }

    /// The answer, where it was asked for after `stamp`.
    pub fn newer_than(&self, stamp: Stamp) -> Option<&wire::Pse> {
        self.read
            .as_ref()
            .filter(|read| read.stamp > stamp)
            .map(|read| &read.pse)
    }
}

/// A change of ours that the service took and no read has confirmed yet; drawn over what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overlay {
    /// What is changing.
    pub kind: OverlayKind,
    /// Whether the time in which a read should have agreed is over.
    pub overdue: bool,
}

impl Overlay {
    /// What reads are expected to show any moment. A change that is overdue may never have come about:
    /// what was read counts then.
    pub fn expected(&self) -> Option<&OverlayKind> {
        (!self.overdue).then_some(&self.kind)
    }
}

/// What an unconfirmed change does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OverlayKind {
    /// Makes a PSE.
    Create {
        /// Who may connect.
        principals: Vec<String>,
    },
    /// Replaces the list.
    Edit {
        /// The list before.
        old: Vec<String>,
        /// The list that was sent.
        new: Vec<String>,
    },
    /// Deletes the PSE.
    Delete,
}

/// Where a region's overlay, if any, is looked up.
pub(crate) type Overlays = std::collections::BTreeMap<RegionInfoId, Overlay>;
