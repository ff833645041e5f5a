//! A change from draft to result, as the page sees it.

mod note;
mod tally;

pub use note::{Acceptance, ChangeNote, NoteDraft, checked_acceptance, today};

use aeon::ids::{ClusterId, PseId, RegionInfoId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

use crate::cloud::Cloud;
use crate::principal::PrincipalView;
use crate::problem::Problem;
use crate::text::visible;

pub use tally::Tally;

/// What the user wants for the PSEs of one cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// One change for each region.
    pub region_changes: Vec<RegionChange>,
}

/// What the user wants for one region's PSE.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum RegionChange {
    /// Make one.
    Create {
        /// The region.
        region_id: RegionInfoId,
        /// Who may connect.
        principals: Vec<String>,
    },
    /// Change who may connect.
    Edit {
        /// The region.
        region_id: RegionInfoId,
        /// The list that the user saw when the editing began.
        base: Vec<String>,
        /// The list that the user wants.
        mine: Vec<String>,
    },
    /// Delete it.
    Delete {
        /// The region.
        region_id: RegionInfoId,
    },
    /// Delete one that has failed, and make it again: two steps, one after the other.
    Recreate {
        /// The region.
        region_id: RegionInfoId,
        /// Who may connect.
        principals: Vec<String>,
    },
}

/// A plan's or a running change's id.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type,
)]
#[serde(transparent)]
pub struct ChangeId(#[specta(type = String)] pub Uuid);

/// A batch's id: the changes that were reviewed and started together.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type,
)]
#[serde(transparent)]
pub struct BatchId(#[specta(type = String)] pub Uuid);

impl ChangeId {
    pub(crate) fn new() -> Self {
        Self(new_id())
    }
}

impl BatchId {
    pub(crate) fn new() -> Self {
        Self(new_id())
    }
}

/// A random id; in a simulation it depends on the seed.
fn new_id() -> Uuid {
    #[cfg(feature = "simulation")]
    if aeon::clock::simulated::is_running() {
        return Uuid::from_u128(fastrand::u128(..));
    }
    Uuid::new_v4()
}

/// What would happen, step by step, before anything is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Names the plan when it is applied.
    pub id: ChangeId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The cluster's name.
    pub cluster_name: String,
    /// The steps; a change that is fulfilled already has none.
    pub steps: Vec<Step>,
    /// Why it can't be applied now (the key's role, the cluster's state); `None`: it can.
    pub blocked: Option<Problem>,
}

/// One endpoint's change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The region.
    pub region_id: RegionInfoId,
    /// The region's code.
    pub region: String,
    /// The region's cloud.
    pub cloud: Cloud,
    /// The PSE; `None` where one is made.
    pub pse_id: Option<PseId>,
    /// What is done.
    pub action: Action,
    /// Who may connect before, as far as known.
    pub before: Vec<PrincipalView>,
    /// Who may connect afterwards.
    pub after: Vec<PrincipalView>,
    /// Whether `before` is empty because no answer had the list, so that nobody knows who was on it.
    #[serde(default)]
    pub list_unread: bool,
    /// In `after` and not in `before`.
    pub added: Vec<PrincipalView>,
    /// In `before` and not in `after`.
    pub removed: Vec<PrincipalView>,
    /// What somebody else changed since the user began to edit, and what is kept of it.
    pub theirs: Option<Theirs>,
    /// Where both sides touched the same principal in opposite ways: the user decides.
    pub conflicts: Vec<Conflict>,
    /// What the user should know before it is sent.
    pub warnings: Vec<Warning>,
    /// Whether it puts back what somebody else had changed and an edit of ours had replaced.
    #[serde(default)]
    pub puts_back: bool,
    /// What somebody else had changed at the same moment, as reads showed it, and this edit replaced.
    #[serde(default)]
    pub replaced: Option<Theirs>,
    /// Whether the cluster had a task at the same moment that isn't ours, and that may have been an edit of this list
    /// that no read has shown.
    #[serde(default)]
    pub unseen: bool,
    /// What in it has to be confirmed by typing. What the user is asked for depends on the whole plan and
    /// on what is left out of it: see `plan::PreparedBulk::to_type`. Once it is sent, nobody asks.
    #[serde(skip)]
    pub confirm: Vec<Confirm>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Makes a PSE.
    Create,
    /// Replaces its list.
    Edit,
    /// Deletes it.
    Delete,
}

/// What somebody else changed in the meantime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Theirs {
    /// Added by somebody else.
    pub added: Vec<PrincipalView>,
    /// Removed by somebody else.
    pub removed: Vec<PrincipalView>,
}

