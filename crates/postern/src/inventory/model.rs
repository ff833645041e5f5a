//! What there is, as the rest of the program and the page see it.

use std::collections::HashMap;
use std::sync::Arc;

use aeon::ids::{AccountId, ClusterId, ProjectId, PseId, RegionInfoId, VpcId};
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;
use tokio::time::Instant;

use crate::cloud::Cloud;
use crate::permission::{Allowed, Permissions};
use crate::principal::PrincipalView;
use crate::problem::Problem;

/// When the list that a region shows was asked for.
pub type Asked = HashMap<RegionInfoId, Instant>;

/// Everything that is known of an account's project at one moment. Immutable; a new one replaces it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Grows with every change.
    pub version: u32,
    /// The account's id.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The project's id.
    pub project_id: ProjectId,
    /// The project's name.
    pub project_name: String,
    /// Whether a load is under way, and how the last one ended.
    pub phase: Phase,
    /// When the lists were last read in full; `None` before the first time.
    pub read_at: Option<Timestamp>,
    /// Whether this is the last known picture from an earlier run rather than what was read now.
    pub remembered: bool,
    /// What the key may do.
    pub permissions: Permissions,
    /// VPCs, by name.
    pub vpcs: Vec<Arc<Vpc>>,
    /// Clusters, by name.
    pub clusters: Vec<Arc<Cluster>>,
    /// Things of the lists that could not be read, each as a sentence.
    pub unreadable: Vec<String>,
    /// For each of `clusters`, when the list that each of its regions shows was asked for: whatever came about later may
    /// be missing.
    pub asked: Vec<Arc<Asked>>,
}

/// Whether a load is under way, and how the last one ended.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Phase {
    /// The lists or the PSEs' details are being read.
    #[serde(rename_all = "camelCase")]
    Loading {
        /// Whether the VPC and cluster lists are complete.
        lists_complete: bool,
        /// PSE details read so far in this load.
        details_done: u32,
        /// PSE details to read in this load, as far as known.
        details_total: u32,
    },
    /// All that was asked for has been read (a single PSE or cluster may carry a problem of its own).
    Ready,
    /// The last load failed; what is shown is older.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// A VPC.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Vpc {
    /// Its id.
    pub id: VpcId,
    /// Its name.
    pub name: String,
    /// Its cloud.
    pub cloud: Cloud,
    /// The service's word for its state (`ACTIVE`, `CREATING`, …).
    pub state: String,
    /// The state as a kind that has a color.
    pub health: Health,
    /// The range that GCP regions are cut from.
    pub parent_cidr: Option<String>,
    /// Its regions.
    pub regions: Vec<VpcRegion>,
    /// The cloud's own id for it.
    pub external_id: Option<String>,
    /// Clusters inside.
    pub cluster_ids: Vec<ClusterId>,
    /// How many peerings it has.
    pub peerings: u32,
}

/// A VPC's region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcRegion {
    /// The region's code.
    pub region: String,
    /// Its address range.
    pub cidr: Option<String>,
}

/// A state as a kind that has a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// As it should be.
    Good,
    /// On its way somewhere.
    Changing,
    /// Stopped by its owner.
    Stopped,
    /// Broken.
    Bad,
    /// A word that this version doesn't know.
    Unknown,
}

/// Where a cluster stands in its life, as far as that decides what may be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterPhase {
    /// Running.
    Active,
    /// Stopped by its owner.
    Paused,
    /// Being stopped.
    Pausing,
    /// Being deleted.
    Deleting,
    /// Being created, resumed or changed: it will be active.
    Changing,
    /// Broken.
    Failed,
    /// A state that this version doesn't know, or none.
    Unknown,
}

/// A cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    /// Its id.
    pub id: ClusterId,
    /// Its name.
    pub name: String,
    /// The clouds of its regions, in the regions' order, without repeats. Nothing is decided by them: what may
    /// be done with a region depends on the region's own.
    pub clouds: Vec<Cloud>,
    /// The service's word for its state (`ACTIVE`, `PAUSED`, …).
    pub state: String,
    /// The state as a kind that has a color.
    pub health: Health,
    /// The state as the rules see it.
    #[serde(skip)]
    pub phase: ClusterPhase,
    /// Whether it is a sandbox, which can't have a PSE.
    pub is_sandbox: bool,
    /// The service's word for what it is sold as (`FREE`, `PAID`, …).
    pub tier: String,
    /// Whether it is marked as a production cluster; `None` where the service doesn't say.
    pub is_production: Option<bool>,
    /// The service's word for how its regions work together (`GEO_PARTITIONED`, …); `None` for the ordinary,
    /// synchronous kind.
    pub cluster_type: Option<String>,
    /// The database's version.
    pub software_version: String,
    /// Nodes in all.
    pub nodes: Option<u32>,
    /// `NONE`, `NODE`, `ZONE`, `REGION`, …
    pub fault_tolerance: String,
    /// The VPCs of its regions, by id, without repeats.
    pub vpc_ids: Vec<VpcId>,
    /// The VPCs' names, in the same order; the id where the VPC is not known.
    pub vpc_names: Vec<String>,
    /// A task that keeps the cluster from being changed.
    pub busy: Option<Busy>,
    /// What the cluster as a whole lacks before it can have a PSE; empty: nothing. A single region may lack
    /// something of its own.
    pub lacks: Vec<Lack>,
    /// Its regions.
    pub regions: Vec<Region>,
    /// Why the cluster could not be read again, where it could not.
    pub problem: Option<Problem>,
}

