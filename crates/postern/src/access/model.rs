//! Principals with the endpoints they can reach, and findings, as the page shows them.

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use crate::change::{Acceptance, ChangeNote};
use crate::cloud::Cloud;
use crate::inventory::EndpointStatus;
use crate::permission::Allowed;
use crate::plan::Goal;
use crate::principal::PrincipalView;

/// Principals with the endpoints they can reach, and findings.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccessView {
    /// Version of the snapshot that it was computed from.
    pub version: u32,
    /// Every principal on any endpoint's list, sorted by cloud and text.
    pub principals: Vec<PrincipalAccess>,
    /// Endpoints whose lists haven't been read, so that their principals are unknown.
    pub unread: Vec<UnreadPlace>,
    /// Most serious first.
    pub findings: Vec<Finding>,
}

/// An endpoint whose list hasn't been read.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnreadPlace {
    pub cloud: Cloud,
    pub cluster_name: String,
    pub region_id: RegionInfoId,
    /// The cloud's name for the region, such as `us-west-2`.
    pub region: String,
    pub status: EndpointStatus,
}

/// A principal, with the endpoints it can reach.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalAccess {
    pub principal: PrincipalView,
    /// The cloud of the endpoints that list it.
    pub cloud: Cloud,
    /// The account number or subscription ID, to which names belong; `None` for `*` and unrecognized
    /// entries.
    pub owner: Option<String>,
    /// The owner's name, from the address book.
    pub name: Option<String>,
    /// The owner's group, from the address book.
    pub group: Option<String>,
    /// Whether the owner is marked as the user's own.
    pub is_ours: bool,
    /// The endpoints that list it, sorted by cluster and region.
    pub reaches: Vec<Reach>,
}

/// An endpoint that lists a principal.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    pub region_id: RegionInfoId,
    /// The cloud's name for the region, such as `us-west-2`.
    pub region: String,
    /// Since when it has been on the list, if known.
    pub since: Option<Since>,
    /// What was said when Postern granted it.
    pub note: Option<ChangeNote>,
    /// The endpoint's connections, by any principal: the API doesn't say whose. `None` if not read.
    pub connections: Option<u32>,
    pub status: EndpointStatus,
    /// Whether the principal may be revoked here.
    pub may_edit: Allowed,
}

/// Since when a principal has been on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    #[specta(type = String)]
    pub at: Timestamp,
    /// Whether Postern added it or saw it being added; otherwise it was already there at Postern's first
    /// read.
    pub exact: bool,
}

/// Something that looks wrong, such as an unused endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Stable across snapshots.
    pub id: String,
    pub kind: FindingKind,
    pub severity: Severity,
    /// What is wrong, as a heading.
    pub title: String,
    /// What that means and what to do, in one or two sentences.
    pub text: String,
    /// The affected regions.
    pub regions: Vec<RegionInfoId>,
    /// The principal concerned, if it is about one.
    pub principal: Option<PrincipalView>,
    /// What Postern can do about it, most likely first.
    pub fixes: Vec<Fix>,
    /// Why the user accepts it, while that lasts.
    pub accepted: Option<Acceptance>,
}

/// Something that Postern can do about a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// Label of the button.
    pub label: String,
    /// The change that the button opens for review.
    pub goal: Goal,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// `*` lets anyone request a connection.
    Everyone,
    Failed,
    /// The API key expires within 30 days, or has expired.
    KeyExpires,
    /// Access that was granted until a day that has passed.
    PastDate,
    /// The cluster is reachable from the internet although it has a private endpoint.
    PublicAccess,
    /// A principal can connect in one region of a cluster but not in all the others that have an endpoint.
    NotInSiblings,
    /// An owner that is connected, but on the list no more.
    ConnectedNotListed,
    /// An owner that isn't marked as the user's own, while others are.
    NotOurs,
    /// A whole account beside its own roles or users.
    WholeAccount,
    /// What AWS leaves in place of a role or user that was deleted.
    DeletedIdentity,
    /// An entry that isn't a valid principal.
    WrongForm,
    /// A principal in an AWS partition from which the endpoint can't be reached.
    OtherPartition,
    /// An endpoint with an empty list.
    NobodyAllowed,
    /// An endpoint without connections.
    NobodyConnected,
}

/// The regions affected by one kind of finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingPlaces {
    pub kind: FindingKind,
    pub regions: Vec<RegionInfoId>,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// For information.
    Note,
    /// The user should check it.
    Warning,
    /// Open to anyone, or broken.
    Serious,
}

/// The number of findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingCounts {
    pub serious: u32,
    pub warnings: u32,
    pub notes: u32,
}