/// A principal that both sides touched in opposite ways, or an endpoint that vanished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Conflict {
    /// One side added or kept on purpose what the other removed.
    Principal {
        /// The principal.
        principal: PrincipalView,
        /// What the user did with it.
        mine: Touch,
        /// What somebody else did with it.
        theirs: Touch,
    },
    /// The endpoint is gone.
    Vanished,
    /// An edit that put back somebody else's change has replaced another change of theirs.
    Replaced {
        /// What they had changed.
        theirs: Theirs,
    },
    /// An endpoint is to be deleted that has principals or connections that it didn't have when that was reviewed.
    NewSinceReview {
        /// The new principals.
        principals: Vec<PrincipalView>,
        /// The ids of the new connections.
        connections: Vec<String>,
    },
    /// An endpoint is to be deleted, and Postern has been closed since that was reviewed.
    DeleteAgain,
}

/// What was done with a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Touch {
    /// It was added.
    Added,
    /// It was removed.
    Removed,
}

/// What the user should know before a step is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// Which of the warnings it is.
    pub kind: WarningKind,
    /// The warning, in one or two sentences.
    pub text: String,
}

/// The warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum WarningKind {
    /// `*` lets any account ask to connect.
    Everyone,
    /// No principals will be left.
    LastRemoved,
    /// Connections that were accepted stay up.
    ConnectionsStay,
    /// A principal of another partition can't reach the service.
    OtherPartition,
    /// A principal of the other cloud is left out.
    OtherCloud,
    /// No answer had the list of principals.
    ListUnread,
    /// Connections are up, or may be: Aeon may refuse the deletion, or drop them.
    ConnectionsCut,
    /// The step waits: for the cluster, or for the endpoint that is there.
    Busy,
}

/// A change that was sent, or is being sent.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Its id: the plan's.
    pub id: ChangeId,
    /// The batch that it belongs to; a change of one cluster is a batch of one.
    pub batch: BatchId,
    /// What the whole batch does, in a few words.
    pub title: String,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The cluster's name.
    pub cluster_name: String,
    /// When it was started.
    #[specta(type = String)]
    pub started: Timestamp,
    /// Its steps, in order.
    pub steps: Vec<RunningStep>,
    /// Whether nothing more will happen by itself.
    pub finished: bool,
    /// When that became so.
    #[specta(type = Option<String>)]
    pub ended: Option<Timestamp>,
    /// Whether it was still open when Postern ended or the account was locked: what was sent is settled by
    /// reading, and what was not waits until the user says that it goes on, or is given up.
    pub recovered: bool,
    /// Whether the user called off what was not sent yet.
    pub cancelled: bool,
    /// How many of its steps are where.
    pub tally: Tally,
}

/// A step and how far it is.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunningStep {
    /// The step as it was planned; where a merge changed it, as it was sent.
    pub step: Step,
    /// How far it is.
    pub state: StepState,
    /// Whether it can be tried again.
    pub can_retry: bool,
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum StepState {
    /// Not sent yet.
    Planned,
    /// The cluster is busy; it is tried again by itself.
    Waiting {
        /// The service's words.
        reason: String,
    },
    /// Being read again and sent.
    Sending,
    /// The service took it; reads do not agree yet.
    Accepted {
        /// Since when.
        #[specta(type = String)]
        since: Timestamp,
    },
    /// A read has the new list. Reads go on until what somebody else changed at the same moment would have shown.
    InForce {
        /// Since when.
        #[specta(type = String)]
        since: Timestamp,
    },
    /// Reads agree.
    Confirmed {
        /// When.
        #[specta(type = String)]
        at: Timestamp,
    },
    /// Two minutes (for a create or a delete: 40) have passed without a read that agrees.
    NotConfirmed {
        /// What the last read said.
        reason: String,
    },
    /// Somebody else's list came up instead of ours.
    Superseded {
        /// The list that is there now.
        now: Vec<PrincipalView>,
    },
    /// Both sides touched the same principal in opposite ways since the plan was reviewed: nothing was
    /// sent, the user decides.
    Conflict {
        /// Where.
        conflicts: Vec<Conflict>,
        /// The list that is there now.
        now: Vec<PrincipalView>,
    },
    /// It did not happen.
    Failed {
        /// Why.
        problem: Problem,
    },
    /// Called off before it was sent.
    NotSent,
    /// Postern ended before the answer came; reading has shown since what became of it.
    Settled {
        /// When.
        #[specta(type = String)]
        at: Timestamp,
        /// Whether it happened.
        happened: bool,
        /// What the read said.
        reason: String,
    },
}

/// What the user decides about a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// What I did counts.
    Mine,
    /// What they did counts.
    Theirs,
}

/// Something in a step that has to be confirmed by typing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Confirm {
    /// An endpoint is deleted; its name.
    Delete(String),
    /// A principal is taken off an endpoint that is connected; its text.
    Revoke(String),
    /// `*` is added.
    Everyone,
}

/// An endpoint's name: it is typed to delete it.
pub fn endpoint_name(cluster: &str, region: &str) -> String {
    format!("{}/{}", visible(cluster), visible(region))
}