/// A task that keeps a cluster from being changed.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Busy {
    /// The service's word for the task (`EDIT_CLUSTER`, …).
    pub task: String,
    /// How far it is, 0 to 100; `None` where the service doesn't say.
    pub percent: Option<f64>,
}

/// Why a cluster, or one region of it, can't have a PSE as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Lack {
    /// Which of the reasons it is.
    pub kind: LackKind,
    /// What is the matter, in one sentence.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

/// The reasons why a cluster can't have a PSE, or can't be given one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum LackKind {
    /// Its regions, or some of them, are on a cloud without PSEs.
    Cloud,
    /// The cluster is a sandbox.
    Sandbox,
    /// A region isn't in a VPC.
    NoVpc,
    /// The cluster is paused or otherwise not running; passes.
    NotActive,
    /// A task holds the cluster; passes.
    Busy,
}

/// One region of a cluster. What is skipped reaches the page with a [`ClusterList`](super::ClusterList).
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// "This cluster in this region", as PSE calls name it.
    pub id: RegionInfoId,
    /// The region's code.
    pub region: String,
    /// The region's cloud. A cluster can have regions on several.
    pub cloud: Cloud,
    /// The VPC; `None` where the region isn't in one.
    pub vpc_id: Option<VpcId>,
    /// Nodes in the region.
    pub nodes: Option<u32>,
    /// Whether it is the cluster's main region.
    pub is_default: bool,
    /// Other addresses that it answers at (public; private, but not on Azure, where they can't be used).
    pub other_hosts: Vec<OtherHost>,
    /// Its PSE.
    pub endpoint: Endpoint,
    /// What this region lacks before it can have a PSE; empty: nothing.
    pub lacks: Vec<Lack>,
    /// Whether a PSE may be created here.
    #[serde(skip)]
    pub may_create: Allowed,
    /// Whether the PSE's list of principals may be edited.
    #[serde(skip)]
    pub may_edit: Allowed,
    /// Whether the PSE may be deleted.
    #[serde(skip)]
    pub may_delete: Allowed,
}

/// How the id of a region begins that the service gave none.
pub(super) const NO_ID: &str = "no-id:";

impl Region {
    /// Whether the service gave the region's id. Creates and edits name the region by it.
    pub fn has_id(&self) -> bool {
        !self.id.as_str().starts_with(NO_ID)
    }
}

/// An address beside the PSE.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OtherHost {
    /// The service's word for how it is reached (`PUBLIC`, `PRIVATE`, …).
    pub accessibility: String,
    /// The DNS name.
    pub host: String,
}

/// A region's PSE.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "most regions of an account that uses PSEs have one"
)]
pub enum Endpoint {
    /// The region has none.
    None,
    /// A create has been accepted, but no read shows the PSE yet.
    Requested {
        /// Who may connect; `None` where no answer had the list.
        #[serde(skip)]
        principals: Option<Vec<PrincipalView>>,
    },
    /// The region has one.
    Present(Present),
}

/// A PSE that is there.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Present {
    /// Its id.
    pub pse_id: PseId,
    /// Its DNS name, as the service gives it; `None` until there is one.
    pub host: Option<String>,
    /// Where it stands.
    pub status: EndpointStatus,
    /// The service's own word for its state.
    pub state: String,
    /// Who may connect: with what we have sent, as long as a read may be behind it, and as the last read
    /// said once that is overdue. `None` where no answer had the list: that says nothing about who is on it,
    /// and nothing may be made of it.
    #[serde(skip)]
    pub principals: Option<Vec<PrincipalView>>,
    /// What only a read of the PSE itself tells.
    pub details: Details,
    /// A change of ours that no read has confirmed yet.
    pub pending: Option<Pending>,
}

/// Where a PSE stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum EndpointStatus {
    /// Being made: no service name yet.
    Creating,
    /// In service.
    Ready,
    /// The service says that it is being changed.
    Updating,
    /// Out of service.
    Disabled,
    /// Being deleted.
    Deleting,
    /// Broken.
    Failed,
    /// A word that this version doesn't know; see `state`.
    Unknown,
}

/// What only a read of the PSE itself tells.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Details {
    /// Not read yet.
    Loading {
        /// The service name from an earlier run: it does not change once a PSE is ready.
        #[serde(rename = "serviceName")]
        service_name: Option<String>,
    },
    /// Read.
    #[serde(rename_all = "camelCase")]
    Known {
        /// The service name (AWS) or alias (Azure); `None` until the PSE is ready.
        service_name: Option<String>,
        /// The zones that it serves.
        zones: Vec<String>,
        /// The ids of the cloud-side endpoints that are connected; `None` where the answer didn't have them.
        connections: Option<Vec<String>>,
        /// When it was read.
        #[specta(type = String)]
        read_at: Timestamp,
    },
    /// Could not be read; the rest of the inventory is not affected.
    #[serde(rename_all = "camelCase")]
    Unreadable {
        /// The service name from an earlier time.
        service_name: Option<String>,
        /// Why.
        problem: Problem,
    },
}

/// A change of ours that no read has confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// Principals that are being added.
    pub added: Vec<String>,
    /// Principals that are being removed.
    pub removed: Vec<String>,
    /// Whether the PSE is being deleted.
    pub deleting: bool,
    /// Whether two minutes have passed without a read that agrees.
    pub overdue: bool,
}
