//! Who can reach what, as the page sees it.

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use crate::cloud::Cloud;
use crate::inventory::EndpointStatus;
use crate::plan::Goal;
use crate::principal::PrincipalView;

/// Who can reach what, and what looks wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccessView {
    /// The snapshot's version that it was made of.
    pub version: u32,
    /// Every principal on any endpoint's list, by cloud and text.
    pub principals: Vec<PrincipalAccess>,
    /// Endpoints whose lists no answer had: who can reach them is not known.
    pub unread: Vec<UnreadPlace>,
    /// What looks wrong, the most serious first.
    pub findings: Vec<Finding>,
}

/// An endpoint whose list no answer had.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnreadPlace {
    /// The cloud.
    pub cloud: Cloud,
    /// The cluster's name.
    pub cluster_name: String,
    /// The region.
    pub region_id: RegionInfoId,
    /// The region's code.
    pub region: String,
    /// Where the endpoint stands.
    pub status: EndpointStatus,
}

/// A principal and what it reaches.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalAccess {
    /// The principal.
    pub principal: PrincipalView,
    /// The cloud of the endpoints that list it.
    pub cloud: Cloud,
    /// What a name hangs on: the account's number or the subscription's id; `None` for `*` and for what is
    /// no principal.
    pub owner: Option<String>,
    /// The owner's name in the address book.
    pub name: Option<String>,
    /// The endpoints that list it, by cluster and region.
    pub reaches: Vec<Reach>,
}

/// An endpoint that lists a principal.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The cluster's name.
    pub cluster_name: String,
    /// The region.
    pub region_id: RegionInfoId,
    /// The region's code.
    pub region: String,
    /// Since when, as far as known.
    pub since: Option<Since>,
    /// Connections to the endpoint, whosever they are: the service doesn't say whose; `None`: not read.
    pub connections: Option<u32>,
    /// Where the endpoint stands.
    pub status: EndpointStatus,
}

/// Since when a principal stands on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    /// The moment.
    #[specta(type = String)]
    pub at: Timestamp,
    /// Whether Postern made or saw it come; else it stood there when Postern first looked.
    pub exact: bool,
}

/// Something that looks wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Names it from one snapshot to the next.
    pub id: String,
    /// What kind it is.
    pub kind: FindingKind,
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter.
    pub title: String,
    /// What that means and what to do, in a sentence or two.
    pub text: String,
    /// Where it is, by region.
    pub regions: Vec<RegionInfoId>,
    /// Whom it is about.
    pub principal: Option<PrincipalView>,
    /// What Postern can do about it, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// Something that Postern can do about a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// What a button says.
    pub label: String,
    /// What is planned and reviewed.
    pub goal: Goal,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// `*` lets anybody ask to connect.
    Everyone,
    /// An endpoint has failed.
    Failed,
    /// The key is about to end, or has ended.
    KeyExpires,
    /// The cluster can be reached from the internet although it has a private endpoint.
    PublicAccess,
    /// A principal may connect in one region of a cluster, but not in the others that have an endpoint.
    NotInSiblings,
    /// Text that is no principal.
    WrongForm,
    /// A principal of a partition from which the service can't be reached.
    OtherPartition,
    /// An endpoint on whose list nobody stands.
    NobodyAllowed,
    /// An endpoint that nobody is connected to.
    NobodyConnected,
}

/// Where findings of a kind are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingPlaces {
    /// The kind.
    pub kind: FindingKind,
    /// The regions that such a finding is about.
    pub regions: Vec<RegionInfoId>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be looked at.
    Warning,
    /// Open to anybody, or broken.
    Serious,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingCounts {
    /// Open to anybody, or broken.
    pub serious: u32,
    /// To be looked at.
    pub warnings: u32,
    /// Worth knowing.
    pub notes: u32,
}
